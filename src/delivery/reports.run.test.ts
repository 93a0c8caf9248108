import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { newRota } from '#db/turns.ts'
import { openJobs } from '#jobs/open.run.ts'
import { saveJobs } from '#jobs/save.run.ts'
import { openPress, type PdfPress } from '#messages/pdf.run.ts'
import { planOnce } from '#rules/plan.run.ts'
import { reportOnce } from '#rules/reports.run.ts'
import { PLAIN } from '#rules/rule.ts'
import { addRule } from '#rules/rules.run.ts'
import { addSchedule } from '#rules/schedules.run.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { carrierThat, OK, sendAll } from '../../test/sending.ts'
import type { Outgoing } from './carrier.ts'
import { carryOnce, findMessage, listMessages, NotWritten, paperOf, spreadsheetOf } from './delivery.run.ts'
import { openSender } from './sender.run.ts'
import { takeDue } from './taking.sql.ts'

const house = await freshDatabase(8)
const { db } = house
const press = openPress()
// Monday 2 March 2026, 07:00 in Sydney.
const DUE = at('2026-03-01T20:00:00Z')
let place: Place
let other: Place
before(async () => {
  place = await insertPlace(db)
  other = await insertPlace(db, 'XYZ')
})
after(async () => {
  await press.close()
  await house.drop()
})
afterEach(() => db.script('truncate job, job_number, rule, report_schedule, notice, paper cascade'))

async function fallDue(...addresses: string[]) {
  const weekly = { companyId: place.companyId, name: 'Weekly jobs', customerId: null, every: 'week', onDay: 1 } as const
  assert.ok((await addSchedule(db, { ...weekly, atMinute: 420, addresses, active: true }, SAM, later(DUE, -60))).ok)
  assert.equal(await reportOnce(db, { now: DUE }), true)
}
const carry = (moment = DUE, on: PdfPress = press) => carryOnce(db, { press: on, lane: 'slow', now: moment })
const messages = (more = {}) => listMessages(db, { companyId: place.companyId, limit: 100, ...more })

/** A job of which this address is told by the lane of reports. */
async function tellOf(address: string) {
  const { companyId, siteId, burglaryId: serviceTypeId, customerId } = place
  const whose = { companyId, owner: { kind: 'customer', id: customerId }, serviceTypeId: null, active: true } as const
  const telling = { does: 'tell', occasion: 'completed', via: 'text-email', destination: 'address' } as const
  const rule = { ...PLAIN, ...whose, ...telling, address, recipient: null }
  assert.ok((await addRule(db, rule, SAM, DUE)).ok)
  const opening = { companyId, siteId, serviceTypeId, customerId, initialRequest: 'Zone 4', by: SAM }
  const [opened] = await db.begin(tx => openJobs(tx, [opening], DUE))
  assert.ok(opened?.ok)
  const save = { companyId, jobId: opened.job.id, change: { do: 'complete' }, by: SAM } as const
  await db.begin(tx => saveJobs(tx, [save], DUE))
  await planOnce(db, { now: DUE })
  await db.query(sql`update notice set lane = 'slow' where job_id is not null`)
  return opened.job.id
}

test('S1.8: notices of jobs and of reports that are due together become messages together', async () => {
  await fallDue('a@example.com', 'b@example.com')
  const jobId = await tellOf('desk@example.com')
  assert.equal(await carry(), true)
  assert.equal(await carry(), false)
  const told = (await messages()).map(({ address, jobId, reportName, reportTimeZone }) => [
    ...[address, jobId, reportName, reportTimeZone],
  ])
  assert.deepEqual(told.sort(), [
    ['a@example.com', null, 'Weekly jobs', 'Australia/Sydney'],
    ['b@example.com', null, 'Weekly jobs', 'Australia/Sydney'],
    ['desk@example.com', jobId, null, null],
  ])
  assert.equal((await messages({ jobId })).length, 1)
})

test('S1.8: the messages of a report are found by it, each with both its papers', async () => {
  await fallDue('a@example.com', 'b@example.com')
  await carry()
  const [first] = await messages()
  const ofReport = await messages({ reportId: first!.reportId! })
  assert.equal(ofReport.length, 2)
  for (const { id, paperName, spreadsheetName } of ofReport) {
    assert.deepEqual((await paperOf(db, place.companyId, id))!.name, paperName)
    assert.deepEqual((await spreadsheetOf(db, place.companyId, id))!.name, spreadsheetName)
    assert.equal(await spreadsheetOf(db, other.companyId, id), undefined)
  }
  assert.deepEqual(await messages({ companyId: other.companyId, reportId: first!.reportId! }), [])
  const { tries, changes, ...found } = (await findMessage(db, place.companyId, first!.id))!
  assert.deepEqual([found, tries, changes], [first, [], []])
})

