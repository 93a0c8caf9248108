import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { isAfter, later } from '#base/time.ts'
import { type Desk, openDesk } from '#jobs/jobs.run.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { planOnce } from './plan.run.ts'
import { prepareRehearsal, type RehearsalAsked, rehearse } from './rehearse.run.ts'
import type { Tally } from './rehearse.ts'
import { remindOnce } from './reminders.run.ts'
import { PLAIN, type Rule, type TellRule } from './rule.ts'
import { addRule, type RuleDraft } from './rules.run.ts'

// The past is gone through again under a rule that was in force then: it must come to what really happened.

const START = at('2026-03-25T20:00:00Z')
// Daylight saving ends in between, on 5 April.
const DAYS = 16

let fresh: Awaited<ReturnType<typeof freshDatabase>>
let now = START
let desk: Desk
before(async () => {
  fresh = await freshDatabase()
  desk = openDesk(fresh.db, () => now)
})
after(() => fresh.drop())

let town = 0
const newPlace = (): Promise<Place> => insertPlace(fresh.db, `T${String(town++).padStart(2, '0')}`)

type Owner = 'customer' | 'alarm-company' | 'site' | 'provider'
function draft(place: Place, owner: Owner, more: object = {}): RuleDraft {
  const { companyId, customerId, alarmCompanyId, siteId, providerId } = place
  const id = { customer: customerId, 'alarm-company': alarmCompanyId, site: siteId, provider: providerId }[owner]
  const common = { companyId, owner: { kind: owner, id }, serviceTypeId: null, active: true } as const
  const telling = { does: 'tell', occasion: 'dispatched', via: 'text-email', destination: 'address' } as const
  return { ...common, ...telling, address: 'desk@mill.example', recipient: null, ...PLAIN, ...more }
}
async function add(made: RuleDraft): Promise<Rule> {
  const saved = await addRule(fresh.db, made, SAM, now)
  assert.ok(saved.ok, JSON.stringify(saved))
  return saved.rule
}
async function settle() {
  while (await planOnce(fresh.db, { now })) {}
  while (await remindOnce(fresh.db, { now })) {}
}

async function found(place: Place, asked: Omit<RehearsalAsked, 'draft'> & { draft: RuleDraft | Rule }) {
  const prepared = await prepareRehearsal(fresh.db, asked as RehearsalAsked, now)
  assert.ok(prepared.ok, JSON.stringify(prepared))
  assert.equal(prepared.rehearsal.rule.companyId, place.companyId)
  for await (const step of rehearse(fresh.db, prepared.rehearsal)) if ('found' in step) return step.found
  throw new Error('It came to no end.')
}

const changesOf = ({ otherProviderId, providerId, otherSiteId, siteId }: Place) =>
  ({
    dispatch: { do: 'dispatch' },
    'to the other': { do: 'dispatch', providerId: otherProviderId },
    'to the first': { do: 'dispatch', providerId },
    'on site': { do: 'on-site' },
    'off site': { do: 'off-site' },
    'outcome written': { do: 'change', set: { outcome: 'All sealed', docketNumber: 'D1' } },
    'docket lost': { do: 'change', set: { docketNumber: null } },
    'customer unknown': { do: 'change', set: { customerId: null } },
    moved: { do: 'change', set: { siteId: otherSiteId } },
    'moved back': { do: 'change', set: { siteId } },
    complete: { do: 'complete' },
    cancel: { do: 'cancel' },
    reopen: { do: 'reopen' },
    defer: { do: 'defer', because: 'rain', until: '2026-12-01' },
    resume: { do: 'resume' },
  }) as const
const NAMES = Object.keys(changesOf({} as Place)) as (keyof ReturnType<typeof changesOf>)[]

