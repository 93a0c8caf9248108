import type { Connection } from '#db/sql.ts'
import { readEvent } from '#jobs/event.ts'
import type { JobEvent } from '#jobs/job.ts'
import { happenings } from '#rules/occasions.ts'
import { type Told, WORDED, type Worded } from '#rules/rule.ts'
import { checkLayout, type LayoutFault } from './fields.ts'
import { latestEvent } from './messages.sql.ts'
import { type Printed, print } from './papers.run.ts'
import type { PdfPress } from './pdf.run.ts'
import { type Report, reportsOf } from './reports.run.ts'
import { type Segments, segmentsOf } from './segments.ts'
import { checkTemplate, type Template, type TemplateFault } from './template.ts'
import { type Words, wordsFor } from './words.ts'

type Refused<Because extends string> = Readonly<{ ok: false; because: Because; explained: string }>

/** One job, perhaps with a layout that has not been saved. */
export type JobShown = Readonly<{ companyId: string; jobId: string; fields?: readonly string[] }>

/** The PDF of the job as it stands now: the same sheet that goes with an e-mail (S1.47). */
export async function printJob(
  db: Connection,
  press: PdfPress,
  shown: JobShown,
): Promise<({ ok: true } & Printed) | Refused<'no-such-job' | LayoutFault>> {
  const found = await reportOf(db, shown)
  if (!found.ok) return found
  const [printed] = await print(db, press, [found.report])
  return { ok: true, ...printed! }
}

/** A job, and what to try on it before it is saved. */
export type Draft = JobShown &
  Readonly<{
    templates?: Readonly<Partial<Record<Worded, Template>>>
    /** What is to have happened. Left out: what the job's latest event was, as far as anybody is told of it. */
    occasions?: readonly Told[]
  }>

/** What each kind of message would say, and what the text would weigh. */
export type Previewed = Readonly<Record<Worded, Words> & { sms: Words & Segments }>

/** The words this job's latest event would get by each kind of message, without storing anything (W7). */
export async function previewMessages(
  db: Connection,
  { templates = {}, occasions, ...shown }: Draft,
): Promise<{ ok: true; messages: Previewed } | Refused<'no-such-job' | LayoutFault | TemplateFault>> {
  for (const [via, template] of Object.entries(templates)) {
    const checked = checkTemplate(via, template)
    if (!checked.ok) return checked
  }
  const found = await reportOf(db, shown)
  if (!found.ok) return found
  const { facts, style } = found.report
  const tried = { ...style, templates: { ...style.templates, ...templates } }
  const told = occasions ?? occasionsOf(facts.event)
  const about = aboutOf(facts.event, told)
  const invoice = told.includes('invoiced') && { jobs: [] }
  const telling = { occasions: told, about, ...invoice, at: facts.event.at }
  const messages = WORDED.map(via => [via, wordsFor(facts, { ...telling, via }, tried)] as const)
  const words = Object.fromEntries(messages) as Record<Worded, Words>
  return { ok: true, messages: { ...words, sms: { ...words.sms, ...segmentsOf(words.sms.body) } } }
}

async function reportOf(
  db: Connection,
  { companyId, jobId, fields }: JobShown,
): Promise<{ ok: true; report: Report } | Refused<'no-such-job' | LayoutFault>> {
  const row = await latestEvent(db, companyId, jobId)
  const [report] = row ? await reportsOf(db, [readEvent(row)]) : []
  if (!report) return { ok: false, because: 'no-such-job', explained: 'There is no such job.' }
  if (!fields) return { ok: true, report }
  const checked = checkLayout(fields)
  return checked.ok ? { ok: true, report: { ...report, style: { ...report.style, layout: checked.layout } } } : checked
}

// What a real message would have to name: an example, where the job gives none.
function aboutOf({ job }: JobEvent, occasions: readonly Told[]): string[] {
  return [
    ...(occasions.includes('invoiced') ? [job.invoiceNumber ?? 'INV-1'] : []),
    ...(occasions.includes('details-missing') ? ['outcome'] : []),
  ]
}

function occasionsOf(event: JobEvent): readonly Told[] {
  const occasions = happenings(event).map(({ occasion }) => occasion)
  if (occasions.length > 0) return occasions
  return event.job.category === 'in-progress' ? ['dispatched'] : ['completed']
}
