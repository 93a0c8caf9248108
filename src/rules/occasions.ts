import type { JobEvent } from '#jobs/job.ts'
import type { Told } from './rule.ts'

/** What a save amounts to, for rules: the fields that made it an update (S1.30), and what else must be named. */
export type Happening = Readonly<{ occasion: Told; fields: readonly string[]; about: readonly string[] }>

// S1.26 and S1.27: the fields whose change is an update. The initial request counts only while in progress.
const WHILE_IN_PROGRESS = ['onSiteAt', 'offSiteAt', 'dispatchedAt', 'docketNumber', 'initialRequest', 'outcome']
const AFTERWARDS = WHILE_IN_PROGRESS.filter(field => field !== 'initialRequest')

/**
 * The occasions in one save. Several may hold at once (S1.31, S1.32); whoever is told of more than one hears
 * of them in one message. Which kind of update it was goes by the status after the save. Opening a job is not
 * an update of it, but a job opened with a dispatched time has been dispatched (S1.21).
 */
export function happenings({ changed, job }: Pick<JobEvent, 'changed' | 'job'>): Happening[] {
  const of = (field: string) => changed.find(altered => altered.field === field)
  const inProgress = job.category === 'in-progress'
  const fields = job.version === 1 ? [] : (inProgress ? WHILE_IN_PROGRESS : AFTERWARDS).filter(of)
  const found: Happening[] = []
  const add = (occasion: Told, more: Partial<Happening> = {}) =>
    found.push({ occasion, fields: [], about: [], ...more })
  if (of('timesDispatched')) add('dispatched')
  if (of('category')?.from === 'in-progress') add('completed')
  if (fields.length > 0) add(inProgress ? 'updated-incomplete' : 'updated-complete', { fields })
  // S1.25: a new number is a new invoice; that one was credited is none.
  if (of('invoiceNumber') && job.invoiceNumber) add('invoiced', { about: [job.invoiceNumber] })
  if (job.version > 1 && of('providerId')?.from) add('reassigned')
  return found
}

/** Who had the job before this save gave it to another provider or to none; null when it did neither (S1.19). */
export const formerProvider = ({ changed, job }: Pick<JobEvent, 'changed' | 'job'>): string | null =>
  (job.version > 1 && (changed.find(({ field }) => field === 'providerId')?.from as string | null)) || null