// Never on the hour: who comes first when a save and a sweep meet is a matter of chance.
const anySave = fc.record({
  job: fc.nat(4),
  minute: fc.nat(DAYS * 24 * 60 - 1).map(minute => (minute % 60 === 0 ? minute + 7 : minute)),
  name: fc.oneof({ weight: 2, arbitrary: fc.constant('dispatch' as const) }, fc.constantFrom(...NAMES)),
})
const anyMute = fc.option(fc.constantFrom('dispatched', 'incomplete', null), { nil: undefined })
const anyMonth = fc.record({
  owner: fc.constantFrom<Owner>('customer', 'alarm-company', 'site', 'provider'),
  destination: fc.constantFrom('address', 'provider', 'both'),
  via: fc.constantFrom('sms', 'text-email'),
  leavesOutCancelled: fc.boolean(),
  mute: anyMute,
  saves: fc.array(anySave, { minLength: 10, maxLength: 40 }),
})
const anyOccasion = fc.constantFrom('dispatched', 'completed', 'updated-incomplete', 'updated-complete')
const anyReminder = fc.record({
  occasion: fc.constantFrom('incomplete', 'incomplete', 'details-missing'),
  everyDays: fc.integer({ min: 1, max: 4 }),
  times: fc.integer({ min: 1, max: 4 }),
})

type Month = typeof anyMonth extends fc.Arbitrary<infer Made> ? Made : never

/** Lets a half month happen under a rule, every sweep at its hour. */
async function live(month: Month, more: object) {
  const { owner, destination, via, leavesOutCancelled, mute, saves } = month
  now = START
  const place = await newPlace()
  const kind = owner === 'provider' ? 'address' : destination
  const address = kind === 'provider' ? null : via === 'sms' ? '+61491570158' : 'desk@mill.example'
  const rule = await add(draft(place, owner, { destination: kind, via, address, leavesOutCancelled, ...more }))
  const site = { companyId: place.companyId, owner: { kind: 'site', id: place.siteId } } as const
  if (mute !== undefined) await add({ ...site, serviceTypeId: null, active: true, does: 'mute', occasion: mute })
  await settle()
  const { companyId, siteId, burglaryId: serviceTypeId, providerId } = place
  const opening = { companyId, siteId, serviceTypeId, providerId, initialRequest: 'Zone 4', by: SAM }
  const jobs = await Promise.all([0, 1, 2, 3, 4].map(() => desk.open(opening)))
  for (const { job, minute, name } of saves.toSorted((a, b) => a.minute - b.minute)) {
    await sweepUntil(later(START, minute * 60))
    const opened = jobs[job]!
    assert.ok(opened.ok)
    await desk.save({ companyId, jobId: opened.job.id, change: changesOf(place)[name], by: SAM })
    await settle()
  }
  // Past the hour: a sweep at the very end would be neither in nor out.
  await sweepUntil(later(START, DAYS * 86_400 + 60))
  return { place, rule }
}

/** Goes on to that time, by way of every moment at which a reminder falls due. */
async function sweepUntil(end: Temporal.Instant) {
  while (true) {
    const [row] = await fresh.db.query<{ due: Temporal.Instant | null }>(sql`select min(due_at) as due from reminder`)
    const due = row?.due
    if (!due || isAfter(due, end)) break
    now = due
    await settle()
  }
  now = end
}

/** What the company's own rows say was told and was not, from a day on. */
async function told({ companyId }: Place, from: string): Promise<Omit<Tally, 'messages'>> {
  const zone = 'Australia/Sydney'
  const start = Temporal.PlainDate.from(from).toZonedDateTime(zone).toInstant()
  const notices = await fresh.db.query<{ dueAt: Temporal.Instant; channel: 'email' | 'sms'; address: string }>(sql`
    select due_at, channel, address from notice where company_id = ${companyId} and due_at >= ${start}`)
  const silent = await fresh.db.query<{ because: 'told'; at: Temporal.Instant }>(sql`
    select because, at from decision where company_id = ${companyId} and at >= ${start} and because <> 'told'`)
  const addresses = [...Map.groupBy(notices, ({ channel, address }) => `${channel} ${address}`).values()]
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate().toString()
  const days = new Set([...notices.map(({ dueAt }) => dayOf(dueAt)), ...silent.map(({ at }) => dayOf(at))])
  const counted = (rows: typeof silent) =>
    [...Map.groupBy(rows, ({ because }) => because)].map(([because, { length }]) => ({ because, decisions: length }))
  return {
    addresses: addresses.map(each => {
      const { channel, address } = each[0]!
      return { channel, address, messages: each.length }
    }),
    days: [...days].map(day => ({
      day,
      messages: notices.filter(({ dueAt }) => dayOf(dueAt) === day).length,
      notTold: counted(silent.filter(({ at }) => dayOf(at) === day)),
    })),
    notTold: counted(silent),
  }
}

