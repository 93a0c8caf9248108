import { shortWallTime, wallDay, wallTime, wallWindow } from '#base/time.ts'
import type { Company, EntryKind, Site } from '#directory/directory.ts'
import { isOff, type JobEvent } from '#jobs/job.ts'

/** Everything a message may speak of: one event, the job as it then stood, and the names of what it points at. */
export type Facts = Readonly<{
  company: Pick<Company, 'name' | 'code' | 'locale'>
  site: Pick<Site, 'name' | 'address' | 'timeZone'>
  event: JobEvent
  /** The name of an entry of the company's directory; null when the job has none. */
  nameOf: (kind: EntryKind, id: string | null) => string | null
  /** What only customers are told; left out: nothing of it is known. */
  outward?: Outward
}>

/** Who comes, as a customer sees him, and where the customer may look, choose and say how it was; '' where unknown. */
export type Outward = Readonly<{
  technician: string
  certifications: string
  statusLink: string
  rescheduleLink: string
  reviewLink: string
  /** Where he may ask for service: of the region, else of the company (S3.11). */
  requestPage: string
}>

export const NOTHING_OUTWARD: Outward = {
  technician: '',
  certifications: '',
  statusLink: '',
  rescheduleLink: '',
  reviewLink: '',
  requestPage: '',
}

/** An instant in full on the site's clock, with the zone named: "21 Nov 2026, 02:14 AEDT". */
export const fullTime = ({ site, company }: Facts, instant: Temporal.Instant): string =>
  plainSpaces(wallTime(instant, site.timeZone, company.locale))

/** The same as a text message says it: without the year, unless it is more than half a year from the event. */
export function shortTime(facts: Facts, instant: Temporal.Instant): string {
  const { site, company, event } = facts
  const apart = Math.abs(instant.epochMilliseconds - event.at.epochMilliseconds)
  if (apart > HALF_A_YEAR) return fullTime(facts, instant)
  return plainSpaces(shortWallTime(instant, site.timeZone, company.locale))
}

const HALF_A_YEAR = 182 * 24 * 3_600_000

/** The window in which somebody will come, on the site's clock with the zone named; empty when there is none. */
export function appointmentOf({ site, company, event: { job } }: Facts): string {
  const { appointmentFrom: from, appointmentUntil: until } = job
  return from && until && !isOff(job) ? plainSpaces(wallWindow(from, until, site.timeZone, company.locale)) : ''
}

/** The day on which somebody will come: "Saturday 21 November". */
export const appointmentDayOf = ({ site, company, event: { job } }: Facts): string =>
  job.appointmentFrom ? plainSpaces(wallDay(job.appointmentFrom, site.timeZone, company.locale)) : ''

// Some languages put narrow spaces into dates, and one of them makes a phone company count every sign double.
const plainSpaces = (text: string): string => text.replace(/[\u00a0\u2009\u202f]/g, ' ')
