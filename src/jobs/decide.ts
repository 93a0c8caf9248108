import type { Category, Status, Step } from '#directory/directory.ts'
import { alterations } from './altered.ts'
import { type Demand, isUntold, missingNumber, OF_PARTY } from './demands.ts'
import type { Altered, Change, Edit, Job, Refusal, Technician, TechnicianTimes, Visit } from './job.ts'

type Instant = Temporal.Instant

export type Decision = { ok: true; job: Job; changed: readonly Altered[] } | { ok: false; because: Refusal }

type Moment = Readonly<{
  statuses: readonly Status[]
  /** Of the parties the job has or is to have; left out: nobody demands anything. */
  demands?: readonly Demand[]
  now: Instant
  today: string
}>

/**
 * May this job change so, and what is it then? A save that changes nothing says so by an empty list (S1.29).
 * Times may be entered late and out of order: radios fail, and what really happened is kept as it was told.
 */
export function decide(job: Job, change: Change, moment: Moment): Decision {
  const next = after(job, change, moment)
  if (typeof next === 'string') return { ok: false, because: next }
  const because = heldUp(job, next, moment.demands ?? [])
  if (because) return { ok: false, because }
  const counted = job.dispatchedAt || !next.dispatchedAt ? next : sentOut(next)
  return { ok: true, job: counted, changed: alterations(job, counted) }
}

const sentOut = (job: Job): Job => ({ ...job, timesDispatched: job.timesDispatched + 1 })

/** What keeps a job from starting or ending that could otherwise do so. */
function heldUp(job: Job, next: Job, demands: readonly Demand[]): Refusal | undefined {
  if (!job.dispatchedAt && next.dispatchedAt) return missingNumber(next, demands, 'start')
  if (DONE.includes(job.category) || !DONE.includes(next.category)) return undefined
  return missingNumber(next, demands, 'end') ?? (isUntold(next, demands) ? 'party-not-advised' : undefined)
}

const isOpen = ({ category }: Job) => category === 'in-progress' || category === 'not-advised'

const DONE: readonly Category[] = ['complete', 'approved', 'invoiced']

function after(job: Job, change: Change, moment: Moment): Job | Refusal {
  const { statuses, now, today } = moment
  switch (change.do) {
    case 'change':
      return edited(job, change.set)
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
      return complete({ ...job, ...written(change) }, moment)
    case 'advise':
      return advise(job, change, moment)
    case 'cancel':
      return isOpen(job) ? inStatus({ ...job, ...written(change) }, first('cancelled', statuses)) : 'not-in-progress'
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

// Who takes the place of a party that was told has not been told.
function edited(job: Job, set: Edit): Job {
  const next = { ...job, ...set }
  return {
    ...next,
    customerAdvisedAt: next.customerId === job.customerId ? job.customerAdvisedAt : null,
    alarmCompanyAdvisedAt: next.alarmCompanyId === job.alarmCompanyId ? job.alarmCompanyAdvisedAt : null,
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
    ...written(change),
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

type Written = { outcome?: string; orderNumber?: string; docketNumber?: string }

const written = ({ outcome, orderNumber, docketNumber }: Written) => ({
  ...(outcome !== undefined && { outcome }),
  ...(orderNumber !== undefined && { orderNumber }),
  ...(docketNumber !== undefined && { docketNumber }),
})

/** Completes a job, or says that somebody must still be told of what was found: then it is "not advised". */
function complete(job: Job, { statuses, demands = [] }: Moment): Job | Refusal {
  if (!isOpen(job)) return 'not-in-progress'
  const missing = missingNumber(job, demands, 'end')
  if (missing) return missing
  if (!isUntold(job, demands)) return inStatus(job, first('complete', statuses))
  const notAdvised = first('not-advised', statuses)
  return job.category === 'in-progress' && notAdvised ? inStatus(job, notAdvised) : 'party-not-advised'
}

/**
 * The party was told in person. When it was the last one a job was waiting for, the job is complete; where a number
 * is still missing it goes on waiting, for that somebody was told is true all the same.
 */
function advise(job: Job, { party, at }: Extract<Change, { do: 'advise' }>, moment: Moment): Job | Refusal {
  const { statuses, demands = [], now } = moment
  const { id, advisedAt } = OF_PARTY[party]
  if (!job[id]) return 'no-such-party'
  if (job[advisedAt]) return 'already-advised'
  const told = { ...job, [advisedAt]: at ?? now }
  const waits = job.category !== 'not-advised' || isUntold(told, demands) || missingNumber(told, demands, 'end')
  return waits ? told : inStatus(told, first('complete', statuses))
}

/** The company's plain status of a category: the first by code that is no step of a technician. */
export const first = (category: Category, statuses: readonly Status[]) =>
  statuses.find(status => status.category === category && !status.step)

function inStatus(job: Job, status: Status | undefined): Job | Refusal {
  if (!status) return 'no-such-status'
  const next = { ...job, statusId: status.id, category: status.category }
  // What is found when a job is taken up again must be told again.
  const reopened = job.category !== 'in-progress' && next.category === 'in-progress'
  return reopened ? { ...next, customerAdvisedAt: null, alarmCompanyAdvisedAt: null } : next
}

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
