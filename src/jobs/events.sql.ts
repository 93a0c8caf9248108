import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import { type Rota, shareOf, theirTurn, whoseTurn } from '#db/turns.ts'
import type { EventRow } from './event.ts'
import type { JobKey } from './jobs.sql.ts'

/** Events that were recorded for requests with these keys. */
export const eventsOfRequests = (db: Connection, requests: readonly { companyId: string; key: string }[]) =>
  db.query<EventRow & { companyId: string; requestKey: string; requestHash: string }>(sql`
    select event.company_id, event.seq, event.by, event.at, event.changed, event.job, event.request_key, event.request_hash
    from job_event event
    join unnest(${requests.map(request => request.companyId)}::uuid[], ${requests.map(request => request.key)}::text[])
      as ask (company_id, key)
      on ask.company_id = event.company_id and ask.key = event.request_key`)

/** What happened to one job, oldest first, after a version. */
export const eventsAfter = (db: Connection, { companyId, jobId }: JobKey, version: number) =>
  db.query<EventRow>(sql`
  select seq, by, at, changed, job
  from job_event
  where company_id = ${companyId} and job_id = ${jobId} and version > ${version}
  order by version`)

export type TakeUnplanned = Readonly<{ limit: number; now: Temporal.Instant; rota: Rota }>

/**
 * Takes events nobody has planned for yet, a few of each company in turn, oldest first, and marks them planned if this
 * transaction commits.
 */
export async function takeUnplanned(db: Connection, asked: TakeUnplanned): Promise<readonly EventRow[]> {
  const queue = { table: 'job_event', where: sql`planned_at is null`, due: 'seq', until: null } as const
  const companies = await whoseTurn(db, queue, asked)
  return companies.length > 0 ? takeOf(db, companies, asked) : []
}

const takeOf = (db: Connection, companies: readonly string[], { limit, now }: TakeUnplanned) =>
  db.query<EventRow>(sql`
  with next as (
    select mine.*
    from ${theirTurn(companies)}
    cross join lateral (
      select company_id, job_id, version
      from job_event
      where company_id = turn.company_id and planned_at is null
      order by seq
      limit ${shareOf(limit, companies)}
      -- Not against those that only look whether the event is there, as foreign keys do.
      for no key update skip locked
    ) mine
    -- A number, and no parameter: it tells the planner how few they are, so that it looks each up and reads no table.
    limit 400
  )
  update job_event event
  set planned_at = ${now}
  from next
  where event.company_id = next.company_id and event.job_id = next.job_id and event.version = next.version
    -- Another planner may still be at an earlier save of the job: what it decides must be there first.
    and not exists (
      select from job_event earlier
      where earlier.company_id = next.company_id and earlier.job_id = next.job_id and earlier.version < next.version
        -- So written that only the key can find it: through the index of all that is unplanned it took seconds.
        and coalesce(earlier.planned_at, 'infinity') = 'infinity'
        and not exists (
          select from next mine
          where mine.company_id = earlier.company_id and mine.job_id = earlier.job_id and mine.version = earlier.version
        )
    )
  returning event.seq, event.by, event.at, event.changed, event.job`)

export async function countUnplanned(db: Connection): Promise<{ waiting: number; oldest: Temporal.Instant | null }> {
  const [row] = await db.query<{ waiting: number; oldest: Temporal.Instant | null }>(sql`
    select count(*) as waiting, min(at) as oldest
    from job_event
    where planned_at is null`)
  return row!
}
