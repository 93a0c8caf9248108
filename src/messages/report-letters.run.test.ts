import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import sql from 'sql-template-tag'
import { extractText, getDocumentProxy } from 'unpdf'
import { later } from '#base/time.ts'
import type { Change } from '#jobs/job.ts'
import { openJobs } from '#jobs/open.run.ts'
import type { Opening } from '#jobs/opening.ts'
import { saveJobs } from '#jobs/save.run.ts'
import { reportOnce } from '#rules/reports.run.ts'
import type { Reported, ReportNotice } from '#rules/reports.ts'
import { takeDueNotices } from '#rules/rules.run.ts'
import { addSchedule } from '#rules/schedules.run.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { openPress, type PdfPress } from './pdf.run.ts'
import { printReport, spreadReport, writeReportMessages } from './report-letters.run.ts'

let house: Awaited<ReturnType<typeof freshDatabase>>
let here: Place
let elsewhere: Place
let press: PdfPress
// Monday 2 March 2026, 07:00 in Sydney.
const DUE = at('2026-03-01T20:00:00Z')
const week = { from: at('2026-02-22T13:00:00Z'), until: at('2026-03-01T13:00:00Z') }

before(async () => {
  house = await freshDatabase()
  here = await insertPlace(house.db)
  elsewhere = await insertPlace(house.db, 'XYZ')
  press = openPress()
})
after(async () => {
  await press.close()
  await house.drop()
})
beforeEach(() => house.db.script('truncate job, job_number, report_schedule, notice, paper cascade'))

/** Opens a job at this moment and makes these changes to it. */
async function job(opened: Temporal.Instant, changes: readonly Change[] = [], more: Partial<Opening> = {}) {
  const place = more.companyId === elsewhere.companyId ? elsewhere : here
  const { companyId, siteId, burglaryId: serviceTypeId, customerId } = place
  const opening = { companyId, siteId, serviceTypeId, customerId, initialRequest: 'Zone 4', by: SAM, ...more }
  await house.db.begin(async tx => {
    const [saved] = await openJobs(tx, [opening], opened)
    assert.ok(saved?.ok)
    for (const change of changes) {
      const [changed] = await saveJobs(tx, [{ companyId, jobId: saved.job.id, change, by: SAM }], later(opened, 60))
      assert.ok(changed?.ok, JSON.stringify(changed))
    }
  })
}

const reported = (more: Partial<Reported> = {}): Reported => ({
  ...{ companyId: here.companyId, name: 'Weekly jobs', customerId: null },
  ...{ timeZone: 'Australia/Sydney', period: week },
  ...more,
})

type Row = Record<string, string>
const rowsIn = (bytes: Uint8Array) =>
  parse(Buffer.from(bytes), { bom: true, columns: true, record_delimiter: '\r\n' }) as Row[]
const spread = async (more: Partial<Reported> = {}) => rowsIn((await spreadReport(house.db, reported(more), DUE)).bytes)
const wordsOn = async (bytes: Uint8Array) =>
  (await extractText(await getDocumentProxy(Uint8Array.from(bytes)), { mergePages: true })).text

/** The notices of a report of this company that has just fallen due. */
async function fallenDue(addresses: readonly string[]): Promise<ReportNotice[]> {
  const weekly = { companyId: here.companyId, name: 'Weekly jobs', customerId: null, every: 'week', onDay: 1 } as const
  const draft = { ...weekly, atMinute: 420, addresses, active: true }
  assert.ok((await addSchedule(house.db, draft, SAM, later(DUE, -60))).ok)
  assert.equal(await reportOnce(house.db, { now: DUE }), true)
  const due = await house.db.begin(tx => takeDueNotices(tx, { lane: 'slow', now: DUE, limit: 100 }))
  return due.filter(notice => notice.reportId !== null)
}
const write = (notices: readonly ReportNotice[], now = DUE) =>
  house.db.begin(tx => writeReportMessages(tx, press, notices, now))

type Written = { subject: string; body: string; paperId: string; spreadsheetId: string }
const messages = () =>
  house.db.query<Written>(sql`select subject, body, paper_id, spreadsheet_id from message order by id`)
const papers = () =>
  house.db.query<{ name: string; bytes: Uint8Array }>(sql`select name, bytes from paper order by name`)

test('S1.8: a report is about the jobs opened in its period, from its first moment until before its end', async () => {
  await job(later(week.from, -1))
  await job(week.from)
  await job(later(week.until, -1))
  await job(week.until)
  assert.deepEqual(
    (await spread()).map(row => row.Number),
    ['ABC-2', 'ABC-3'],
  )
})

