import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Category } from '#directory/directory.ts'

/** When a job was last changed, and since when it has been in one of these categories; null: it is not. */
export async function momentsOf(
  db: Connection,
  { companyId, jobId }: { companyId: string; jobId: string },
  over: readonly Category[],
) {
  const [row] = await db.query<{ changedAt: Temporal.Instant; overSince: Temporal.Instant | null }>(sql`
    with event as materialized (
      select version, at, job ->> 'category' = any (${over}::text[]) as is_over
      from job_event
      where company_id = ${companyId} and job_id = ${jobId}
    )
    select max(at) as changed_at,
           min(at) filter (
             where version > coalesce((select max(version) from event before where not before.is_over), 0)
           ) as over_since
    from event`)
  return row!
}

/** The places of a customer, by name; an address only where two have the same name. */
export const sitesOf = (db: Connection, { companyId, id }: { companyId: string; id: string }, most: number) =>
  db.query<{ id: string; name: string; address: string | null }>(sql`
    select id, name, case when count(*) over (partition by name) > 1 then address end as address
    from site
    where company_id = ${companyId} and customer_id = ${id}
    order by name, address, id
    limit ${most}`)

/** How many requests of this customer since then nobody has accepted or rejected yet. */
export async function countRequested(
  db: Connection,
  { companyId, id }: { companyId: string; id: string },
  since: Temporal.Instant,
) {
  const [row] = await db.query<{ waiting: number }>(sql`
    select count(*)::int as waiting
    from job
    join status on status.company_id = job.company_id and status.id = job.status_id
    where job.company_id = ${companyId} and job.customer_id = ${id} and status.category = 'requested'
      and job.opened_at > ${since}`)
  return row!.waiting
}

/** The number of the job that was opened under this key; null: none was. */
export async function numberUnder(db: Connection, companyId: string, requestKey: string): Promise<number | null> {
  const [row] = await db.query<{ number: number }>(sql`
    select (job ->> 'number')::int as number
    from job_event
    where company_id = ${companyId} and request_key = ${requestKey}`)
  return row?.number ?? null
}
