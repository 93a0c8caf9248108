export const STATES = [
  'waiting',
  'held',
  'failed-for-now',
  'handed-over',
  'unknown',
  'accepted',
  'delivered',
  'failed-for-good',
  'expired',
  'cancelled',
  'resent',
] as const
/**
 * Where a delivery stands.
 *
 * waiting: due now or later. held: somebody keeps it back. failed-for-now: is tried again. handed-over: the carrier has
 * all but the last byte, and we have committed to sending that too. unknown: it was handed over and the answer was lost;
 * it may have been sent. accepted: the carrier has it. delivered: the carrier says that it arrived. failed-for-good: it
 * will never arrive. expired: it came too late to be useful. cancelled: somebody stopped it before it was handed over.
 * resent: it did not arrive, and somebody sent it again as a new message.
 */
export type State = (typeof STATES)[number]

/**
 * How a delivery goes from state to state; the database refuses every other move. Backward go only tries: what failed
 * for now, or whose answer was lost, is handed over again. What arrived can neither fail nor be unmade, and a carrier that
 * says late that it did is believed whatever was made of it meanwhile.
 */
export const MOVES: Readonly<Record<State, readonly State[]>> = {
  waiting: [
    ...(['held', 'failed-for-now', 'handed-over', 'unknown', 'accepted', 'delivered'] as const),
    ...(['failed-for-good', 'expired', 'cancelled'] as const),
  ],
  held: ['waiting', 'accepted', 'delivered', 'failed-for-good', 'expired', 'cancelled', 'resent'],
  'failed-for-now': [
    ...(['held', 'handed-over', 'unknown', 'accepted', 'delivered'] as const),
    ...(['failed-for-good', 'expired', 'cancelled'] as const),
  ],
  'handed-over': ['failed-for-now', 'unknown', 'accepted', 'delivered', 'failed-for-good', 'expired'],
  unknown: [
    ...(['failed-for-now', 'handed-over', 'accepted', 'delivered'] as const),
    ...(['failed-for-good', 'expired', 'cancelled', 'resent'] as const),
  ],
  accepted: ['delivered', 'failed-for-good'],
  delivered: [],
  'failed-for-good': ['accepted', 'delivered', 'resent'],
  expired: ['accepted', 'delivered', 'failed-for-good', 'resent'],
  cancelled: ['accepted', 'delivered', 'failed-for-good', 'resent'],
  resent: ['delivered'],
}

/** States in which a message can still be held back or cancelled: nothing of it has been handed over. */
export const STOPPABLE: readonly State[] = ['waiting', 'held', 'failed-for-now']

/** States in which a message did not arrive as far as we know, and sending it again takes its place. */
export const REPLACEABLE: readonly State[] = ['held', 'unknown', 'failed-for-good', 'expired', 'cancelled']
