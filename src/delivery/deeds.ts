import { isAfter } from '#base/time.ts'
import { STOPPABLE, type State } from './state.ts'

export const DEEDS = ['hold', 'release', 'cancel'] as const
/** What people may do with a message that has not left: keep it back, let it go, or stop it for good. */
export type Deed = (typeof DEEDS)[number]

/** Why a message is left as it is. */
export type NotDone = 'being-handed-over' | 'already-over' | 'already-held' | 'not-held'

/** The states in which each can be done. */
export const DOABLE: Readonly<Record<Deed, readonly State[]>> = {
  hold: STOPPABLE.filter(state => state !== 'held'),
  release: ['held'],
  cancel: STOPPABLE,
}

/** Why this cannot be done with a message in this state; null when it can. */
export function whyNotDone(deed: Deed, state: State): NotDone | null {
  if (DOABLE[deed].includes(state)) return null
  // Nobody can call back what a carrier has in hand; what became of it is not known yet.
  if (state === 'handed-over') return 'being-handed-over'
  if (!STOPPABLE.includes(state)) return 'already-over'
  return deed === 'hold' ? 'already-held' : 'not-held'
}

/** A delivery as far as it matters to what people do with it. */
export type Stopped = Readonly<{ id: string; state: State; useBy: Temporal.Instant }>

/** How a delivery moves, and what is written down beside it. */
export type Move = Readonly<{
  id: string
  from: State
  to: State
  dueAt: Temporal.Instant | null
  endedAt: Temporal.Instant | null
  note: string | null
}>

/** The move a deed makes. What is released after its use-by time has expired: late is worse than silent (W4). */
export function moveBy(
  deed: Deed,
  { id, state: from, useBy }: Stopped,
  { note, now }: { note: string | null; now: Temporal.Instant },
): Move {
  if (deed === 'hold') return { id, from, to: 'held', dueAt: null, endedAt: null, note }
  if (deed === 'cancel') return { id, from, to: 'cancelled', dueAt: now, endedAt: now, note }
  if (isAfter(useBy, now)) return { id, from, to: 'waiting', dueAt: now, endedAt: null, note }
  const because = 'Its use-by time had passed.'
  return { id, from, to: 'expired', dueAt: now, endedAt: now, note: note === null ? because : `${because} ${note}` }
}
