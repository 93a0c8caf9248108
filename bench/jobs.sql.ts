import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

/** How many events there are, and how many bytes one of the newest takes. */
export async function countEvents(db: Connection): Promise<{ events: number; bytes: number }> {
  const [row] = await db.query<{ events: number; bytes: number }>(sql`
    select (select count(*) from job_event) as events,
           (
             select avg(pg_column_size(newest))::int
             from (select * from job_event order by company_id desc, seq desc limit 1000) newest
           ) as bytes`)
  return row!
}

export const jobIdsOf = async (db: Connection): Promise<string[]> =>
  (await db.query<{ id: string }>(sql`select id from job order by number`)).map(({ id }) => id)
