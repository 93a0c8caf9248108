import assert from 'node:assert/strict'
import type { Channel } from '#base/address.ts'
import { type Clock, later } from '#base/time.ts'
import type { Carrier, Outcome, Outgoing } from '#delivery/carrier.ts'
import { changeEntry } from '#directory/directory.run.ts'
import type { Invoice, InvoiceAsked } from '#jobs/invoice.ts'
import { creditInvoice, issueInvoice } from '#jobs/invoices.run.ts'
import type { Change, Job } from '#jobs/job.ts'
import type { Opening } from '#jobs/opening.ts'
import type { Saved } from '#jobs/saved.ts'
import { PLAIN, type TellRule } from '#rules/rule.ts'
import { addRule, changeRule, decisionsOfJob, type RuleDraft } from '#rules/rules.run.ts'
import { CAPTURED } from '../src/config.ts'
import { openHouse } from '../src/house.ts'
import { freshDatabase } from './database.ts'
import { at, insertPlace, type Place, SAM } from './rows.ts'

/** What the carriers of a town do with what they are given. */
type Mood = (message: Outgoing) => Outcome

export const accepts: Mood = () => ({ as: 'accepted', code: '250', words: 'ok' })
export const isDown: Mood = () => ({ as: 'unreachable', code: null, words: 'connection refused' })

/** Carriers that write down who heard what, in the mood they are put in. */
function openCarriers() {
  let mood: Mood = accepts
  const heard: string[] = []
  const carrierFor = (channel: Channel): Carrier => ({
    name: 'listening',
    connections: 4,
    doubt: 'key',
    rate: null,
    send: async message => {
      const outcome = mood(message)
      if (outcome.as === 'accepted') heard.push(`${channel} ${message.address}: ${gistOf(message)}`)
      return outcome
    },
    check: async () => ({ as: 'accepted', code: null, words: 'listening' }),
    close: async () => {},
  })
  const carriersAre = (next: Mood) => {
    mood = next
  }
  return { carrierFor, carriersAre, heard }
}

const gistOf = ({ subject, body, papers }: Outgoing) =>
  [subject ?? body.split('\n')[0], ...papers.map(({ name }) => name)].join(' + ')

/** A rule of one of the place's parties; unless `more` says otherwise, an e-mail when a job is dispatched. */
function draftOf(place: Place, owner: TellRule['owner']['kind'], more: object): RuleDraft {
  const { companyId, customerId, alarmCompanyId, siteId, providerId } = place
  const id = {
    company: companyId,
    customer: customerId,
    'alarm-company': alarmCompanyId,
    site: siteId,
    provider: providerId,
    region: null,
    status: null,
    job: null,
  }[owner]
  const common = { companyId, owner: { kind: owner, id: id ?? '' }, serviceTypeId: null, active: true } as const
  const telling = { does: 'tell', occasion: 'dispatched', via: 'text-email', destination: 'address' } as const
  return { ...common, ...telling, address: null, recipient: null, ...PLAIN, ...more }
}

/** What the office of a town does. */
function officeOf({ db, settle }: Awaited<ReturnType<typeof openHouse>>, place: Place, clock: Clock) {
  const { companyId, customerId } = place
  const hand = () => ({ by: SAM, now: clock() })
  return {
    /** Invoices jobs of the place's customer, 120 dollars each. */
    invoice: async (jobs: readonly Job[], more: Partial<InvoiceAsked> = {}): Promise<Invoice> => {
      const lines = jobs.map(({ id: jobId }) => ({ jobId, amount: 12_000 }))
      const issued = await issueInvoice(db, { companyId, customerId, currency: 'AUD', lines, ...more }, hand())
      assert.ok(issued.ok, JSON.stringify(issued))
      await settle()
      return issued.invoice
    },
    credit: async (invoice: Invoice) => {
      const credited = await creditInvoice(db, invoice, hand())
      assert.ok(credited.ok, JSON.stringify(credited))
      await settle()
    },
  }
}

/**
 * The whole house on a clock we hold, with carriers that listen. What they hear must be asked for: `heard` empties
 * the record, and a town that is left with something nobody asked about fails its story.
 */
export async function openTown(start = '2026-03-02T02:14:00Z') {
  const { db, connection, drop } = await freshDatabase()
  const place = await insertPlace(db)
  let now = at(start)
  const { carrierFor, carriersAre, heard } = openCarriers()
  const log = (level: string, line: string, more?: object) =>
    assert.notEqual(level, 'error', `${line} ${JSON.stringify(more)}`)
  const house = await openHouse({
    connection,
    clock: () => now,
    log,
    stations: 'by-hand',
    carriers: CAPTURED,
    carrierFor,
  })

  const saved = async (asked: Promise<Saved>): Promise<Job> => {
    const answer = await asked
    assert.ok(answer.ok, JSON.stringify(answer))
    await house.settle()
    return answer.job
  }
  const { companyId, siteId, burglaryId: serviceTypeId, providerId } = place
  const opening = { companyId, siteId, serviceTypeId, providerId, initialRequest: 'Zone 4', by: SAM }
  return {
    house,
    place,
    carriersAre,
    /** Opens a job at the mill, or wherever `more` says. */
    open: (more: Partial<Opening> = {}) => saved(house.desk.open({ ...opening, ...more })),
    save: (job: Job, change: Change) => saved(house.desk.save({ companyId, jobId: job.id, change, by: SAM })),
    ...officeOf(house, place, () => now),
    rule: async (owner: TellRule['owner']['kind'], more: object = {}) => {
      const made = await addRule(house.db, draftOf(place, owner, more), SAM, now)
      assert.ok(made.ok, JSON.stringify(made))
      await house.settle()
      return made.rule as TellRule
    },
    change: async (rule: TellRule, set: Partial<TellRule>) => {
      const changed = await changeRule(house.db, { ...rule, ...set }, SAM, now)
      assert.ok(changed.ok, JSON.stringify(changed))
      await house.settle()
    },
    /** Writes down where a provider can be reached. */
    reach: async (id: string, set: { email?: string; mobile?: string }) => {
      const changed = await changeEntry(house.db, 'provider', { companyId, id, set }, SAM, now)
      assert.ok(changed.ok, JSON.stringify(changed))
    },
    now: () => now,
    forward: async (seconds: number) => {
      now = later(now, seconds)
      await house.settle()
    },
    heard: () => heard.splice(0).sort(),
    /** For each rule that was considered, in the order of the saves: whom it names and why it did or did not tell. */
    reasons: async (job: Job) =>
      (await decisionsOfJob(house.db, companyId, job.id)).map(
        ({ occasion, address, because, droppedBecause }) => `${occasion} ${address} ${droppedBecause ?? because}`,
      ),
    close: async () => {
      await house.close()
      await drop()
      assert.deepEqual(heard, [], 'somebody heard what no story asked about')
    },
  }
}
