import { isAfter } from '#base/time.ts'
import type { Category } from '#directory/directory.ts'
import { UNDONE } from '#jobs/altered.ts'
import { type Altered, type Applied, isOff, type Job, type JobEvent } from '#jobs/job.ts'
import { type Told, TURNS, type Turn } from './rule.ts'

/** What a save amounts to, for rules: the fields that made it an update (S1.30), and what else must be named. */
export type Happening = Readonly<{
  occasion: Told
  fields: readonly string[]
  about: readonly string[]
  /** The status that was set; or that was set before and nobody will set any more. */
  applied?: Applied
  /** For which turns alone that counts; left out: for all. */
  turns?: readonly Turn[]
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
  // Nobody waits for whoever will not come; and what is taken up again, or accepted, has its appointment.
  const turns = from && (isOff({ category: from as Category }) !== isOff(job) || from === 'requested')
  const isAhead = job.appointmentUntil !== null && isAfter(job.appointmentUntil, at)
  const moves = of('appointmentFrom') ?? of('appointmentUntil')
  const applied = job.applied.filter(({ version, over }) => version === job.version || over === job.version)
  const occasions: (Told | false)[] = [
    isNew && job.category === 'requested' && 'request-received',
    from === 'requested' && job.category === 'in-progress' && 'request-accepted',
    from === 'requested' && job.category === 'rejected' && 'request-rejected',
    ((isNew && !isAsked(job)) || (from === 'requested' && job.category === 'in-progress')) && 'created',
    Boolean(moves || (turns && isAhead)) && !isAsked(job) && 'appointment',
    Boolean(of('closedAt')?.to) && 'closed',
  ]
  const about = reportedBy(changed)
  const undone = of(UNDONE)
  const instead = undone ? settersInstead(undone, job) : []
  return [
    ...occasions.flatMap(occasion => (occasion ? [{ occasion, fields: [], about: [] }] : [])),
    ...(undone
      ? [{ occasion: 'corrected', fields: [], about: [], turns: instead.flatMap(each => each.turns) } as const]
      : []),
    ...applied.map(each => settingOf(each, job)),
    ...instead.flatMap(each => (each.applied ? settingOf(each.applied, job, each.turns) : [])),
    ...(about === null ? [] : [{ occasion: 'job-report', fields: [], about } as const]),
  ]
}

/** A status that was set. `about` names the save by which it stands or falls (S5.11). */
function settingOf(applied: Applied, { version }: Job, turns?: readonly Turn[]): Happening {
  const isOver = applied.over === version
  const about = [String(isOver ? version : applied.version)]
  return { occasion: 'status-set', fields: [], about, applied, turns: turns ?? (isOver ? ['last'] : TURNS) }
}

/** Of a status that was taken back: who else has set it on that visit, if the turn was his who took it back. */
function settersInstead({ from, to, visit }: Altered, { applied, visits }: Job) {
  const others = applied.filter(each => each.visit === visit && each.statusId === to)
  const lead = visits.find(({ number }) => number === visit)?.technicians[0]?.personId
  const isLead = ({ personId }: Applied) => personId === null || personId === lead
  const first = others.every(({ version }) => version > Number(from)) ? others[0] : undefined
  const leading = others.filter(isLead).every(({ version }) => version > Number(from)) ? others.find(isLead) : undefined
  const setters: { applied: Applied | undefined; turns: readonly Turn[] }[] = [
    { applied: first, turns: ['first'] },
    { applied: leading, turns: ['lead'] },
  ]
  return setters.filter(each => each.applied !== undefined)
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
