import type { Actor, Category, Status, Step } from '#directory/directory.ts'

type Instant = Temporal.Instant

/** A job as it stands: what is wanted where, what has happened, and who went. Times are instants (UTC). */
export type Job = Readonly<{
  companyId: string
  id: string
  /** Counted within the company; people read it as `ABC-1234`. */
  number: number
  /** Grows by one with every save; a save made from an older version is refused as stale. */
  version: number
  siteId: string
  customerId: string | null
  alarmCompanyId: string | null
  providerId: string | null
  serviceTypeId: string
  statusId: string
  category: Category
  /** 1 is the most urgent, 9 the least. */
  priority: number
  initialRequest: string
  outcome: string | null
  orderNumber: string | null
  docketNumber: string | null
  notes: string | null
  openedAt: Instant
  dispatchedAt: Instant | null
  onSiteAt: Instant | null
  offSiteAt: Instant | null
  /** How often it has been sent out: more than once means dispatched again (S1.21). */
  timesDispatched: number
  incidentRaised: boolean
  /** Why the work was put off, and the day on which it must be looked at again; both or neither. */
  deferredBecause: string | null
  deferredUntil: string | null
  visits: readonly Visit[]
}>

/** One going-out to the site. A return on another day is another visit. */
export type Visit = Readonly<{ number: number; technicians: readonly Technician[] }>

/** One person on a visit. The first in the list leads. */
export type Technician = Readonly<{ personId: string; statusId: string | null } & TechnicianTimes>
export type TechnicianTimes = {
  dispatchedAt: Instant | null
  travellingAt: Instant | null
  onSiteAt: Instant | null
  offSiteAt: Instant | null
}

/** What people may write into directly; the rest moves by being dispatched, completed and so on. */
export const EDITABLE = [
  'siteId',
  'customerId',
  'alarmCompanyId',
  'providerId',
  'serviceTypeId',
  'priority',
  'initialRequest',
  'outcome',
  'orderNumber',
  'docketNumber',
  'notes',
  'dispatchedAt',
  'onSiteAt',
  'offSiteAt',
  'incidentRaised',
] as const satisfies readonly (keyof Job)[]
export type Edit = Partial<Pick<Job, (typeof EDITABLE)[number]>>

/** What a door may ask of a job. `at` is when it happened, if that was not just now. */
export type Change =
  | { do: 'change'; set: Edit }
  | { do: 'dispatch'; at?: Instant; providerId?: string | null; technicianIds?: readonly string[] }
  | { do: 'on-site'; at?: Instant }
  | { do: 'off-site'; at?: Instant; outcome?: string; docketNumber?: string }
  | { do: 'set-status'; statusId: string }
  | { do: 'complete'; outcome?: string; docketNumber?: string }
  | { do: 'cancel'; outcome?: string }
  | { do: 'reopen' }
  | { do: 'defer'; because: string; until: string }
  | { do: 'resume' }
  | { do: 'add-visit'; technicianIds: readonly string[] }
  | { do: 'technician'; personId: string; statusId: string; at?: Instant; visit?: number }

export type Save = Readonly<{
  companyId: string
  jobId: string
  change: Change
  by: Actor
  /** The version the person was looking at. Left out: whatever the job has become. */
  version?: number
  /** A key under which the same request may be repeated without doing it twice. */
  request?: { key: string; hash: string }
}>

/** One thing a save altered. `visit` and `personId` say whose, for what belongs to a technician. */
export type Altered = Readonly<{ field: string; from: unknown; to: unknown; visit?: number; personId?: string }>

/** One save of one job: what changed, by whom, when, and the job as it stood afterwards. */
export type JobEvent = Readonly<{
  seq: number
  by: Actor
  at: Instant
  changed: readonly Altered[]
  job: Job
}>

export type Refusal =
  | 'no-such-job'
  | 'stale'
  | 'no-such-status'
  | 'no-such-technician'
  | 'no-such-entry'
  | 'not-in-progress'
  | 'already-in-progress'
  | 'already-dispatched'
  | 'already-deferred'
  | 'not-deferred'
  | 'review-date-is-past'
  | 'no-visit'
  | 'key-used-for-another-request'

