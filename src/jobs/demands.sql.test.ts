import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { asText } from '../../test/saves.ts'
import { demandsOf } from './demands.sql.ts'
import type { Change, Job } from './job.ts'
import { type Desk, findJob, jobEvents, openDesk } from './jobs.run.ts'
import { openJobs } from './open.run.ts'
import { saveJobs } from './save.run.ts'
import type { Saved } from './saved.ts'

const now = at('2026-03-02T02:14:00Z')
let house: Awaited<ReturnType<typeof freshDatabase>>
let here: Place
let elsewhere: Place
let desk: Desk
/** An alarm company that demands nothing. */
const easygoing = '019abc00-0000-7000-8000-00000000000a'

before(async () => {
  house = await freshDatabase()
  here = await insertPlace(house.db)
  elsewhere = await insertPlace(house.db, 'XYZ')
  desk = openDesk(house.db, () => now)
  await house.db.query(sql`insert into alarm_company values (${here.companyId}, ${easygoing}, 'Easygoing')`)
})
beforeEach(() => demand({}))
after(() => house.drop())

type Demanded = { order?: string; docket?: string; advised?: boolean; customerAdvised?: boolean }
async function demand({ order = 'never', docket = 'never', advised = false, customerAdvised = false }: Demanded) {
  await house.db.query(sql`
    update alarm_company
    set order_number_needed = ${order}, docket_number_needed = ${docket}, must_be_advised = ${advised}
    where company_id = ${here.companyId} and id = ${here.alarmCompanyId}`)
  await house.db.query(sql`
    update customer set must_be_advised = ${customerAdvised} where company_id = ${here.companyId}`)
}

const opening = (more: object = {}) => ({
  companyId: here.companyId,
  siteId: here.siteId,
  serviceTypeId: here.burglaryId,
  initialRequest: 'Zone 4',
  by: SAM,
  ...more,
})
const job = (saved: Saved | undefined): Job => {
  assert.ok(saved?.ok, JSON.stringify(saved))
  return saved.job
}
const refusal = (saved: Saved) => (saved.ok ? 'saved' : saved.because)
const openOne = async (more: object = {}) => job(await desk.open(opening(more)))
const asked = (of: Job, change: Change) => ({ companyId: of.companyId, jobId: of.id, change, by: SAM })
const save = (of: Job, change: Change) => desk.save(asked(of, change))

test('what the parties of jobs, of sites and those named demand is found; who demands nothing is left out', async () => {
  await demand({ order: 'at-start', docket: 'at-end', advised: true, customerAdvised: true })
  const { companyId, customerId, alarmCompanyId, siteId } = here
  const never = { orderNumberNeeded: 'never', docketNumberNeeded: 'never' }
  const customer = { companyId, party: 'customer', id: customerId, mustBeAdvised: true, ...never }
  const numbers = { orderNumberNeeded: 'at-start', docketNumberNeeded: 'at-end' }
  const alarmCompany = { companyId, party: 'alarm-company', id: alarmCompanyId, mustBeAdvised: true, ...numbers }
  const find = async (...asks: Parameters<typeof demandsOf>[1]) =>
    (await demandsOf(house.db, asks)).sort((a, b) => (a.party < b.party ? 1 : -1))
  const { id: jobId } = await openOne()
  assert.deepEqual(await find({ companyId, jobId }), [customer, alarmCompany])
  assert.deepEqual(await find({ companyId, siteId }, { companyId, jobId }), [customer, alarmCompany])
  assert.deepEqual(await find({ companyId, customerId }), [customer])
  assert.deepEqual(await find({ companyId, alarmCompanyId, customerId: null }), [alarmCompany])
  assert.deepEqual(await find({ companyId, alarmCompanyId: easygoing }), [])
  assert.deepEqual(await find({ companyId: elsewhere.companyId, jobId, siteId, customerId, alarmCompanyId }), [])
  await demand({})
  assert.deepEqual(await find({ companyId, jobId }), [])
})

