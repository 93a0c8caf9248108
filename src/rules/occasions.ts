import { isAfter } from '#base/time.ts'
import { UNDONE } from '#jobs/altered.ts'
import { type Altered, type Applied, isOff, type Job, type JobEvent } from '#jobs/job.ts'
import type { Told } from './rule.ts'

/** What a save amounts to, for rules: the fields that made it an update (S1.30), and what else must be named. */
export type Happening = Readonly<{
  occasion: Told
  fields: readonly string[]
  about: readonly string[]
  /** The status that was set; or that was set before and nobody will set any more. */
  applied?: Applied
}>

// S1.26 and S1.27: the fields whose change is an update. The initial request counts only while in progress.
const WHILE_IN_PROGRESS = ['onSiteAt', 'offSiteAt', 'dispatchedAt', 'docketNumber', 'initialRequest', 'outcome']
const AFTERWARDS = WHILE_IN_PROGRESS.filter(field => field !== 'initialRequest')

/**
 * The occasions in one save. Several may hold at once (S1.31, S1.32); whoever is told of more than one hears
 * of them in one message. Which kind of update it was goes by the status after the save. Opening a job is not
 * an update of it, but a job opened with a dispatched time has been dispatched (S1.21).
 */
export function happenings({ changed, job, at }: Pick<JobEvent, 'changed' | 'job' | 'at'>): Happening[] {
  const of = (field: string) => changed.find(altered => altered.field === field)
  const inProgress = job.category === 'in-progress'
  const fields = job.version === 1 || isAsked(job) ? [] : (inProgress ? WHILE_IN_PROGRESS : AFTERWARDS).filter(of)
  const found: Happening[] = []
  const add = (occasion: Told, more: Partial<Happening> = {}) =>
    found.push({ occasion, fields: [], about: [], ...more })
  if (of('timesDispatched')) add('dispatched')
  if (of('category')?.from === 'in-progress') add('completed')
  if (fields.length > 0) add(inProgress ? 'updated-incomplete' : 'updated-complete', { fields })
  // S1.25: a new number is a new invoice; that one was credited is none.
  if (of('invoiceNumber') && job.invoiceNumber) add('invoiced', { about: [job.invoiceNumber] })
  if (job.version > 1 && of('providerId')?.from) add('reassigned')
  return [...found, ...outwardHappenings({ changed, job, at })]
}

// What a customer asked for is no job yet, or never will be one: nothing in it is an update.
const isAsked = ({ category }: Job): boolean => category === 'requested' || category === 'rejected'

/** What customers and recipients of reports may be told of (S3.3 to S3.8, S4.13, S5.4). */
function outwardHappenings({ changed, job, at }: Pick<JobEvent, 'changed' | 'job' | 'at'>): Happening[] {
  const of = (field: string) => changed.find(altered => altered.field === field)
  const from = of('category')?.from
  const isNew = job.version === 1
  // Nobody waits for whoever will not come.
  const callsOff = from && isOff(job) && job.appointmentUntil && isAfter(job.appointmentUntil, at) ? true : undefined
  const applied = job.applied.filter(({ version, over }) => version === job.version || over === job.version)
  const occasions: (Told | false)[] = [
    isNew && job.category === 'requested' && 'request-received',
    from === 'requested' && job.category === 'in-progress' && 'request-accepted',
    from === 'requested' && job.category === 'rejected' && 'request-rejected',
    ((isNew && !isAsked(job)) || (from === 'requested' && job.category === 'in-progress')) && 'created',
    Boolean(of('appointmentFrom') ?? of('appointmentUntil') ?? callsOff) && !isAsked(job) && 'appointment',
    Boolean(of('closedAt')?.to) && 'closed',
    Boolean(of(UNDONE)) && 'corrected',
  ]
  const about = reportedBy(changed)
  return [
    ...occasions.flatMap(occasion => (occasion ? [{ occasion, fields: [], about: [] }] : [])),
    ...applied.map(each => ({ occasion: 'status-set', fields: [], about: [], applied: each }) as const),
    ...(about === null ? [] : [{ occasion: 'job-report', fields: [], about } as const]),
  ]
}

/** The number of the report that goes out; empty for one that waits to be approved; null when there is none. */
function reportedBy(changed: readonly Altered[]): readonly string[] | null {
  const revision = changed.find(({ field }) => field === 'reportRevision')
  if (revision) return [String(revision.to)]
  return changed.some(({ field, to }) => field === 'reportWaits' && to === true) ? [] : null
}

/** Which save had set the status that this one takes back; null when it takes none back (S5.11). */
export const takenBack = ({ changed }: Pick<JobEvent, 'changed'>): number | null =>
  (changed.find(({ field }) => field === UNDONE)?.from as number | undefined) ?? null

/** Whether this save lets a report go out that others may have had before (S4.20). */
export const reportsAgain = ({ changed }: Pick<JobEvent, 'changed'>): boolean =>
  Number(reportedBy(changed)?.[0] ?? 0) > 1

/** Who had the job before this save gave it to another provider or to none; null when it did neither (S1.19). */
export const formerProvider = ({ changed, job }: Pick<JobEvent, 'changed' | 'job'>): string | null =>
  (job.version > 1 && (changed.find(({ field }) => field === 'providerId')?.from as string | null)) || null
