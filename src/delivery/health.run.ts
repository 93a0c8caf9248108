import type { Connection } from '#db/sql.ts'
import { queueHeads, waitingIn } from './health.sql.ts'
import { behind, type LaneHealth } from './health.ts'

export { queueHeads, waitingIn } from './health.sql.ts'

/** How far behind each lane is, over all companies: for those who run this server. */
export const deliveryHealth = async (db: Connection, now: Temporal.Instant): Promise<LaneHealth[]> =>
  behind(await waitingIn(db, 10_000), await queueHeads(db), now)
