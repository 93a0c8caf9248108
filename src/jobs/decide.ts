import { isAfter } from '#base/time.ts'
import type { Category, Status } from '#directory/directory.ts'
import { alterations } from './altered.ts'
import { withApplied } from './applied.ts'
import { type Demand, isUntold, missingNumber, OF_PARTY } from './demands.ts'
import type { Altered, Change, Edit, Job, Refusal } from './job.ts'
import { withReport } from './reported.ts'
import { isStill, report, visitOf, withoutReport } from './technicians.ts'

type Instant = Temporal.Instant

export type Decision = { ok: true; job: Job; changed: readonly Altered[] } | { ok: false; because: Refusal }

type Moment = Readonly<{
  statuses: readonly Status[]
  /** Of the parties the job has or is to have; left out: nobody demands anything. */
  demands?: readonly Demand[]
  now: Instant
  today: string
  /** Whether the company looks at reports before they go out. */
  approvesReports?: boolean
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
  const ended = withApplied(job, withClose(job, counted, moment.now), change, moment.statuses)
  const settled = withReport(job, ended, moment)
  return { ok: true, job: settled, changed: alterations(job, settled) }
}

const sentOut = (job: Job): Job => ({ ...job, timesDispatched: job.timesDispatched + 1 })

/** What keeps a job from starting or ending that could otherwise do so. */
function heldUp(job: Job, next: Job, demands: readonly Demand[]): Refusal | undefined {
  if (!job.dispatchedAt && next.dispatchedAt) return missingNumber(next, demands, 'start')
  if (DONE.includes(job.category) || !DONE.includes(next.category)) return undefined
  return missingNumber(next, demands, 'end') ?? (isUntold(next, demands) ? 'party-not-advised' : undefined)
}

const isOpen = ({ category }: Pick<Job, 'category'>) => category === 'in-progress' || category === 'not-advised'

const DONE: readonly Category[] = ['complete', 'approved', 'invoiced']

const withClose = (job: Job, next: Job, now: Instant): Job => ({
  ...next,
  rescheduleAsked: next.category === 'in-progress' ? next.rescheduleAsked : null,
  closedAt: !DONE.includes(next.category) ? null : DONE.includes(job.category) ? job.closedAt : now,
})

// A request may be corrected, and accepted or not: nobody goes anywhere before. One that was rejected stays so.
function mayBeAsked(change: Change): boolean {
  if (change.do === 'accept' || change.do === 'reject') return true
  return change.do === 'change' && !change.set.dispatchedAt && !change.set.onSiteAt && !change.set.offSiteAt
}

function after(job: Job, change: Change, moment: Moment): Job | Refusal {
  const { statuses, now, today } = moment
  if (isAsked(job.category) && !mayBeAsked(change)) return 'not-accepted-yet'
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
      return setStatus(
        job,
        statuses.find(status => status.id === change.statusId),
      )
    case 'undo-status':
      return undoStatus(job, change.personId ?? null, statuses)
    case 'accept':
      return job.category === 'requested' ? inStatus(job, first('in-progress', statuses)) : 'not-a-request'
    case 'reject':
      if (job.category !== 'requested') return 'not-a-request'
      return inStatus({ ...job, outcome: change.because }, first('rejected', statuses))
    case 'ask-reschedule':
      if (job.category !== 'in-progress') return 'not-in-progress'
      if (!job.appointmentFrom) return 'no-appointment'
      return { ...job, rescheduleAsked: { at: now.toString(), words: change.words } }
    case 'approve-report':
      return job.reportWaits
        ? { ...job, reportWaits: false, reportRevision: job.reportRevision + 1 }
        : 'no-report-waits'
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
function edited(job: Job, set: Edit): Job | Refusal {
  const next = { ...job, ...set }
  const because = appointmentFault(next)
  if (because) return because
  const isMoved = 'appointmentFrom' in set || 'appointmentUntil' in set
  return {
    ...next,
    rescheduleAsked: isMoved ? null : job.rescheduleAsked,
    customerAdvisedAt: next.customerId === job.customerId ? job.customerAdvisedAt : null,
    alarmCompanyAdvisedAt: next.alarmCompanyId === job.alarmCompanyId ? job.alarmCompanyAdvisedAt : null,
  }
}

/** What is wrong with an appointment: it has a beginning and an end after it, or neither. */
export function appointmentFault(job: Pick<Job, 'appointmentFrom' | 'appointmentUntil'>): Refusal | undefined {
  const { appointmentFrom: from, appointmentUntil: until } = job
  if (!from && !until) return undefined
  if (!from || !until) return 'appointment-incomplete'
  return isAfter(until, from) ? undefined : 'appointment-out-of-order'
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

/** Takes back what was set last: the status it took the place of, and the times, are as they were. */
function undoStatus(job: Job, personId: string | null, statuses: readonly Status[]): Job | Refusal {
  const last = job.applied.findLast(each => each.personId === personId)
  if (!last || !isStill(job, last)) return 'nothing-to-undo'
  const kept = job.applied.filter(each => each !== last)
  // What was over because of it goes on.
  const without = { ...job, applied: kept.map(each => (each.over === last.version ? { ...each, over: null } : each)) }
  const statusOf = (id: string | null) => statuses.find(status => status.id === id)
  if (personId !== null) return withoutReport(without, last, statusOf(last.statusId))
  // What was accepted is a job: it is called off, and not asked for again. What was reopened is completed again.
  const before = statusOf(last.was.statusId)
  const isAgain = before && (isAsked(before.category) || (job.category === 'in-progress' && !isOpen(before)))
  return isAgain ? 'nothing-to-undo' : inStatus(without, before)
}

/** The company's plain status of a category: the first by code that is no step of a technician. */
export const first = (category: Category, statuses: readonly Status[]) =>
  statuses.find(status => status.category === category && !status.step)

/** What only a request can be comes of accepting or rejecting it. */
const setStatus = (job: Job, status: Status | undefined): Job | Refusal =>
  status && isAsked(status.category) ? 'not-a-request' : inStatus(job, status)

const isAsked = (category: Category) => category === 'requested' || category === 'rejected'

function inStatus(job: Job, status: Status | undefined): Job | Refusal {
  if (!status) return 'no-such-status'
  const next = { ...job, statusId: status.id, category: status.category }
  // What is found when a job is taken up again must be told again.
  const reopened = job.category !== 'in-progress' && next.category === 'in-progress'
  return reopened ? { ...next, customerAdvisedAt: null, alarmCompanyAdvisedAt: null } : next
}
