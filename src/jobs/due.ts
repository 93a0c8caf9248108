import { isAfter, later } from '#base/time.ts'
import type { Category, Targets } from '#directory/directory.ts'
import type { Job } from './job.ts'

/** Categories of jobs that somebody has yet to see to: what a board shows unless it is asked for something else. */
export const OPEN: readonly Category[] = ['requested', 'in-progress', 'not-advised']

/** What is known of a job that tells what must be done next. */
export type Standing = Targets &
  Pick<Job, 'category' | 'openedAt' | 'dispatchedAt' | 'onSiteAt' | 'offSiteAt' | 'deferredUntil' | 'reportWaits'> &
  Readonly<{ timeZone: string }>

/** What must be done by when, for the targets of the service type to be met. */
export type Due = Readonly<{ step: 'dispatch' | 'on-site'; by: Temporal.Instant }>

export const DEEDS = [
  ...(['accept', 'dispatch', 'chase', 'on-site', 'off-site'] as const),
  ...(['complete', 'advise', 'review', 'approve-report', 'none'] as const),
] as const
/** What a dispatcher would do next: `chase` those who were sent and are late, `review` what was put off to this day. */
export type Deed = (typeof DEEDS)[number]

/** What is due next; null when nothing is: it is done, deferred, nobody has accepted it, or there is no target. */
export function dueOf(job: Standing): Due | null {
  const { category, openedAt, dispatchedAt, dispatchWithin, onSiteWithin } = job
  if (category !== 'in-progress' || job.deferredUntil || job.onSiteAt || job.offSiteAt) return null
  if (dispatchedAt) return onSiteWithin === null ? null : { step: 'on-site', by: after(dispatchedAt, onSiteWithin) }
  return dispatchWithin === null ? null : { step: 'dispatch', by: after(openedAt, dispatchWithin) }
}

const after = (instant: Temporal.Instant, minutes: number) => later(instant, minutes * 60)

/** Whether what is due should have been done. */
export const isLate = (due: Due | null, now: Temporal.Instant): boolean => due !== null && isAfter(now, due.by)

/** The next deed. The furthest that has happened counts: radios fail, and who is off site was sent by somebody. */
export function nextDeed(job: Standing, now: Temporal.Instant): Deed {
  switch (job.category) {
    case 'requested':
      return 'accept'
    case 'not-advised':
      return 'advise'
    case 'in-progress':
      return job.deferredUntil ? deferredDeed(job.deferredUntil, job.timeZone, now) : deedUnderWay(job, now)
    default:
      return job.reportWaits ? 'approve-report' : 'none'
  }
}

// The day begins on the site's own calendar (S1.41).
const deferredDeed = (until: string, timeZone: string, now: Temporal.Instant): Deed =>
  until <= now.toZonedDateTimeISO(timeZone).toPlainDate().toString() ? 'review' : 'none'

function deedUnderWay(job: Standing, now: Temporal.Instant): Deed {
  if (job.offSiteAt) return 'complete'
  if (job.onSiteAt) return 'off-site'
  if (!job.dispatchedAt) return 'dispatch'
  return isLate(dueOf(job), now) ? 'chase' : 'on-site'
}
