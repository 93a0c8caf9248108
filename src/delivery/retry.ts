import type { Channel } from '#base/address.ts'
import { isAfter, later } from '#base/time.ts'
import type { DroppedBecause } from '#rules/notice.ts'
import type { OutcomeKind } from './carrier.ts'

export const STATES = ['waiting', 'failed-for-now', 'accepted', 'failed-for-good', 'expired'] as const
/**
 * Where a delivery stands. Only the first two are due; the others are the end of it.
 *
 *     waiting ──────── accepted ───────► accepted
 *        │      ┌───── refused ────────► failed-for-good
 *        │      ├───── past its use-by ► expired
 *        ▼      │
 *     unreachable or unknown, and there is time left
 *        │      │
 *        ▼      │
 *     failed-for-now ── tried again when due: the same ways out
 */
export type State = (typeof STATES)[number]

/** What is known of a delivery when the answer to one of its tries comes in. `tries` counts that one. */
export type Tried = Readonly<{ id: string; channel: Channel; tries: number; useBy: Temporal.Instant }>

/** The state an answer leads to, and when the delivery falls due again if it does. */
export type Next = Readonly<{ state: Exclude<State, 'waiting'>; dueAt: Temporal.Instant | null }>

/** What comes of one try. A lost answer ("unknown") is tried again under the same id: twice is better than never. */
export function nextAfter(outcome: OutcomeKind, tried: Tried, now: Temporal.Instant): Next {
  if (outcome === 'accepted') return { state: 'accepted', dueAt: null }
  if (outcome === 'refused') return { state: 'failed-for-good', dueAt: null }
  const dueAt = retryAt(tried, now)
  return isAfter(tried.useBy, dueAt) ? { state: 'failed-for-now', dueAt } : { state: 'expired', dueAt: null }
}

// Seconds after each try; the last one repeats. RFC 5321 asks for 30 at least. A text is short-lived, so it is hurried.
const PAUSES: Record<Channel, readonly number[]> = {
  email: [30, 120, 600, 1800, 3600],
  sms: [30, 60, 300, 900, 1800],
}

/** When to try again: each pause is longer than the last, up to an hour, and stretched by up to a fifth. */
export function retryAt({ id, channel, tries }: Omit<Tried, 'useBy'>, now: Temporal.Instant): Temporal.Instant {
  const pauses = PAUSES[channel]
  const pause = pauses[Math.min(tries, pauses.length) - 1]!
  return later(now, pause * (1 + 0.2 * shareOf(id)))
}

// What failed together must not come back together. Ids end in hash or random digits, so they spread evenly.
const shareOf = (id: string): number => Number.parseInt(id.slice(-8), 16) / 2 ** 32

type Due = Readonly<{ jobIsDeferred: boolean; jobHasMovedOn: boolean; useBy: Temporal.Instant }>

/**
 * Why a due notice becomes no message: the job is deferred at the time of sending (S1.41), there is nothing left to
 * remind of (S1.39), or it is too late (W4).
 */
export function whyDropped({ jobIsDeferred, jobHasMovedOn, useBy }: Due, now: Temporal.Instant): DroppedBecause | null {
  if (jobIsDeferred) return 'job-deferred'
  if (jobHasMovedOn) return 'no-longer-incomplete'
  return isAfter(useBy, now) ? null : 'too-late'
}