const sorted = ({ addresses, days, notTold }: Omit<Tally, 'messages'>) => ({
  addresses: addresses.toSorted((a, b) => (`${a.channel} ${a.address}` < `${b.channel} ${b.address}` ? -1 : 1)),
  days: days.map(each => ({ ...each, notTold: byReason(each.notTold) })).sort((a, b) => (a.day < b.day ? -1 : 1)),
  notTold: byReason(notTold),
})
const byReason = (notTold: Tally['notTold']) => notTold.toSorted((a, b) => (a.because < b.because ? -1 : 1))

async function same({ place, rule }: Awaited<ReturnType<typeof live>>): Promise<number> {
  for (const from of ['2026-03-20', '2026-04-03']) {
    const { tally } = await found(place, { draft: rule as TellRule, from })
    assert.deepEqual(sorted(tally), sorted(await told(place, from)), from)
    assert.equal(
      tally.messages,
      tally.days.reduce((sum, { messages }) => sum + messages, 0),
    )
  }
  return (await told(place, '2026-03-20')).days.filter(({ messages }) => messages > 0).length
}

test('W6: what a rule for events is said to have told is what it told, by day, address and reason', async () => {
  let days = 0
  const story = fc.asyncProperty(anyMonth, anyOccasion, async (month, occasion) => {
    days += await same(await live(month, { occasion }))
  })
  await fc.assert(story, { numRuns: 8 })
  assert.ok(days > 0, 'nobody was ever told')
})

test('W6, S1.33 to S1.44: what a rule that reminds is said to have told is what it told', async () => {
  let days = 0
  const story = fc.asyncProperty(anyMonth, anyReminder, async (month, more) => {
    days += await same(await live(month, more))
  })
  await fc.assert(story, { numRuns: 8 })
  assert.ok(days > 0, 'nobody was ever told')
})

test('W6, S1.19: a farewell to a former provider is rehearsed too, even when he was told before the first day', async () => {
  const saves = [
    { job: 0, minute: 65, name: 'dispatch' },
    { job: 0, minute: 60 * 24 * 10 + 5, name: 'to the other' },
  ] as const
  const month = { owner: 'customer', destination: 'provider', via: 'text-email' } as const
  const made = await live({ ...month, saves: [...saves], leavesOutCancelled: false, mute: undefined }, {})
  await same(made)
  const { tally } = await found(made.place, { draft: made.rule, from: '2026-04-03' })
  assert.deepEqual(tally.addresses, [{ channel: 'email', address: 'control@nightpatrol.example', messages: 1 }])
})

test('W6: a rule that would replace another is shown with the difference', async () => {
  const saves = [0, 1, 2].map(job => ({ job, minute: 65 + job, name: 'dispatch' as const }))
  const month = { owner: 'customer', destination: 'address', via: 'text-email', saves } as const
  const { place, rule } = await live({ ...month, leavesOutCancelled: false, mute: undefined }, {})
  const draftOf = (more: object) => draft(place, 'customer', { address: 'boss@mill.example', ...more })
  const other = await found(place, { draft: draftOf({ occasion: 'updated-incomplete' }), replaces: rule.id })
  assert.equal(other.replaced?.messages, 3)
  assert.deepEqual(other.difference, {
    messages: 0,
    addresses: [
      { channel: 'email', address: 'boss@mill.example', messages: 3 },
      { channel: 'email', address: 'desk@mill.example', messages: -3 },
    ],
  })
  const none = await found(place, { draft: draftOf({ serviceTypeId: place.plumbingId }), replaces: rule.id })
  assert.equal(none.difference?.messages, -3)
  assert.deepEqual(none.tally.notTold, [{ because: 'other-service-type', decisions: 3 }])
})

