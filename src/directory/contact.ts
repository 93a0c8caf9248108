import type { Actor } from './directory.ts'

export const CONTACT_CHANNELS = ['email', 'sms', 'voice'] as const
/** The ways by which people are reached; programs are told otherwise. */
export type ContactChannel = (typeof CONTACT_CHANNELS)[number]

/** An address of a company, in normal form. A number has two: one for texts and one for calls. */
export type ContactKey = Readonly<{ companyId: string; channel: ContactChannel; address: string }>

/** What we know of an address before we use it (W9). */
export type Contact = ContactKey &
  Readonly<{
    /** Minutes after midnight between which only urgent messages go there; null: as the company says. */
    quietFrom: number | null
    quietUntil: number | null
    optedOutAt: Temporal.Instant | null
    optedOutBecause: string | null
    deadSince: Temporal.Instant | null
    deadBecause: string | null
    /** Hard failures since something last arrived there. */
    failures: number
    failedAt: Temporal.Instant | null
    reachedAt: Temporal.Instant | null
  }>

/** Something that changed with an address, and whose word it was; null: the contact's own or a carrier's. */
export type ContactChange = Readonly<{
  at: Temporal.Instant
  by: Actor | null
  what: 'opted-out' | 'opted-in' | 'dead' | 'alive' | 'quiet-hours'
  because: string
}>

/** A hard failure: somebody refused an address. `certain`: there is no such address; else it may have been an accident. */
export type Failure = ContactKey & Readonly<{ at: Temporal.Instant; because: string; certain: 'certain' | 'likely' }>

/** What becomes of a contact, and what is to be written down about it; null when that is nothing new. */
export type Turn = Readonly<{ contact: Contact; change: Pick<ContactChange, 'what' | 'because'> | null }>

const silent = (contact: Contact): Turn => ({ contact, change: null })

export function optedOut(contact: Contact, because: string, at: Temporal.Instant): Turn {
  if (contact.optedOutAt) return silent(contact)
  return {
    contact: { ...contact, optedOutAt: at, optedOutBecause: because },
    change: { what: 'opted-out', because },
  }
}

export function optedIn(contact: Contact, because: string): Turn {
  if (!contact.optedOutAt) return silent(contact)
  return { contact: { ...contact, optedOutAt: null, optedOutBecause: null }, change: { what: 'opted-in', because } }
}

const DAY = { hours: 24 }

/**
 * An address is dead after one failure that says there is no such address, or two of another kind within a day. What
 * failed before something last arrived is old news.
 */
export function failed(contact: Contact, { at, because, certain }: Failure): Turn {
  const { reachedAt, failedAt, failures, deadSince } = contact
  if (reachedAt && Temporal.Instant.compare(at, reachedAt) <= 0) return silent(contact)
  // The same failure noted twice is one.
  if (failedAt?.equals(at)) return silent(contact)
  const seen = { ...contact, failures: failures + 1, failedAt: latest(failedAt, at) }
  const isDead = certain === 'certain' || (failedAt !== null && isWithinADay(failedAt, at))
  if (deadSince || !isDead) return silent(seen)
  return { contact: { ...seen, deadSince: at, deadBecause: because }, change: { what: 'dead', because } }
}

const isWithinADay = (a: Temporal.Instant, b: Temporal.Instant): boolean =>
  Temporal.Instant.compare(a.add(DAY), b) >= 0 && Temporal.Instant.compare(b.add(DAY), a) >= 0

/** Something arrived there. What arrived before it failed last does not make it alive again. */
export function reached(contact: Contact, because: string, at: Temporal.Instant): Turn {
  const { failedAt, deadSince } = contact
  const arrived = { ...contact, reachedAt: latest(contact.reachedAt, at) }
  if (failedAt && Temporal.Instant.compare(at, failedAt) < 0) return silent(arrived)
  const contactNow = { ...arrived, failures: 0, deadSince: null, deadBecause: null }
  return { contact: contactNow, change: deadSince ? { what: 'alive', because } : null }
}

const latest = (a: Temporal.Instant | null, b: Temporal.Instant) => (a && Temporal.Instant.compare(a, b) > 0 ? a : b)

/** Somebody is to be left in peace between these minutes of the day; null: when the company says. */
export function quieted(contact: Contact, hours: QuietHours | null): Turn {
  const [quietFrom, quietUntil] = [hours?.from ?? null, hours?.until ?? null]
  if (contact.quietFrom === quietFrom && contact.quietUntil === quietUntil) return silent(contact)
  const because = hours ? `quiet from ${clock(hours.from)} to ${clock(hours.until)}` : "the company's own quiet hours"
  return { contact: { ...contact, quietFrom, quietUntil }, change: { what: 'quiet-hours', because } }
}

/** In minutes after midnight; from 22:00 to 07:00 is 1320 to 420. */
export type QuietHours = Readonly<{ from: number; until: number }>

const clock = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map(part => String(part).padStart(2, '0')).join(':')

/** Whether people are reached by this channel, rather than programs. */
export const isContactChannel = (channel: string): channel is ContactChannel =>
  CONTACT_CHANNELS.some(each => each === channel)
