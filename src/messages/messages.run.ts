import type { CustomerLinks } from '#base/customer-links.ts'
import type { Connection } from '#db/sql.ts'
import { readEvent } from '#jobs/event.ts'
import type { JobEvent } from '#jobs/job.ts'
import type { Notice } from '#rules/notice.ts'
import type { ResendAs } from '#rules/resend.ts'
import { viaOf } from '#rules/rule.ts'
import { enclosedWith } from './enclosed.run.ts'
import { earlierSaves } from './gathered.run.ts'
import { alteredBy } from './gathered.ts'
import { jobsInvoiced } from './invoice-sheet.ts'
import { invoicePaperId, invoicesTold, printInvoices } from './invoices.run.ts'
import { isJobReport } from './job-report.ts'
import { type JobReport, jobReportId, printJobReports, type WhoWasTold } from './job-reports.run.ts'
import { eventsOf, insertMessages } from './messages.sql.ts'
import { paperIdOf, printPapers } from './papers.run.ts'
import type { PdfPress } from './pdf.run.ts'
import { type Report, reportsOf } from './reports.run.ts'
import { withOwnWords } from './template-names.ts'
import { toldBy } from './told-by.ts'
import { toldIn } from './vocabularies.ts'
import type { Words } from './words.ts'

/** `links`: of pages that customers are sent to. `whoWasTold`: for reports of jobs. `sender`: as whom e-mail is sent. */
export type Writing = Readonly<{
  press: PdfPress
  now: Temporal.Instant
  links?: CustomerLinks | undefined
  whoWasTold?: WhoWasTold
  sender?: string | null
}>

type ToWrite = Notice & Readonly<{ resendAs?: ResendAs | null }>

/**
 * Turns due notices into exact words and paper, and stores both (S1.45 to S1.48). A notice that has its message
 * already keeps it. Needs a handful of statements, whatever the number of notices.
 */
export async function writeMessages(tx: Connection, notices: readonly ToWrite[], writing: Writing): Promise<void> {
  if (notices.length === 0) return
  const { now, links } = writing
  const [reports, invoices, earlierOf] = await Promise.all([
    reportsFor(tx, notices, links),
    invoicesTold(tx, notices),
    earlierSaves(tx, notices),
  ])
  const reportOf = (notice: ToWrite): JobReport => {
    const { facts, style } = reports.get(keyOf(notice))!
    return { facts: toldIn(facts, notice.language), style, notice }
  }
  await printAll(tx, notices, { reportOf, invoices, ...writing })

  // Ten people told of one thing in one way read the same words.
  const written = new Map<string, Words>()
  const letters = notices.map(notice => {
    const { occasions, about, dueAt: at, face, language } = notice
    const report = reports.get(keyOf(notice))!
    const wordedBy = withOwnWords(report.style.templates, notice.wordedBy)
    const invoice = invoices.get(notice.id)
    const via = viaOf(notice)
    const which = [notice.firstVersion, occasions, about, invoice?.groups, at, via, face, wordedBy, language]
    const key = `${keyOf(notice)} ${JSON.stringify(which)}`
    const jobs = invoice && { jobs: invoice.groups ? jobsInvoiced(invoice) : [] }
    const earlier = earlierOf(notice)
    const told = { occasions, about, ...jobs, at, earlier, face, wordedBy, language }
    const words = written.get(key) ?? toldBy(via, told, gathered(report, earlier))
    written.set(key, words)
    return { notice, report: reportOf(notice), words }
  })
  const enclosed = await enclosedWith(tx, letters, writing)
  const messages = letters.map(({ notice, report, words }) => {
    const { companyId, id, pdf, channel } = notice
    const printedAs = () => paperOf(notice, invoices.get(id))({ ...report, notice })
    const siteId = channel === 'email' ? report.facts.event.job.siteId : null
    return { companyId, id, ...words, paperId: pdf ? printedAs() : null, siteId, ...enclosed(id) }
  })
  await insertMessages(tx, messages, now)
}

type Invoices = Awaited<ReturnType<typeof invoicesTold>>

const paperOf = (notice: ToWrite, invoice: ReturnType<Invoices['get']>): ((report: JobReport) => string) =>
  invoice ? () => invoicePaperId(invoice) : isJobReport(notice) ? jobReportId : paperIdOf

type Printing = Writing & Readonly<{ reportOf: (notice: ToWrite) => JobReport; invoices: Invoices }>

async function printAll(tx: Connection, notices: readonly ToWrite[], printing: Printing): Promise<void> {
  const { press, now, invoices, reportOf } = printing
  const printed = notices.filter(({ pdf }) => pdf)
  const [reports, sheets] = [printed.filter(isJobReport), printed.filter(notice => !isJobReport(notice))]
  await printPapers(tx, press, sheets.filter(({ id }) => !invoices.has(id)).map(reportOf), now)
  await printJobReports(tx, reports.map(reportOf), printing)
  await printInvoices(
    tx,
    press,
    printed.flatMap(({ id }) => invoices.get(id) ?? []),
    now,
  )
}

/** The report of the last of several saves, as if they had been one. */
function gathered({ facts, style }: Report, earlier: readonly JobEvent[]): Report {
  if (earlier.length === 0) return { facts, style }
  const changed = alteredBy([...earlier, facts.event])
  return { facts: { ...facts, event: { ...facts.event, changed } }, style }
}

type Key = Pick<Notice, 'companyId' | 'jobId' | 'version'>
const keyOf = ({ companyId, jobId, version }: Key): string => `${companyId} ${jobId} ${version}`

async function reportsFor(
  tx: Connection,
  notices: readonly (Key & Pick<Notice, 'wordedBy'>)[],
  links: CustomerLinks | undefined,
): Promise<Map<string, Report>> {
  const keys = [...new Map(notices.map(notice => [keyOf(notice), notice])).values()]
  const ruleIds = [...new Set(notices.flatMap(({ wordedBy }) => wordedBy))]
  const reports = await reportsOf(tx, (await eventsOf(tx, keys)).map(readEvent), ruleIds, links)
  return new Map(
    reports.map(report => {
      const { companyId, id: jobId, version } = report.facts.event.job
      return [keyOf({ companyId, jobId, version }), report]
    }),
  )
}
