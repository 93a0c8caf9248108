import { setImmediate as lettingOthers } from 'node:timers/promises'
import { idFrom } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import type { Reported, ReportNotice } from '#rules/reports.ts'
import { companiesOf, entriesOf, insertPapers } from './messages.sql.ts'
import type { Printed } from './papers.run.ts'
import type { PdfPress } from './pdf.run.ts'
import { csvHeading, csvRows } from './report-csv.ts'
import * as q from './report-letters.sql.ts'
import { reportSheetOf } from './report-sheet.ts'
import { fileNameOf, type ReportFacts, reportWords } from './report-words.ts'

/**
 * Turns due notices of reports into words, a printed report and a spreadsheet, and stores them (S1.8). Whoever gets a
 * report gets the same: it is written once, from the jobs as they stand at that moment.
 */
export async function writeReportMessages(
  tx: Connection,
  press: PdfPress,
  notices: readonly ReportNotice[],
  now: Temporal.Instant,
): Promise<void> {
  if (notices.length === 0) return
  const keys = new Map(notices.map(notice => [notice.reportId, notice]))
  const letters = new Map<string, q.Letter>()
  for (const report of await q.reportsOf(tx, [...keys.values()])) {
    letters.set(report.id, report.written ?? (await write(tx, press, report, now)))
  }
  const addressed = notices.map(({ companyId, id, reportId }) => ({ companyId, id, ...letters.get(reportId)! }))
  await q.insertLetters(tx, addressed, now)
}

async function write(
  tx: Connection,
  press: PdfPress,
  report: Reported & { id: string },
  now: Temporal.Instant,
): Promise<q.Letter> {
  const { companyId, id } = report
  const facts = await factsOf(tx, report, now)
  const [printed, spread] = [await print(press, facts), await spreadOut(facts)]
  const [paperId, spreadsheetId] = [idFrom('report paper', companyId, id), idFrom('report rows', companyId, id)]
  const papers = [
    { companyId, id: paperId, ...printed },
    { companyId, id: spreadsheetId, ...spread },
  ]
  await insertPapers(tx, papers, now)
  return { ...reportWords(facts), paperId, spreadsheetId }
}

/** What would be reported at this moment, printed, without storing anything (W7). */
export const printReport = async (
  db: Connection,
  press: PdfPress,
  reported: Reported,
  now: Temporal.Instant,
): Promise<Printed> => print(press, await factsOf(db, reported, now))

/** The same as a spreadsheet. */
export const spreadReport = async (db: Connection, reported: Reported, now: Temporal.Instant): Promise<Printed> =>
  spreadOut(await factsOf(db, reported, now))

// Six megabytes of rows; a mail server may refuse more than ten.
const MOST_JOBS = 20_000

async function factsOf(db: Connection, reported: Reported, at: Temporal.Instant): Promise<ReportFacts> {
  const { companyId, customerId } = reported
  const customers = customerId === null ? [] : [{ companyId, kind: 'customer', id: customerId } as const]
  const [companies, named, listed] = await Promise.all([
    companiesOf(db, [companyId]),
    customers.length > 0 ? entriesOf(db, customers) : [],
    q.jobsOf(db, reported, MOST_JOBS),
  ])
  const { name, customerId: whose, timeZone, period } = reported
  const told = { companyId, name, customerId: whose, timeZone, period }
  return { ...told, ...listed, company: companies[0]!, customer: named[0]?.name ?? null, at }
}

const print = async (press: PdfPress, facts: ReportFacts): Promise<Printed> => ({
  name: `${fileNameOf(facts)}.pdf`,
  bytes: await press.print(reportSheetOf(facts)),
})

// Jobs written out in one go: 40 microseconds each, and while they are, nobody is answered.
const AT_ONCE = 250

async function spreadOut(facts: ReportFacts): Promise<Printed> {
  const parts = [csvHeading()]
  for (let i = 0; i < facts.jobs.length; i += AT_ONCE) {
    parts.push(csvRows(facts.jobs.slice(i, i + AT_ONCE), facts.company.code))
    await lettingOthers()
  }
  return { name: `${fileNameOf(facts)}.csv`, bytes: Buffer.from(parts.join('')) }
}
