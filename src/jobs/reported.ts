import type { Category } from '#directory/directory.ts'
import { isOff, type Job } from './job.ts'

const OVER: readonly Category[] = ['complete', 'approved', 'invoiced', 'cancelled', 'abandoned']

// What stands in a job report: correcting it makes the report that went out wrong (S4.20).
const REPORTED = [
  ...(['siteId', 'customerId', 'providerId', 'serviceTypeId', 'initialRequest', 'outcome', 'docketNumber'] as const),
  ...(['orderNumber', 'incidentRaised', 'dispatchedAt', 'onSiteAt', 'offSiteAt'] as const),
] satisfies readonly (keyof Job)[]

/**
 * The job with the report that this save makes due: one when it ends, and another when it is corrected afterwards (S4.13,
 * S4.20). Where the company looks at reports first it waits for that. `next` is the job without it.
 */
export function withReport(job: Job, next: Job, { approvesReports }: { approvesReports?: boolean }): Job {
  if (!OVER.includes(next.category)) return { ...next, reportWaits: false }
  // Whether it was done or called off is the first thing a report says.
  const ends = !OVER.includes(job.category) || isOff(job) !== isOff(next)
  const hasOne = job.reportRevision > 0 || job.reportWaits
  const isCorrected = hasOne && REPORTED.some(field => String(job[field]) !== String(next[field]))
  if (!ends && !isCorrected) return next
  return approvesReports
    ? { ...next, reportWaits: true }
    : { ...next, reportRevision: next.reportRevision + 1, reportWaits: false }
}
