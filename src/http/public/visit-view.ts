import { isAfter } from '#base/time.ts'
import type { Category } from '#directory/directory.ts'
import type { Job, Technician, TechnicianTimes } from '#jobs/job.ts'
import type { StepName } from './words/words.ts'

type Instant = Temporal.Instant

/** How a job stands, as its customer may know it and no more. */
export type VisitView = Readonly<{
  steps: readonly VisitStep[]
  /** Who comes or is there; null as long as nobody was sent, and when it is over. */
  personId: string | null
  /** Why his request was rejected. What is written when a job ends otherwise is for those who work on it. */
  because: string | null
  isOpen: boolean
  mayReschedule: boolean
}>

/** `at`: when it happened, as far as that is kept. */
export type VisitStep = Readonly<{ name: StepName; is: 'past' | 'now' | 'ahead'; at: Instant | null }>

export const OVER: readonly Category[] = ['complete', 'approved', 'invoiced', 'cancelled', 'abandoned', 'rejected']

export function visitView(job: Job): VisitView {
  const steps = happened(job)
  const isOpen = !OVER.includes(job.category)
  const last = steps.length - 1
  const told = steps.map(({ name, at }, i) => ({ name, at, is: i === last ? ('now' as const) : ('past' as const) }))
  const ahead = isOpen ? toCome(steps.at(-1)!.name) : []
  return {
    steps: [...told, ...ahead.map(name => ({ name, at: null, is: 'ahead' as const }))],
    personId: isOpen ? whoComes(job) : null,
    because: job.category === 'rejected' ? job.outcome : null,
    isOpen,
    mayReschedule: job.category === 'in-progress' && job.appointmentFrom !== null && timesOf(job).onSiteAt === null,
  }
}

type Happened = Readonly<{ name: StepName; at: Instant | null }>

function happened(job: Job): Happened[] {
  const { requestedBy, openedAt, category, closedAt, appointmentFrom } = job
  const { travellingAt, onSiteAt, offSiteAt } = timesOf(job)
  const steps: (Happened | false | null)[] = [
    { name: requestedBy ? 'requested' : 'opened', at: openedAt },
    requestedBy && category !== 'requested' && category !== 'rejected' && { name: 'accepted', at: null },
    // Its window is told beside it.
    appointmentFrom && !CALLED_OFF[category] && { name: 'appointment', at: null },
    travellingAt && { name: 'travelling', at: travellingAt },
    onSiteAt && { name: 'on-site', at: onSiteAt },
    offSiteAt && !OVER.includes(category) && { name: 'off-site', at: offSiteAt },
    OVER.includes(category) && { name: CALLED_OFF[category] ?? 'done', at: closedAt },
  ]
  return steps.filter(step => step !== null && step !== false)
}

const CALLED_OFF: Readonly<Partial<Record<Category, StepName>>> = {
  cancelled: 'cancelled',
  abandoned: 'cancelled',
  rejected: 'rejected',
}

/** What is still to come after this; one that was left out on the way has not been. */
function toCome(now: StepName): readonly StepName[] {
  if (now === 'requested') return ['accepted', 'travelling', 'on-site', 'done']
  if (now === 'off-site') return ['done']
  const way: readonly StepName[] = ['travelling', 'on-site', 'done']
  return way.slice(way.indexOf(now) + 1)
}

/** The times of the last going-out: a return on another day is another one. */
function timesOf({ visits, onSiteAt, offSiteAt }: Job) {
  const technicians = visits.at(-1)?.technicians ?? []
  const earliest = (time: keyof TechnicianTimes) => min(technicians.flatMap(each => each[time] ?? []))
  const arrived = technicians.filter(each => each.onSiteAt !== null)
  const left = arrived.length > 0 && arrived.every(each => each.offSiteAt !== null)
  // On the first, or without technicians, the office may have said so for everybody.
  const ofJob = visits.length < 2 ? { onSiteAt, offSiteAt } : { onSiteAt: null, offSiteAt: null }
  return {
    travellingAt: earliest('travellingAt'),
    onSiteAt: earliest('onSiteAt') ?? ofJob.onSiteAt,
    offSiteAt: left ? latest(arrived.map(each => each.offSiteAt!)) : arrived.length === 0 ? ofJob.offSiteAt : null,
  }
}

const min = (times: readonly Instant[]): Instant | null =>
  times.reduce<Instant | null>((least, time) => (least && !isAfter(least, time) ? least : time), null)

const latest = (times: readonly Instant[]): Instant => times.reduce((last, time) => (isAfter(time, last) ? time : last))

/** Who was first to report on the last going-out, for he was announced; else who leads it, once somebody was sent. */
function whoComes({ visits, applied }: Job): string | null {
  const visit = visits.at(-1)
  const [lead] = visit?.technicians ?? []
  if (!visit || !lead || !visit.technicians.some(isSent)) return null
  const taken = applied.find(each => each.visit === visit.number && each.personId !== null && each.step !== null)
  return taken?.personId ?? lead.personId
}

const isSent = ({ dispatchedAt, travellingAt, onSiteAt }: Technician) => !!(dispatchedAt ?? travellingAt ?? onSiteAt)

const LASTS_DAYS = 30

/** Whether the page of a job that has been over since then is closed. */
export const isClosed = (overSince: Instant | null, now: Instant): boolean =>
  overSince !== null && isAfter(now, overSince.add({ hours: 24 * LASTS_DAYS }))
