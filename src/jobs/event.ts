import type { Actor } from '#directory/directory.ts'
import type { Altered, Job, JobEvent, Technician, Visit } from './job.ts'

type Instant = Temporal.Instant

/** A job as JSON keeps it: times are ISO 8601 text. */
export type JobText = Omit<Job, JobTime | 'visits'> & Record<JobTime, string | null> & { visits: readonly VisitText[] }
export type VisitText = Omit<Visit, 'technicians'> & { technicians: readonly TechnicianText[] }
type TechnicianText = Pick<Technician, 'personId' | 'statusId'> & Record<TechnicianTime, string | null>

type JobTime =
  | ('openedAt' | 'dispatchedAt' | 'onSiteAt' | 'offSiteAt' | 'customerAdvisedAt' | 'alarmCompanyAdvisedAt')
  | ('appointmentFrom' | 'appointmentUntil' | 'closedAt')
type TechnicianTime = 'dispatchedAt' | 'travellingAt' | 'onSiteAt' | 'offSiteAt'

/** One row of `job_event` as it comes from the database. */
export type EventRow = { seq: number; by: Actor; at: Instant; changed: Altered[]; job: JobText }

/** Brings a stored event back to life: the times of its job are instants again. */
export const readEvent = ({ seq, by, at, changed, job }: EventRow): JobEvent => ({
  seq,
  by,
  at,
  changed,
  job: reviveJob(job),
})

/** A job out of its JSON. `changed` keeps its values as text, for they are only shown. */
export const reviveJob = (text: JobText): Job => ({
  ...text,
  openedAt: Temporal.Instant.from(text.openedAt!),
  dispatchedAt: instant(text.dispatchedAt),
  onSiteAt: instant(text.onSiteAt),
  offSiteAt: instant(text.offSiteAt),
  // Events recorded before there was such a thing know nothing of it.
  invoiceNumber: text.invoiceNumber ?? null,
  customerAdvisedAt: instant(text.customerAdvisedAt ?? null),
  alarmCompanyAdvisedAt: instant(text.alarmCompanyAdvisedAt ?? null),
  appointmentFrom: instant(text.appointmentFrom ?? null),
  appointmentUntil: instant(text.appointmentUntil ?? null),
  rescheduleAsked: text.rescheduleAsked ?? null,
  requestedBy: text.requestedBy ?? null,
  closedAt: instant(text.closedAt ?? null),
  reportRevision: text.reportRevision ?? 0,
  reportWaits: text.reportWaits ?? false,
  applied: text.applied ?? [],
  visits: text.visits.map(reviveVisit),
})

export const reviveVisit = (visit: VisitText): Visit => ({
  ...visit,
  technicians: visit.technicians.map(technician => ({
    ...technician,
    dispatchedAt: instant(technician.dispatchedAt),
    travellingAt: instant(technician.travellingAt),
    onSiteAt: instant(technician.onSiteAt),
    offSiteAt: instant(technician.offSiteAt),
  })),
})

const instant = (text: string | null): Instant | null => (text === null ? null : Temporal.Instant.from(text))
