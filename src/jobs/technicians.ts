import type { Status, Step } from '#directory/directory.ts'
import type { Applied, Change, Job, Technician, TechnicianTimes, Visit } from './job.ts'

type Instant = Temporal.Instant

/**
 * A technician takes a status. Where the status is a step (dispatched, travelling, on site, off site) it stamps
 * his time, and the job's with it: its dispatched and on-site times are those of the first technician, its
 * off-site time that of the last one still out.
 */
export function report(
  job: Job,
  change: Extract<Change, { do: 'technician' }>,
  statuses: readonly Status[],
  now: Instant,
) {
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

// The times of a job that a technician's step may stamp.
const JOB_TIME_OF = {
  dispatched: 'dispatchedAt',
  travelling: null,
  'on-site': 'onSiteAt',
  'off-site': 'offSiteAt',
} as const satisfies Record<Step, keyof Job | null>

/** What a status that a technician takes takes the place of. */
export function formerReport(
  job: Job,
  { visit, personId }: Pick<Applied, 'visit' | 'personId'>,
  status: Status | undefined,
): Applied['was'] {
  const technician = job.visits
    .find(({ number }) => number === visit)
    ?.technicians.find(each => each.personId === personId)
  const { step } = status ?? {}
  const jobTime = step && JOB_TIME_OF[step]
  return {
    statusId: technician?.statusId ?? null,
    time: (step && technician?.[TIME_OF[step]]?.toString()) ?? null,
    jobTime: (jobTime && job[jobTime]?.toString()) ?? null,
  }
}

/** The job as it was before a technician took this status. What others have reported since stays. */
export function withoutReport(job: Job, { visit, personId, was }: Applied, status: Status | undefined): Job {
  const { step } = status ?? {}
  const time = was.time === null ? null : Temporal.Instant.from(was.time)
  const stamped = step && visitIn(job, visit)?.technicians.find(each => each.personId === personId)?.[TIME_OF[step]]
  const technicians = (visitIn(job, visit)?.technicians ?? []).map(each =>
    each.personId === personId ? { ...each, statusId: was.statusId, ...(step && { [TIME_OF[step]]: time }) } : each,
  )
  const jobTime = step && JOB_TIME_OF[step]
  const isHis = jobTime && stamped && job[jobTime]?.equals(stamped)
  return {
    ...job,
    visits: job.visits.map(each => (each.number === visit ? { ...each, technicians } : each)),
    ...(isHis && {
      [jobTime]: was.jobTime === null ? earliest(step, technicians) : Temporal.Instant.from(was.jobTime),
    }),
  }
}

/** When the first of these reported it; nobody's leaving is everybody's. */
const earliest = (step: Step, technicians: readonly Technician[]): Instant | null =>
  step === 'off-site'
    ? null
    : (technicians.flatMap(each => each[TIME_OF[step]] ?? []).sort(Temporal.Instant.compare)[0] ?? null)

/** Whether a status is what it was set to: an invoice moves a job on, too. */
export const isStill = (job: Job, { visit, personId, statusId }: Applied): boolean =>
  personId === null
    ? job.statusId === statusId
    : visitIn(job, visit)?.technicians.find(each => each.personId === personId)?.statusId === statusId

const visitIn = (job: Job, number: number) => job.visits.find(visit => visit.number === number)

export const visitOf = (number: number, technicianIds: readonly string[], dispatchedAt: Instant | null): Visit => ({
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
