import type { Targets } from '#directory/directory.ts'
import { dueOf, isLate, nextDeed } from './due.ts'
import { gistOf } from './gist.ts'
import type { Altered, Job } from './job.ts'

export const VIEWS = [
  ...(['open', 'not-dispatched', 'in-progress', 'late', 'not-advised', 'deferred-today', 'complete'] as const),
] as const
/** Which jobs a board shows. */
export type View = (typeof VIEWS)[number]

/** A job with the names around it, as the database has them. */
export type BoardRow = Targets &
  Pick<
    Job,
    | ('id' | 'number' | 'version' | 'priority' | 'openedAt' | 'dispatchedAt' | 'onSiteAt' | 'offSiteAt' | 'closedAt')
    | ('deferredUntil' | 'reportWaits' | 'category' | 'siteId' | 'serviceTypeId' | 'statusId' | 'providerId')
  > &
  Readonly<{
    timeZone: string
    site: string
    address: string
    customer: string | null
    alarmCompany: string | null
    serviceType: string
    status: string
    provider: string | null
    /** Of the latest visit; the first leads. */
    technicians: readonly Readonly<{ personId: string; name: string; status: string | null }>[]
    /** The last save: when, by whom, and what it altered. */
    lastAt: Temporal.Instant
    lastBy: string
    changed: readonly Altered[]
  }>

/** What a dispatcher wants to know of a job at a glance, as of now. */
export function glance(row: BoardRow, now: Temporal.Instant) {
  const due = dueOf(row)
  const { lastAt: at, lastBy: by, changed } = row
  return { last: { at, by, what: gistOf(changed, row) }, due, late: isLate(due, now), next: nextDeed(row, now) }
}
