import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { listMessages, paperOf, spreadsheetOf } from '#delivery/delivery.run.ts'
import { addSchedule, type ScheduleDraft } from '#rules/schedules.run.ts'
import { accepts, isDown, openTown } from '../night-town.ts'
import { at, SAM } from '../rows.ts'

// Sydney: daylight saving ends on Sunday 5 April 2026 at 03:00.
const SATURDAY = '2026-03-28T12:00+11:00'
const HOUR = 3600
const DAY = 24 * HOUR

let town: Awaited<ReturnType<typeof openTown>>
beforeEach(async () => {
  town = await openTown(at(SATURDAY).toString())
})
afterEach(() => town.close())

const report = async (more: Partial<ScheduleDraft> = {}) => {
  const { companyId, customerId } = town.place
  const saved = await addSchedule(
    town.house.db,
    {
      ...{ companyId, customerId, name: 'Weekly jobs', every: 'week', onDay: 1, atMinute: 7 * 60 },
      ...{ addresses: ['office@mill.example', 'owner@mill.example'], active: true, ...more },
    },
    SAM,
    town.now(),
  )
  assert.ok(saved.ok, JSON.stringify(saved))
}
const until = (text: string) => town.forward(at(text).since(town.now()).total('seconds'))
const both = (subject: string, file: string) =>
  ['office', 'owner'].map(name => `email ${name}@mill.example: ${subject} + ${file}.pdf + ${file}.csv`)

/** The rows of the spreadsheet that the newest message carried. */
async function rows(): Promise<Record<string, string>[]> {
  const { companyId } = town.place
  const [newest] = await listMessages(town.house.db, { companyId, limit: 1 })
  const { bytes } = (await spreadsheetOf(town.house.db, companyId, newest!.id))!
  assert.match(
    String(Buffer.from((await paperOf(town.house.db, companyId, newest!.id))!.bytes.subarray(0, 5))),
    /%PDF-/,
  )
  return parse(Buffer.from(bytes), { bom: true, columns: true, record_delimiter: '\r\n' })
}

test('S1.8: every Monday at 07:00 in Sydney the office and the owner get the jobs of the week, also when the clock was put back', async () => {
  await report()
  await until('2026-03-30T06:59:59+11:00')
  assert.deepEqual(town.heard(), [])
  const job = await town.open()
  await town.open({ siteId: town.place.otherSiteId })
  await until('2026-03-30T07:00+11:00')
  assert.deepEqual(town.heard(), both('Weekly jobs: 23 to 29 March 2026', 'Weekly jobs 2026-03-23 to 2026-03-29'))
  assert.deepEqual(await rows(), [])

  await until('2026-04-05T23:30+10:00')
  await town.open()
  await town.save(job, { do: 'complete', outcome: 'All sealed' })
  await until('2026-04-06T06:59:59+10:00')
  assert.deepEqual(town.heard(), [])
  await until('2026-04-06T07:00+10:00')
  const file = 'Weekly jobs 2026-03-30 to 2026-04-05'
  assert.deepEqual(town.heard(), both('Weekly jobs: 30 March to 5 April 2026', file))
  assert.deepEqual(
    (await rows()).map(row => [row.Number, row.Site, row.Status, row.Outcome]),
    [
      ['ABC-1', 'Hargreaves Mill', 'Complete', 'All sealed'],
      ['ABC-2', 'Hargreaves Yard', 'In progress', ''],
      ['ABC-3', 'Hargreaves Mill', 'In progress', ''],
    ],
  )
  await town.forward(6 * DAY)
  assert.deepEqual(town.heard(), [])
})

test('S1.8, S1.44: after three days of standstill a daily report comes once, and the next day at its time again', async () => {
  await report({ name: 'Daily jobs', every: 'day', onDay: null })
  await town.forward(3 * DAY)
  assert.deepEqual(town.heard(), both('Daily jobs: 30 March 2026', 'Daily jobs 2026-03-30'))
  await until('2026-04-01T06:59:59+11:00')
  assert.deepEqual(town.heard(), [])
  await until('2026-04-01T07:00+11:00')
  assert.deepEqual(town.heard(), both('Daily jobs: 31 March 2026', 'Daily jobs 2026-03-31'))
})

test('S1.8: a monthly report on the 31st comes on the last day of a shorter month', async () => {
  await report({ name: 'Monthly jobs', every: 'month', onDay: 31 })
  await until('2026-03-31T07:00+11:00')
  assert.deepEqual(town.heard(), both('Monthly jobs: 1 to 28 February 2026', 'Monthly jobs 2026-02-01 to 2026-02-28'))
  await until('2026-04-30T07:00+10:00')
  assert.deepEqual(town.heard(), both('Monthly jobs: 1 to 31 March 2026', 'Monthly jobs 2026-03-01 to 2026-03-31'))
})

test('W3, W4: while the mail server is down a report waits, and arrives when it is back, once and as it was written', async () => {
  await report()
  town.carriersAre(isDown)
  await until('2026-03-30T07:00+11:00')
  await town.forward(DAY)
  assert.deepEqual(town.heard(), [])
  town.carriersAre(accepts)
  await town.forward(2 * HOUR)
  assert.deepEqual(town.heard(), both('Weekly jobs: 23 to 29 March 2026', 'Weekly jobs 2026-03-23 to 2026-03-29'))
  await town.forward(DAY)
  assert.deepEqual(town.heard(), [])
})

test('S1.8: a job that is deferred is reported like any other: it is the job that is quiet, not the report', async () => {
  await report()
  const job = await town.open()
  await town.save(job, { do: 'defer', because: 'no access', until: '2026-05-01' })
  await until('2026-03-30T07:00+11:00')
  assert.equal(town.heard().length, 2)
  assert.deepEqual(
    (await rows()).map(row => row.Number),
    ['ABC-1'],
  )
})