export type Decision = { ok: true; job: Job; changed: readonly Altered[] } | { ok: false; because: Refusal }

/** Job numbers as people say them. */
export const jobNumber = (code: string, number: number): string => `${code}-${number}`

type Moment = Readonly<{ statuses: readonly Status[]; now: Instant; today: string }>

/**
 * May this job change so, and what is it then? A save that changes nothing says so by an empty list (S1.29).
 * Times may be entered late and out of order: radios fail, and what really happened is kept as it was told.
 */
export function decide(job: Job, change: Change, moment: Moment): Decision {
  const next = after(job, change, moment)
  if (typeof next === 'string') return { ok: false, because: next }
  const counted = job.dispatchedAt || !next.dispatchedAt ? next : sentOut(next)
  return { ok: true, job: counted, changed: alterations(job, counted) }
}

const sentOut = (job: Job): Job => ({ ...job, timesDispatched: job.timesDispatched + 1 })

function after(job: Job, change: Change, { statuses, now, today }: Moment): Job | Refusal {
  switch (change.do) {
    case 'change':
      return { ...job, ...change.set }
    case 'dispatch':
      return dispatch(job, change, now)
    case 'on-site':
      return { ...job, onSiteAt: change.at ?? now }
    case 'off-site':
      return { ...job, ...written(change), offSiteAt: change.at ?? now }
    case 'set-status':
      return inStatus(
        job,
        statuses.find(status => status.id === change.statusId),
      )
    case 'complete':
      return close({ ...job, ...written(change) }, 'complete', statuses)
    case 'cancel':
      return close({ ...job, ...written(change) }, 'cancelled', statuses)
    case 'reopen':
      return job.category === 'in-progress' ? 'already-in-progress' : inStatus(job, first('in-progress', statuses))
    case 'defer':
      if (job.deferredBecause) return 'already-deferred'
      if (change.until < today) return 'review-date-is-past'
      return { ...job, deferredBecause: change.because, deferredUntil: change.until }
    case 'resume':
      return job.deferredBecause ? { ...job, deferredBecause: null, deferredUntil: null } : 'not-deferred'
    case 'add-visit':
      return { ...job, visits: [...job.visits, visitOf(job.visits.length + 1, change.technicianIds, null)] }
    case 'technician':
      return report(job, change, statuses, now)
  }
}

// Sending a job to another provider sends it out again; a wrong time is corrected by changing the time.
function dispatch(job: Job, change: Extract<Change, { do: 'dispatch' }>, now: Instant): Job | Refusal {
  if (job.category !== 'in-progress') return 'not-in-progress'
  const { providerId = job.providerId, technicianIds = [] } = change
  if (job.dispatchedAt && providerId === job.providerId) return 'already-dispatched'
  const dispatchedAt = change.at ?? now
  const visit = visitOf(job.visits.length + 1, technicianIds, dispatchedAt)
  const next = { ...job, providerId, dispatchedAt, visits: technicianIds.length > 0 ? [...job.visits, visit] : job.visits }
  return job.dispatchedAt ? sentOut(next) : next
}

const visitOf = (number: number, technicianIds: readonly string[], dispatchedAt: Instant | null): Visit => ({
  number,
  technicians: [...new Set(technicianIds)].map(personId => ({
    personId,
    statusId: null,
    dispatchedAt,
    travellingAt: null,
    onSiteAt: null,
    offSiteAt: null,
  })),
})

const written = ({ outcome, docketNumber }: { outcome?: string; docketNumber?: string }) => ({
  ...(outcome !== undefined && { outcome }),
  ...(docketNumber !== undefined && { docketNumber }),
})

function close(job: Job, category: 'complete' | 'cancelled', statuses: readonly Status[]): Job | Refusal {
  return job.category === 'in-progress' || job.category === 'not-advised'
    ? inStatus(job, first(category, statuses))
    : 'not-in-progress'
}

/** The company's plain status of a category: the first by code that is no step of a technician. */
export const first = (category: Category, statuses: readonly Status[]) =>
  statuses.find(status => status.category === category && !status.step)

