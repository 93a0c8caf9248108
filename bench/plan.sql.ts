import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

export const forgetEvents = (db: Connection) => db.script('truncate job_event cascade')

export async function countPlanned(db: Connection): Promise<{ events: number; notices: number; decisions: number }> {
  const [row] = await db.query<{ events: number; notices: number; decisions: number }>(sql`
    select (select count(*) from job_event where planned_at is not null) as events,
           (select count(*) from notice) as notices,
           (select count(*) from decision) as decisions`)
  return row!
}
