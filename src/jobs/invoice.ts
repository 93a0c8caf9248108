import type { Actor, Status } from '#directory/directory.ts'
import { alterations } from './altered.ts'
import { invoiced } from './invoiced.ts'
import type { Altered, Job } from './job.ts'

/** What a customer is charged for. Money is in the currency's smallest unit: cents, of yen the yen. */
export type Invoice = Readonly<{
  companyId: string
  id: string
  number: string
  customerId: string
  customer: string
  /** ISO 4217. */
  currency: string
  total: number
  issuedAt: Temporal.Instant
  by: Actor
  creditedAt: Temporal.Instant | null
  creditedBy: Actor | null
  lines: readonly InvoiceLine[]
}>

export type InvoiceLine = Readonly<{
  jobId: string
  /** The job's own, counted within the company. */
  jobNumber: number
  site: string
  description: string
  amount: number
}>

/** An invoice as a door asks for it. Without a number it gets the company's next; each job has one line. */
export type InvoiceAsked = Readonly<{
  companyId: string
  customerId: string
  currency: string
  number?: string
  lines: readonly LineAsked[]
}>
/** Without a description the line says the job's service type and site. */
export type LineAsked = Readonly<{ jobId: string; description?: string; amount: number }>

/** A line that cannot be on the invoice, by its place from 0, and its job's number if there is such a job. */
export type LineFault = Readonly<{ line: number; jobNumber: number | null; because: LineRefusal }>

export type LineRefusal =
  | 'no-such-job'
  | 'job-twice'
  | 'job-of-another-customer'
  | Extract<ReturnType<typeof invoiced>, { ok: false }>['because']

export type InvoiceRefusal =
  | LineRefusal
  | 'no-such-invoice'
  | 'no-such-customer'
  | 'not-a-currency'
  | 'number-taken'
  | 'already-credited'

/** A job as an invoice leaves it. */
export type Moved = Readonly<{ job: Job; changed: readonly Altered[] }>

export type Issue =
  | { ok: true; moved: readonly Moved[] }
  | { ok: false; because: LineRefusal; faults: readonly LineFault[] }

type Known = Readonly<{ number: string; jobs: readonly Job[]; statuses: readonly Status[] }>

/** May these jobs be invoiced together, and what does each become? Every line in the way is named, with its reason. */
export function issue(asked: InvoiceAsked, known: Known): Issue {
  const judged = asked.lines.map((_, line) => judge(line, asked, known))
  const faults = judged.filter(each => 'because' in each)
  const [first] = faults
  if (first) return { ok: false, because: first.because, faults }
  return { ok: true, moved: judged.filter(each => 'changed' in each) }
}

function judge(
  line: number,
  { lines, customerId }: InvoiceAsked,
  { number, jobs, statuses }: Known,
): Moved | LineFault {
  const { jobId } = lines[line]!
  const job = jobs.find(({ id }) => id === jobId)
  const not = (because: LineRefusal) => ({ line, jobNumber: job?.number ?? null, because })
  if (!job) return not('no-such-job')
  if (job.customerId !== customerId) return not('job-of-another-customer')
  if (lines.findIndex(other => other.jobId === jobId) < line) return not('job-twice')
  const answer = invoiced(job, number, statuses)
  return answer.ok ? moved(job, answer.job) : not(answer.because)
}

/** The job as it is saved next, or unchanged when nothing about it changed. */
export function moved(before: Job, next: Job): Moved {
  const changed = alterations(before, next)
  return { changed, job: changed.length > 0 ? { ...next, version: before.version + 1 } : before }
}

/** Whether this is a currency there is: ISO 4217, such as "AUD". */
export const isCurrency = (code: string): boolean => CURRENCIES.has(code)

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))
