import { isAfter, later } from '#base/time.ts'
import type { Lane } from '#rules/notice.ts'
import type { Outcome } from './carrier.ts'

/** How it stands with an account at a carrier, whoever on this database sends through it. */
export type Account = Readonly<{
  name: string
  /** It does not take our credentials or our money: somebody must look. */
  pausedAt: Temporal.Instant | null
  pausedBecause: string | null
  /** Hand-overs that found it down, one after the other. */
  failures: number
  /** Until then it is left alone; after that one message tries it. */
  brokenUntil: Temporal.Instant | null
  /** Up to when its rate is used up. */
  busyUntil: Temporal.Instant | null
}>

export const unused = (name: string): Account => ({
  name,
  pausedAt: null,
  pausedBecause: null,
  failures: 0,
  brokenUntil: null,
  busyUntil: null,
})

/** How many messages may be taken for an account now. `probe`: one, to see whether it works again. */
export type Standing = 'well' | 'probe' | 'broken' | 'paused'

// So many hand-overs in a row must find an account down before all others wait: one may be an accident.
const BREAKS_AT = 5

export function standingOf({ pausedAt, failures, brokenUntil }: Account, now: Temporal.Instant): Standing {
  if (pausedAt) return 'paused'
  if (failures < BREAKS_AT || !brokenUntil) return 'well'
  // Further ahead than anybody puts it: a clock was wrong.
  return isAfter(brokenUntil, now) && !isAfter(brokenUntil, later(now, LONGEST)) ? 'broken' : 'probe'
}

/** What an outcome says about its account: it is down, it must be paused, or it works. Null: nothing. */
export function signOf({ as, fault }: Outcome): 'down' | 'paused' | 'works' | null {
  if (fault === 'account') return 'paused'
  if (fault === 'down') return 'down'
  return as === 'unknown' || as === 'not-tried' ? null : 'works'
}

// Seconds an account is left alone, growing with every probe that fails. Short: urgent messages wait for it too.
const LONGEST = 60
const LEFT_ALONE = [5, 10, 20, 40, LONGEST]

/** Until when an account is left alone that has now been found down so often in a row; null: not yet. */
export function brokenUntil(failures: number, now: Temporal.Instant): Temporal.Instant | null {
  if (failures < BREAKS_AT) return null
  return later(now, LEFT_ALONE[Math.min(failures - BREAKS_AT, LEFT_ALONE.length - 1)]!)
}

// Seconds of an account's rate that may be used up in advance: then the queue inside the carrier, where nothing can
// overtake, is never longer. Urgent ones may go deeper, and so always find room.
const AHEAD: Record<Lane, number> = { urgent: 4, normal: 1, slow: 1 }

/** How many messages an account of this rate, in messages a second, has room for now. */
export function roomIn(
  { busyUntil }: Account,
  rate: number | null,
  { lane, now }: { lane: Lane; now: Temporal.Instant },
) {
  if (rate === null) return Number.POSITIVE_INFINITY
  const ahead = busyUntil ? Math.max(0, busyUntil.since(now).total('seconds')) : 0
  const used = ahead > farthestAhead(rate) ? 0 : ahead
  // Of a rate of less than one a second there is room for one whenever nothing is used up.
  return Math.max(used === 0 ? 1 : 0, Math.floor((AHEAD[lane] - used) * rate))
}

/** Seconds up to which a rate can be used up in advance, by many at once; what is beyond that, a wrong clock has put there. */
export const farthestAhead = (rate: number): number => 60 + 1 / rate
