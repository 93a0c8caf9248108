import type { Connection } from '#db/sql.ts'
import { type Attempted, attemptsNamed, type HeardMove, lockDeliveries, moveHeard, type Naming } from './heard.sql.ts'

export { type HeardMove, type HeardOf, writersTo } from './heard.sql.ts'

/** Which attempt each of these names means, in their order; undefined where none is known by that name (yet). */
export async function findAttempts(
  db: Connection,
  names: readonly Naming[],
): Promise<readonly (Attempted | undefined)[]> {
  const found = new Map((await attemptsNamed(db, names)).map(({ ask, ...attempted }) => [ask, attempted]))
  return names.map((_, ask) => found.get(ask))
}

/** These deliveries as they stand, with all their attempts; they are this transaction's until it ends. */
export const lockHeardOf = async (tx: Connection, keys: readonly Pick<Attempted, 'companyId' | 'deliveryId'>[]) =>
  keys.length > 0 ? lockDeliveries(tx, keys) : []

/** Moves deliveries to where the reports of their carriers put them; a move that may not be made is left out. */
export const moveDeliveries = async (
  tx: Connection,
  moves: readonly HeardMove[],
  now: Temporal.Instant,
): Promise<void> => {
  if (moves.length > 0) await moveHeard(tx, moves, now)
}
