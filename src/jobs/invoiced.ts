import type { Category, Status } from '#directory/directory.ts'
import { first } from './decide.ts'
import type { Job } from './job.ts'

const NOT_OVER: readonly Category[] = ['requested', 'rejected', 'in-progress']

export type Invoicing =
  | { ok: true; job: Job }
  | { ok: false; because: 'job-in-progress' | 'party-not-advised' | 'already-on-this-invoice' }

/**
 * Puts a job on an invoice: it takes the number and the company's plain invoiced status. What was cancelled or
 * abandoned may be charged for and stays what it is; a company without such a status leaves the job in its own.
 */
export function invoiced(job: Job, number: string, statuses: readonly Status[]): Invoicing {
  if (NOT_OVER.includes(job.category)) return { ok: false, because: 'job-in-progress' }
  if (job.category === 'not-advised') return { ok: false, because: 'party-not-advised' }
  if (job.invoiceNumber === number) return { ok: false, because: 'already-on-this-invoice' }
  const calledOff = job.category === 'cancelled' || job.category === 'abandoned'
  return { ok: true, job: { ...job, invoiceNumber: number, ...(!calledOff && plain('invoiced', statuses)) } }
}

/**
 * Takes a job off an invoice that was credited, back to the plain complete status if it stood in invoiced. A job that
 * has come on another invoice since is left as it is, and one that is still charged on an earlier one goes back to that.
 */
export function credited(
  job: Job,
  { number, earlier, statuses }: { number: string; earlier?: string | undefined; statuses: readonly Status[] },
): Job {
  if (job.invoiceNumber !== number) return job
  if (earlier !== undefined) return { ...job, invoiceNumber: earlier }
  return { ...job, invoiceNumber: null, ...(job.category === 'invoiced' && plain('complete', statuses)) }
}

function plain(category: 'complete' | 'invoiced', statuses: readonly Status[]): Partial<Job> {
  const status = first(category, statuses)
  return status ? { statusId: status.id, category } : {}
}
