import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

/** What time the database has. The one question of its kind: it is asked to compare clocks, never to decide. */
export async function clockOf(db: Connection): Promise<Temporal.Instant> {
  const [row] = await db.query<{ now: Temporal.Instant }>(sql`select clock_timestamp() as now`)
  return row!.now
}
