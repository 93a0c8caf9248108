import type { Connection } from '#db/sql.ts'
import { demandsOf } from './demands.sql.ts'
import { refuseMissing } from './earlier.run.ts'
import { moved } from './invoice.ts'
import { invoiced } from './invoiced.ts'
import type { Job, Refusal, Save } from './job.ts'
import { loadJobs, statusesOf } from './jobs.sql.ts'
import { decideOne, demandsAsked, referencesOf } from './save.run.ts'
import type { Saved } from './saved.ts'

/** The answer this save would get if it were made now. Nothing is locked and nothing is written. */
export async function trySave(db: Connection, save: Save, now: Temporal.Instant): Promise<Saved> {
  const [[current], [refused], statuses, demands] = await Promise.all([
    loadJobs(db, [save]),
    refuseMissing(db, [referencesOf(save)]),
    statusesOf(db, [save.companyId]),
    demandsOf(db, [demandsAsked(save)]),
  ])
  return refused ?? decideOne(save, current, { statuses, demands, now })
}

/** What putting this job on an invoice with that number would make of it. Nothing is written. */
export async function tryInvoice(db: Connection, job: Job, number: string): Promise<Invoiced> {
  if (!job.customerId) return { ok: false, because: 'no-customer' }
  const made = invoiced(job, number, await statusesOf(db, [job.companyId]))
  if (!made.ok) return made
  return { ok: true, ...moved(job, made.job), repeated: false }
}

type NotInvoiced = Extract<ReturnType<typeof invoiced>, { ok: false }>['because'] | 'no-customer'
type Invoiced = Extract<Saved, { ok: true }> | { ok: false; because: NotInvoiced }

/** Why something cannot be done to a job as it stands. */
export type WhyNot = Refusal | NotInvoiced
