import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { idFrom } from '#base/id.ts'
import { isOff, jobNumber } from '#jobs/job.ts'
import type { Told } from '#rules/rule.ts'
import type { Facts } from './facts.ts'
import { fieldValue, type Layout } from './fields.ts'
import { line } from './plain.ts'

/** What goes with one customer's e-mail, and what his calendar has from us before it. */
export type Asked = Readonly<{
  occasions: readonly Told[]
  /** Who invites, and who is invited. */
  organizer: string
  attendee: string
  /** The words of the e-mail. */
  body: string
  /** The last that was sent to him about the appointments of this job; null: nothing. */
  former: string | null
  now: Temporal.Instant
}>

/**
 * The appointment for the customer's calendar (RFC 5545): an invitation that makes or moves it, or a cancellation of the
 * one that stands there. It has one name as long as the job lives. Null: his calendar needs nothing.
 */
export function calendarOf(facts: Facts, layout: Layout, asked: Asked): string | null {
  const { companyId, id, version, number } = facts.event.job
  const { organizer, attendee, body, now } = asked
  const due = dueFor(facts, asked)
  if (!due) return null
  const company = line(facts.company.name)
  const calendar = ical({ prodId: '//Callout//Callout//EN', method: due.method })
  const entry = calendar.createEvent({
    id: idFrom('appointment', companyId, id),
    // Every change of an appointment is a save, so that the version of the job rises with each.
    sequence: version,
    stamp: dateOf(now),
    start: dateOf(due.from),
    end: dateOf(due.until),
    summary: `${company}: ${jobNumber(facts.company.code, number)}`,
    location: placeOf(facts, layout),
    description: body,
    status: due.method === ICalCalendarMethod.CANCEL ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: company, email: organizer },
  })
  entry.createAttendee({ email: attendee, rsvp: due.method === ICalCalendarMethod.REQUEST })
  return `${calendar.toString()}\r\n`
}

type Due = Readonly<{ method: ICalCalendarMethod; from: Temporal.Instant; until: Temporal.Instant }>

function dueFor({ event: { job } }: Facts, { occasions, former }: Asked): Due | null {
  const { appointmentFrom: from, appointmentUntil: until } = job
  if (from && until && !isOff(job)) {
    return occasions.some(occasion => INVITES.includes(occasion))
      ? { method: ICalCalendarMethod.REQUEST, from, until }
      : null
  }
  const standing = former === null ? null : invitationIn(former)
  return standing && { method: ICalCalendarMethod.CANCEL, ...standing }
}

const INVITES: readonly Told[] = ['created', 'request-accepted', 'appointment']

/** When it invites to; null when it is no invitation. Reads only what this file has written. */
function invitationIn(calendar: string): Omit<Due, 'method'> | null {
  if (!calendar.includes('METHOD:REQUEST')) return null
  const [from, until] = ['DTSTART', 'DTEND'].map(name => new RegExp(`^${name}:(\\S+)`, 'm').exec(calendar)?.[1])
  return from && until ? { from: Temporal.Instant.from(from), until: Temporal.Instant.from(until) } : null
}

const placeOf = (facts: Facts, layout: Layout): string | null =>
  (['site', 'address'] as const)
    .filter(name => layout.includes(name))
    .map(name => fieldValue(name, facts, 'text'))
    .filter(Boolean)
    .join(', ') || null

const dateOf = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds)
