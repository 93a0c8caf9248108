import type { Channel } from '#base/address.ts'
import { isAfter, later } from '#base/time.ts'
import type { DroppedBecause, Lane } from '#rules/notice.ts'
import type { Doubt, Outcome } from './carrier.ts'
import type { State } from './state.ts'

/** What is known of a delivery when the answer to one of its tries comes in. */
export type Tried = Readonly<{
  id: string
  lane: Lane
  channel: Channel
  /** How often it was really tried, this time included. */
  tries: number
  /** Of how many tries the answer was lost, this one not included. */
  doubts: number
  /** What its carrier does about lost answers. */
  doubt: Doubt
  useBy: Temporal.Instant
}>

/** The state an answer leads to, and when the delivery falls due again if it does. */
export type Next = Readonly<{ state: State; dueAt: Temporal.Instant | null }>

/**
 * What comes of one try. What cannot be tried again before its use-by time has expired; what the carrier was only too
 * busy for, or was not tried at all, is due again soon.
 */
export function nextAfter({ as, fault, again }: Outcome, tried: Tried, now: Temporal.Instant): Next {
  if (as === 'accepted') return { state: 'accepted', dueAt: null }
  if (as === 'refused') return { state: 'failed-for-good', dueAt: null }
  if (as === 'unknown') return afterLostAnswer(tried, now)
  const dueAt = as === 'not-tried' ? later(now, 1) : again ? later(now, again) : retryAt(tried, now, fault)
  return isAfter(tried.useBy, dueAt) ? { state: 'failed-for-now', dueAt } : { state: 'expired', dueAt: null }
}

/**
 * A lost answer. Whoever can be asked is asked, or given it again under the same id. For others it is sent a second time,
 * once, unless it is slow-lane work that costs money: twice is better than never, and never more than twice.
 */
function afterLostAnswer(tried: Tried, now: Temporal.Instant): Next {
  const { lane, channel, doubts, doubt } = tried
  const mayRepeat = doubt !== 'blind' || (doubts === 0 && !(lane === 'slow' && COSTS.has(channel)))
  return { state: 'unknown', dueAt: mayRepeat ? later(now, LOST[channel][lane]) : null }
}

const COSTS: ReadonlySet<Channel> = new Set(['sms', 'voice'])

// Seconds to wait for a receipt, or until a carrier that can be asked is sure to know. A phone that rings twice at night is
// better than one that does not ring.
const LOST: Record<Channel, Record<Lane, number>> = {
  email: { urgent: 60, normal: 300, slow: 300 },
  sms: { urgent: 10, normal: 60, slow: 60 },
  voice: { urgent: 6, normal: 30, slow: 60 },
  // The receiver knows it by its id.
  webhook: { urgent: 0, normal: 0, slow: 0 },
}

// Seconds after each try; the last one repeats. Urgent ones are hurried: they are of no use tomorrow.
const PAUSES: Record<Lane, readonly number[]> = {
  urgent: [5, 25, 120, 300, 900],
  normal: [30, 120, 600, 1800, 3600],
  slow: [300, 1800, 3600, 7200, 14_400],
}
const MINUTE = 60
const HOUR = 3600
const WEBHOOK = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR]
// Too fast, or a password that somebody must mend first: not the message's fault, and no try.
const BUSY = 10
const ACCOUNT = 60

type Again = Pick<Tried, 'id' | 'lane' | 'channel' | 'tries'>

/** When to try again: each pause is longer than the last, and stretched by up to a fifth. */
export function retryAt(
  { id, lane, channel, tries }: Again,
  now: Temporal.Instant,
  fault?: Outcome['fault'],
): Temporal.Instant {
  if (fault === 'busy') return later(now, BUSY * (1 + shareOf(id)))
  if (fault === 'account') return later(now, ACCOUNT)
  const pauses = channel === 'webhook' ? WEBHOOK : PAUSES[lane]
  const pause = pauses[Math.min(Math.max(tries, 1), pauses.length) - 1]!
  return later(now, pause * (1 + 0.2 * shareOf(id)))
}

// What failed together must not come back together. Ids end in hash or random digits, so they spread evenly.
const shareOf = (id: string): number => Number.parseInt(id.slice(-8), 16) / 2 ** 32

type Due = Readonly<{ jobIsDeferred: boolean; jobHasMovedOn: DroppedBecause | null; useBy: Temporal.Instant }>

/**
 * Why a due notice becomes no message: the job is deferred at the time of sending (S1.41), there is nothing left to
 * remind of (S1.39), the status was taken back (S5.11), or it is too late (W4).
 */
export function whyDropped({ jobIsDeferred, jobHasMovedOn, useBy }: Due, now: Temporal.Instant): DroppedBecause | null {
  if (jobIsDeferred) return 'job-deferred'
  if (jobHasMovedOn) return jobHasMovedOn
  return isAfter(useBy, now) ? null : 'too-late'
}