test('S1.8: a report that cannot be printed is tried by itself and not for each address, keeps no job back, and comes a minute later', async () => {
  await fallDue('a@example.com', 'b@example.com', 'c@example.com')
  await tellOf('desk@example.com')
  let printed = 0
  const broken: PdfPress = {
    print: async () => {
      printed++
      throw new Error('out of ink')
    },
    close: async () => {},
  }
  await assert.rejects(
    carry(DUE, broken),
    (error: NotWritten) => error instanceof NotWritten && error.errors.length === 3,
  )
  assert.deepEqual(
    (await messages()).map(({ address }) => address),
    ['desk@example.com'],
  )
  assert.equal(printed, 2)
  assert.equal(await carry(later(DUE, 59)), false)
  assert.equal(await carry(later(DUE, 60)), true)
  assert.equal((await messages()).length, 4)
})

test('reports are printed five at a time; what else is due does not wait for the others', async () => {
  for (let i = 0; i < 7; i++) {
    const draft = {
      companyId: place.companyId,
      name: `Report ${i}`,
      customerId: null,
      every: 'day',
      onDay: null,
    } as const
    const saved = await addSchedule(
      db,
      { ...draft, atMinute: 420, addresses: ['a@example.com', 'b@example.com'], active: true },
      SAM,
      later(DUE, -60),
    )
    assert.ok(saved.ok)
  }
  await reportOnce(db, { now: DUE })
  await tellOf('desk@example.com')
  assert.equal(await carry(), true)
  const written = await messages()
  assert.equal(new Set(written.map(({ reportName }) => reportName)).size, 6)
  assert.equal(written.length, 11)
  assert.equal(await carry(), true)
  assert.equal((await messages()).length, 15)
  assert.equal(await carry(), false)
})

test('W4: a report is worth having for a week and no longer', async () => {
  await fallDue('a@example.com')
  assert.equal(await carry(later(DUE, 7 * 86_400)), true)
  assert.deepEqual(await messages(), [])
  const [dropped] = await db.query(sql`select dropped_because from notice`)
  assert.deepEqual(dropped, { droppedBecause: 'too-late' })
})

const lane = { lane: 'slow', channel: 'email', carrier: 'test', byKey: [], rota: newRota(), without: [] } as const
const taking = { ...lane, now: DUE, until: later(DUE, 60), limit: 10 }

test('S1.8: the carrier gets the printed page and the spreadsheet, each as what it is', async () => {
  await fallDue('a@example.com')
  await carry()
  const sent: Outgoing[] = []
  const carrier = carrierThat(async message => {
    sent.push(message)
    return OK
  })
  const trouble = (error: unknown) => assert.fail(String(error))
  const sender = openSender(db, { lane: 'slow', channel: 'email', carriers: [carrier], clock: () => DUE, trouble })
  await sendAll(sender)
  await sender.stop()
  assert.deepEqual(
    sent.flatMap(({ papers }) => papers.map(({ name, type }) => [name, type])),
    [
      ['Weekly jobs 2026-02-23 to 2026-03-01.pdf', 'application/pdf'],
      ['Weekly jobs 2026-02-23 to 2026-03-01.csv', 'text/csv; charset=utf-8'],
    ],
  )
})

test('spreadsheets count too in what is in memory together: the rest is fetched one by one, and nothing is lost', async () => {
  await fallDue('a@example.com', 'b@example.com')
  await carry()
  await db.query(sql`update paper set bytes = decode(repeat('00', 5000000), 'hex')`)
  const taken = await takeDue(db, taking)
  assert.deepEqual(
    taken.map(row => [row.paperBytes?.length, row.spreadsheetBytes?.length]),
    [
      [5_000_000, 5_000_000],
      [undefined, undefined],
    ],
  )
  assert.ok(taken.every(row => row.paperName !== null && row.spreadsheetName !== null))
  const sizes: number[] = []
  const carrier = carrierThat(async ({ papers }) => {
    sizes.push(...papers.map(({ bytes }) => bytes.length))
    return OK
  })
  const clock = () => later(DUE, 61)
  const trouble = (error: unknown) => assert.fail(String(error))
  const sender = openSender(db, { lane: 'slow', channel: 'email', carriers: [carrier], clock, trouble })
  await sendAll(sender)
  await sender.stop()
  assert.deepEqual(sizes, [5_000_000, 5_000_000, 5_000_000, 5_000_000])
})
