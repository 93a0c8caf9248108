import type { Category, Status, Step } from '#directory/directory.ts'
import { alterations } from './altered.ts'
import type { Altered, Change, Job, Refusal, Technician, TechnicianTimes, Visit } from './job.ts'

type Instant = Temporal.Instant

export type Decision = { ok: true; job: Job; changed: readonly Altered[] } | { ok: false; because: Refusal }

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
  const next = {
    ...job,
    providerId,
    dispatchedAt,
    visits: technicianIds.length > 0 ? [...job.visits, visit] : job.visits,
  }
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