const inStatus = (job: Job, status: Status | undefined): Job | Refusal =>
  status ? { ...job, statusId: status.id, category: status.category } : 'no-such-status'

/**
 * A technician takes a status. Where the status is a step (dispatched, travelling, on site, off site) it stamps
 * his time, and the job's with it: its dispatched and on-site times are those of the first technician, its
 * off-site time that of the last one still out.
 */
function report(job: Job, change: Extract<Change, { do: 'technician' }>, statuses: readonly Status[], now: Instant) {
  const status = statuses.find(({ id }) => id === change.statusId)
  if (!status) return 'no-such-status'
  const visit = job.visits.find(({ number }) => number === (change.visit ?? job.visits.length))
  if (!visit) return 'no-visit'

  const before = visit.technicians.find(({ personId }) => personId === change.personId) ?? newcomer(change.personId)
  const at = change.at ?? now
  const technician = { ...before, statusId: status.id, ...(status.step && { [TIME_OF[status.step]]: at }) }
  const technicians = visit.technicians.includes(before)
    ? visit.technicians.map(other => (other === before ? technician : other))
    : [...visit.technicians, technician]
  const visits = job.visits.map(other => (other === visit ? { ...visit, technicians } : other))
  return { ...job, visits, ...(status.step && jobTimes(job, status.step, technicians, at)) }
}

const newcomer = (personId: string): Technician => visitOf(0, [personId], null).technicians[0]!

const TIME_OF = {
  dispatched: 'dispatchedAt',
  travelling: 'travellingAt',
  'on-site': 'onSiteAt',
  'off-site': 'offSiteAt',
} as const satisfies Record<Step, keyof TechnicianTimes>

function jobTimes(job: Job, step: Step, technicians: readonly Technician[], at: Instant): Partial<Job> {
  if (step === 'dispatched' && !job.dispatchedAt) return { dispatchedAt: at }
  if (step === 'on-site' && !job.onSiteAt) return { onSiteAt: at }
  if (step === 'off-site' && technicians.every(({ offSiteAt }) => offSiteAt)) return { offSiteAt: at }
  return {}
}

const PLAIN = [...EDITABLE, 'timesDispatched', 'statusId', 'category', 'deferredBecause', 'deferredUntil'] as const
const OF_TECHNICIAN = ['statusId', 'dispatchedAt', 'travellingAt', 'onSiteAt', 'offSiteAt'] as const

/** What opening a job sets, as its first event tells it. */
export const opens = (job: Job): Altered[] =>
  [...PLAIN, 'openedAt' as const]
    .filter(field => job[field] !== null && job[field] !== 0 && job[field] !== false)
    .map(field => ({ field, from: null, to: job[field] }))

function alterations(before: Job, next: Job): Altered[] {
  const plain = PLAIN.filter(field => !same(before[field], next[field]))
  return [
    ...plain.map(field => ({ field, from: before[field], to: next[field] })),
    ...next.visits.flatMap((visit, i) => (before.visits[i] === visit ? [] : visitAlterations(before.visits[i], visit))),
  ]
}

function visitAlterations(before: Visit | undefined, { number, technicians }: Visit): Altered[] {
  const added: Altered[] = before ? [] : [{ field: 'visit', from: null, to: number, visit: number }]
  const changes = technicians.flatMap(technician => {
    const { personId } = technician
    const was = before?.technicians.find(other => other.personId === personId)
    const joined: Altered[] = was ? [] : [{ field: 'technician', from: null, to: personId, visit: number, personId }]
    const fields = OF_TECHNICIAN.filter(field => !same(was?.[field] ?? null, technician[field]))
    return [
      ...joined,
      ...fields.map(field => ({
        field: `technician.${field}`,
        from: was?.[field] ?? null,
        to: technician[field],
        visit: number,
        personId,
      })),
    ]
  })
  return [...added, ...changes]
}

const same = (a: unknown, b: unknown): boolean =>
  a instanceof Temporal.Instant && b instanceof Temporal.Instant ? a.equals(b) : a === b
