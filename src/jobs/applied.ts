import type { Status } from '#directory/directory.ts'
import type { Applied, Change, Job, Visit } from './job.ts'
import { formerReport } from './technicians.ts'

/**
 * The job with the status that this save has set, if it has set one: by whom, on which visit, and whether everybody who
 * works on the visit has it now. `next` is the job without it.
 */
export function withApplied(job: Job, next: Job, change: Change, statuses: readonly Status[]): Job {
  const set = withSet(job, next, change, statuses)
  return next.closedAt && !job.closedAt ? { ...set, applied: endedBy(set, job.version + 1) } : set
}

/**
 * Whoever forgot to say that he is done does not keep the customer from being thanked: what some technicians of the last
 * visit have set is over when the job is closed. That somebody is on his way nobody says then.
 */
function endedBy({ applied, visits }: Job, version: number): readonly Applied[] {
  const ofVisit = applied.filter(({ visit, step }) => visit === visits.length && (step === null || step === 'off-site'))
  const unfinished = [...Map.groupBy(ofVisit, ({ statusId }) => statusId).values()]
    .filter(sets => !sets.some(({ isLast, over }) => isLast || over !== null))
    .map(sets => sets.at(-1))
  return applied.map(each => (unfinished.includes(each) ? { ...each, over: version } : each))
}

function withSet(job: Job, next: Job, change: Change, statuses: readonly Status[]): Job {
  const set = statusSet(job, next, change)
  if (!set) return next
  const status = statuses.find(({ id }) => id === set.statusId)
  const was =
    set.personId === null ? { statusId: job.statusId, time: null, jobTime: null } : formerReport(job, set, status)
  const applied = { ...set, step: status?.step ?? null, version: job.version + 1, was }
  return { ...next, applied: [...next.applied, { ...applied, isLast: isLast(next, set), over: null }] }
}

type Setting = Pick<Applied, 'visit' | 'personId' | 'statusId'>

function statusSet(job: Job, next: Job, change: Change): Setting | undefined {
  if (change.do === 'undo-status') return undefined
  if (change.do === 'technician') {
    const { personId, statusId, visit = job.visits.length } = change
    const was = visitOf(job, visit)?.technicians.find(each => each.personId === personId)
    return was?.statusId === statusId ? undefined : { visit, personId, statusId }
  }
  return next.statusId === job.statusId
    ? undefined
    : { visit: next.visits.length, personId: null, statusId: next.statusId }
}

const visitOf = (job: Job, number: number): Visit | undefined => job.visits.find(visit => visit.number === number)

/** Whether with this everybody who works on the visit has set the status. The office speaks for all of them. */
function isLast(next: Job, { visit, personId, statusId }: Setting): boolean {
  if (personId === null) return true
  const theirs = next.applied.filter(each => each.visit === visit)
  const done = new Set([...theirs.filter(each => each.statusId === statusId).map(each => each.personId), personId])
  const working = (visitOf(next, visit)?.technicians ?? []).filter(
    ({ personId: id, dispatchedAt }) => dispatchedAt !== null || theirs.some(each => each.personId === id),
  )
  return working.every(({ personId: id }) => done.has(id))
}
