import type { Connection } from '#db/sql.ts'
import { readEvent } from '#jobs/event.ts'
import type { JobEvent } from '#jobs/job.ts'
import type { Notice } from '#rules/notice.ts'
import { type Via, viaOf } from '#rules/rule.ts'
import { earlierSaves } from './gathered.run.ts'
import { alteredBy } from './gathered.ts'
import { jobsInvoiced } from './invoice-sheet.ts'
import { invoicePaperId, invoicesTold, printInvoices } from './invoices.run.ts'
import { eventsOf, insertMessages } from './messages.sql.ts'
import { paperIdOf, printPapers } from './papers.run.ts'
import type { PdfPress } from './pdf.run.ts'
import { type Report, reportsOf } from './reports.run.ts'
import { webhookBody } from './webhook-body.ts'
import { type Telling, type Words, wordsFor } from './words.ts'

/**
 * Turns due notices into exact words and paper, and stores both (S1.45 to S1.48). A notice that has its message
 * already keeps it. Needs a handful of statements, whatever the number of notices.
 */
export async function writeMessages(
  tx: Connection,
  press: PdfPress,
  notices: readonly Notice[],
  now: Temporal.Instant,
): Promise<void> {
  if (notices.length === 0) return
  const [reports, invoices, earlierOf] = await Promise.all([
    reportsFor(tx, notices),
    invoicesTold(tx, notices),
    earlierSaves(tx, notices),
  ])
  const reportOf = (notice: Notice): Report => reports.get(keyOf(notice))!
  const printed = notices.filter(({ pdf }) => pdf)
  await printPapers(tx, press, printed.filter(({ id }) => !invoices.has(id)).map(reportOf), now)
  await printInvoices(
    tx,
    press,
    printed.flatMap(({ id }) => invoices.get(id) ?? []),
    now,
  )

  // Ten people told of one thing in one way read the same words.
  const written = new Map<string, Words>()
  const messages = notices.map(notice => {
    const { companyId, id, occasions, about, pdf, dueAt: at } = notice
    const report = reportOf(notice)
    const invoice = invoices.get(id)
    const via = viaOf(notice)
    const key = `${keyOf(notice)} ${notice.firstVersion} ${occasions} ${about} ${invoice?.groups} ${at} ${via}`
    const jobs = invoice && { jobs: invoice.groups ? jobsInvoiced(invoice) : [] }
    const earlier = earlierOf(notice)
    const told = { occasions, about, ...jobs, at, earlier }
    const words = written.get(key) ?? wordsBy(via, told, gathered(report, earlier))
    written.set(key, words)
    const printedAs = () => (invoice ? invoicePaperId(invoice) : paperIdOf(report))
    const siteId = notice.channel === 'email' ? report.facts.event.job.siteId : null
    return { companyId, id, ...words, paperId: pdf ? printedAs() : null, siteId }
  })
  await insertMessages(tx, messages, now)
}

/** The report of the last of several saves, as if they had been one. */
function gathered({ facts, style }: Report, earlier: readonly JobEvent[]): Report {
  if (earlier.length === 0) return { facts, style }
  const changed = alteredBy([...earlier, facts.event])
  return { facts: { ...facts, event: { ...facts.event, changed } }, style }
}

/** What is sent by this way: words for people, the job itself for a program. */
const wordsBy = (via: Via, told: Omit<Telling, 'via'>, { facts, style }: Report): Words =>
  via === 'webhook'
    ? { subject: null, body: webhookBody(facts, told, style.layout) }
    : wordsFor(facts, { ...told, via }, style)

type Key = Pick<Notice, 'companyId' | 'jobId' | 'version'>
const keyOf = ({ companyId, jobId, version }: Key): string => `${companyId} ${jobId} ${version}`

async function reportsFor(tx: Connection, notices: readonly Key[]): Promise<Map<string, Report>> {
  const keys = [...new Map(notices.map(notice => [keyOf(notice), notice])).values()]
  const reports = await reportsOf(tx, (await eventsOf(tx, keys)).map(readEvent))
  return new Map(
    reports.map(report => {
      const { companyId, id: jobId, version } = report.facts.event.job
      return [keyOf({ companyId, jobId, version }), report]
    }),
  )
}