test('S1.8: the report of a customer has his jobs alone, and no report has those of another company', async () => {
  const { siteId, companyId, burglaryId: serviceTypeId } = elsewhere
  await job(week.from)
  await job(week.from, [], { customerId: null, siteId: here.otherSiteId })
  await house.db.query(sql`update job set customer_id = null where number = 2 and company_id = ${here.companyId}`)
  await job(week.from, [], { companyId, siteId, serviceTypeId })
  assert.equal((await spread()).length, 2)
  assert.deepEqual(
    (await spread({ customerId: here.customerId })).map(row => row.Customer),
    ['Hargreaves Timber'],
  )
  assert.equal((await spread({ companyId })).length, 1)
})

test('S1.8: a job is reported as it now stands, in the time of its own site', async () => {
  const { providerId, otherSiteId: siteId } = here
  const came = at('2026-02-24T20:00:00Z')
  await job(
    at('2026-02-24T18:00:00Z'),
    [
      { do: 'dispatch', providerId, at: came },
      { do: 'off-site', outcome: '=HYPERLINK("http://x.example")', docketNumber: 'D1', at: later(came, 600) },
      { do: 'complete' },
    ],
    { siteId, orderNumber: 'PO 7' },
  )
  const [row] = await spread()
  assert.deepEqual(row, {
    ...{ Number: 'ABC-1', Site: 'Hargreaves Yard', Address: '3 Dock St, Perth', Customer: 'Hargreaves Timber' },
    ...{ 'Service type': 'Burglar alarm', Status: 'Complete', Opened: '2026-02-25 02:00' },
    ...{
      Dispatched: '2026-02-25 04:00',
      'On site': '',
      'Off site': '2026-02-25 04:10',
      'Time zone': 'Australia/Perth',
    },
    ...{ Outcome: '\'=HYPERLINK("http://x.example")', 'Order number': 'PO 7', 'Docket number': 'D1' },
    ...{ Provider: 'Night Patrol', 'Opened (ISO 8601)': '2026-02-25T02:00:00+08:00' },
    ...{ 'Dispatched (ISO 8601)': '2026-02-25T04:00:00+08:00', 'On site (ISO 8601)': '' },
    ...{ 'Off site (ISO 8601)': '2026-02-25T04:10:00+08:00' },
  })
})

test('S1.8: the printed report shows the counts and the jobs', async () => {
  await job(week.from, [{ do: 'complete' }])
  await job(week.from, [{ do: 'cancel' }])
  await job(week.from)
  const { name, bytes } = await printReport(house.db, press, reported(), DUE)
  assert.equal(name, 'Weekly jobs 2026-02-23 to 2026-03-01.pdf')
  const words = await wordsOn(bytes)
  for (const expected of ['Weekly jobs', '23 February to 1 March 2026', 'ABC-1', 'ABC-3', 'Hargreaves Mill'])
    assert.ok(words.includes(expected), `${expected}: ${words}`)
  assert.match(words, /Jobs opened\s+3\s+Completed\s+1\s+Cancelled\s+1\s+Still in progress\s+1/)
})

test('S1.8: everybody gets the same words and the same two papers, which are printed once', async () => {
  await job(week.from)
  await write(await fallenDue(['a@example.com', 'b@example.com', 'c@example.com']))
  const [first, ...others] = await messages()
  assert.equal(first!.subject, 'Weekly jobs: 23 February to 1 March 2026')
  assert.match(first!.body, /Jobs opened: 1/)
  assert.deepEqual(others, [first, first])
  const [csv, pdf, ...more] = await papers()
  assert.deepEqual(
    [csv!.name, pdf!.name, more],
    ['Weekly jobs 2026-02-23 to 2026-03-01.csv', 'Weekly jobs 2026-02-23 to 2026-03-01.pdf', []],
  )
  assert.equal(rowsIn(csv!.bytes).length, 1)
  assert.match(await wordsOn(pdf!.bytes), /ABC-1/)
})

test('S1.8: who is written to later gets the report as the others got it, though jobs have changed meanwhile', async () => {
  await job(week.from)
  const [first, second] = await fallenDue(['a@example.com', 'b@example.com'])
  await write([first!])
  await job(week.from)
  await write([second!], later(DUE, 60))
  const [one, other] = await messages()
  assert.deepEqual(other, one)
  assert.equal((await papers()).length, 2)
})

test('W2: writing the same notices twice changes nothing', async () => {
  const notices = await fallenDue(['a@example.com'])
  await write(notices)
  const before = await messages()
  await write(notices, later(DUE, 60))
  assert.deepEqual(await messages(), before)
})

test('a report over two thousand jobs has a row for each; the printed page has the first 300 and says so', async () => {
  await job(week.from)
  await house.db.query(sql`
    insert into job
    select (jsonb_populate_record(job, jsonb_build_object('id', gen_random_uuid(), 'number', n))).*
    from job, generate_series(2, 2000) n`)
  assert.equal((await spread()).length, 2000)
  const words = await wordsOn((await printReport(house.db, press, reported(), DUE)).bytes)
  assert.match(words, /Jobs opened\s+2000/)
  assert.match(words, /the first 300/)
  assert.ok(words.includes('ABC-300') && !words.includes('ABC-301'))
})