test('W6, S1.56: a "don\'t notify" that the draft would replace is silent no more', async () => {
  const saves = [{ job: 0, minute: 65, name: 'dispatch' as const }]
  const month = { owner: 'customer', destination: 'address', via: 'text-email', saves, mute: null } as const
  const { place, rule } = await live({ ...month, leavesOutCancelled: false }, {})
  const [mute] = await fresh.db.query<{ id: string }>(sql`
    select id from rule where company_id = ${place.companyId} and does = 'mute'`)
  assert.deepEqual((await found(place, { draft: rule })).tally.notTold, [{ because: 'muted-by-site', decisions: 1 }])
  const replacing = await found(place, { draft: rule, replaces: mute!.id })
  assert.deepEqual([replacing.tally.messages, replacing.tally.notTold], [1, []])
})

test('S1.25: one message about all the jobs of an invoice is counted once', async () => {
  const place = await newPlace()
  const [companyId, serviceTypeId] = [place.companyId, place.burglaryId]
  for (let i = 0; i < 3; i++) {
    const opened = await desk.open({
      companyId,
      siteId: place.siteId,
      serviceTypeId,
      initialRequest: 'Zone 4',
      by: SAM,
    })
    assert.ok(opened.ok)
    const event = {
      changed: [{ field: 'invoiceNumber', from: null, to: '7' }],
      job: { ...opened.job, version: 2, invoiceNumber: '7' },
    }
    await fresh.db.query(sql`
      insert into job_event (company_id, job_id, version, by, at, changed, job)
      values (${companyId}, ${opened.job.id}, 2, ${SAM}, ${now}, ${JSON.stringify(event.changed)}, ${JSON.stringify(event.job)})`)
  }
  now = later(now, 60)
  const messages = async (more: object) =>
    (await found(place, { draft: draft(place, 'customer', { occasion: 'invoiced', ...more }) })).tally.messages
  assert.equal(await messages({ groupsInvoice: false }), 3)
  assert.equal(await messages({ groupsInvoice: true }), 1)
})

test('W6: another company has no part in it, and a draft that cannot work is refused before the past is read', async () => {
  const [place, other] = [await newPlace(), await newPlace()]
  const because = async (asked: RehearsalAsked) => {
    const prepared = await prepareRehearsal(fresh.db, asked, now)
    return prepared.ok ? 'ok' : prepared.because
  }
  const theirs = await add(draft(other, 'customer'))
  const good = draft(place, 'customer')
  assert.equal(await because({ draft: good }), 'ok')
  assert.equal(await because({ draft: draft(place, 'customer', { address: 'nobody' }) }), 'not-an-email-address')
  assert.equal(
    await because({ draft: { ...good, owner: { kind: 'customer', id: other.customerId } } }),
    'no-such-owner',
  )
  assert.equal(await because({ draft: { ...good, serviceTypeId: other.burglaryId } }), 'no-such-service-type')
  assert.equal(await because({ draft: good, replaces: theirs.id }), 'no-such-rule')
  assert.equal(await because({ draft: good, from: '2026-03-02', until: '2026-03-01' }), 'days-out-of-order')
  assert.equal(await because({ draft: good, from: '2025-03-02', until: '2026-03-03' }), 'too-many-days')
  const mute = { does: 'mute', occasion: null, owner: { kind: 'site', id: place.siteId } } as const
  const silent = { ...mute, companyId: place.companyId, serviceTypeId: null, active: true }
  assert.equal(await because({ draft: silent }), 'mute-tells-nobody')
})