test('a refused dispatch leaves the job as it was; with the number it is sent, and both are one save', async () => {
  await demand({ order: 'at-start' })
  const opened = await openOne()
  assert.equal(refusal(await save(opened, { do: 'dispatch', technicianIds: [here.people[0]] })), 'order-number-missing')
  assert.equal(refusal(await save(opened, { do: 'change', set: { dispatchedAt: now } })), 'order-number-missing')
  assert.deepEqual(asText((await findJob(house.db, here.companyId, opened.id))!.job), asText(opened))
  const sent = job(await save(opened, { do: 'dispatch', orderNumber: 'PO 1' }))
  assert.deepEqual([sent.orderNumber, `${sent.dispatchedAt}`, sent.version], ['PO 1', `${now}`, 2])
  assert.equal((await jobEvents(house.db, here.companyId, opened.id)).length, 2)
})

test('in one commit each save goes by the alarm company that the one before it gave the job', async () => {
  await demand({ docket: 'at-start' })
  const giveAndSend = async (of: Job, alarmCompanyId: string | null) => {
    const saves = [asked(of, { do: 'change', set: { alarmCompanyId } }), asked(of, { do: 'dispatch' })]
    return (await house.db.begin(tx => saveJobs(tx, saves, now))).map(refusal)
  }
  const bound = await openOne({ alarmCompanyId: easygoing })
  assert.deepEqual(await giveAndSend(bound, here.alarmCompanyId), ['saved', 'docket-number-missing'])
  assert.deepEqual(await giveAndSend(await openOne(), null), ['saved', 'saved'])
})

test('a technician who takes a step that dispatches the job is held up too', async () => {
  await demand({ docket: 'at-start' })
  const opened = await openOne()
  await save(opened, { do: 'add-visit', technicianIds: [here.people[0]] })
  const takes = (status: string): Change => ({
    do: 'technician',
    personId: here.people[0],
    statusId: here.status[status]!,
  })
  assert.equal(refusal(await save(opened, takes('DISP'))), 'docket-number-missing')
  await save(opened, { do: 'change', set: { docketNumber: 'D1' } })
  assert.equal(job(await save(opened, takes('DISP'))).dispatchedAt?.equals(now), true)
})

test('a job is not opened already dispatched without its numbers, and takes no job number then', async () => {
  await demand({ order: 'at-start' })
  const dispatchedAt = now
  const openings = [
    opening(),
    opening({ dispatchedAt }),
    opening({ dispatchedAt, orderNumber: 'PO 1' }),
    opening({ dispatchedAt, alarmCompanyId: easygoing }),
    opening({ dispatchedAt, alarmCompanyId: null }),
    opening({ dispatchedAt, siteId: elsewhere.siteId }),
  ]
  const answers = await house.db.begin(tx => openJobs(tx, openings, now))
  const expected = ['saved', 'order-number-missing', 'saved', 'saved', 'saved', 'no-such-entry']
  assert.deepEqual(answers.map(refusal), expected)
  const [first, , ...others] = answers
  assert.deepEqual(
    others.slice(0, 3).map(saved => job(saved).number - job(first).number),
    [1, 2, 3],
  )
  assert.equal(job(answers[2]).orderNumber, 'PO 1')
})

test('S1.22: what is completed while somebody must be told is not advised, and complete when both are', async () => {
  await demand({ advised: true, customerAdvised: true })
  const opened = await openOne()
  const done = job(await save(opened, { do: 'complete', outcome: 'All sealed' }))
  assert.deepEqual([done.category, done.statusId], ['not-advised', here.status.NADV])
  const told = at('2026-03-02T02:10:00Z')
  assert.equal(job(await save(opened, { do: 'advise', party: 'customer', at: told })).category, 'not-advised')
  assert.equal(refusal(await save(opened, { do: 'complete' })), 'party-not-advised')
  assert.equal(refusal(await save(opened, { do: 'set-status', statusId: here.status.APPR! })), 'party-not-advised')
  const complete = job(await save(opened, { do: 'advise', party: 'alarm-company' }))
  const { category, customerAdvisedAt, alarmCompanyAdvisedAt } = complete
  assert.deepEqual([category, `${customerAdvisedAt}`, `${alarmCompanyAdvisedAt}`], ['complete', `${told}`, `${now}`])
  assert.deepEqual(asText((await findJob(house.db, here.companyId, opened.id))!.job), asText(complete))
  const [, , , last] = await jobEvents(house.db, here.companyId, opened.id)
  assert.deepEqual(asText([last!.by, last!.at, last!.job]), asText([SAM, now, complete]))
})
