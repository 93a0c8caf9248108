import sql, { type Sql } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import {
  type FiguresAsked,
  type JobsOfDay,
  type JobsOfParty,
  MINUTES,
  type PartyKind,
  rangeOf,
  type StretchBucket,
  type StretchLasted,
} from './figures.ts'

/** What was only asked for is no job. */
const IS_JOB = sql`status.category not in ('requested', 'rejected')`

/** Jobs of a company of which one moment, such as their opening, lies in the time asked for. */
function jobsWhen(moment: Sql, asked: FiguresAsked): Sql {
  const { companyId, customerId = null, providerId = null, serviceTypeId = null } = asked
  const { from, until } = rangeOf(asked)
  return sql`
    from job
    join status on status.company_id = job.company_id and status.id = job.status_id
    where job.company_id = ${companyId} and ${moment} >= ${from} and ${moment} < ${until}
      and (${customerId}::uuid is null or job.customer_id = ${customerId})
      and (${providerId}::uuid is null or job.provider_id = ${providerId})
      and (${serviceTypeId}::uuid is null or job.service_type_id = ${serviceTypeId})
      and ${IS_JOB}`
}

const OPENED = sql`job.opened_at`
const CLOSED = sql`job.closed_at`

/** How many jobs were opened and how many completed on each day on which any was. */
export const jobsPerDay = (db: Connection, asked: FiguresAsked) =>
  db.query<JobsOfDay>(sql`
  select day, sum(opened) as opened, sum(completed) as completed
  from (
    select width_bucket(job.opened_at, ${asked.days}::timestamptz[]) as day, 1 as opened, 0 as completed
    ${jobsWhen(OPENED, asked)}
    union all
    select width_bucket(job.closed_at, ${asked.days}::timestamptz[]), 0, 1
    ${jobsWhen(CLOSED, asked)}
  ) moment
  group by day
  order by day`)

/** Each stretch of each job that was opened in this time. One that ends before it begins was mistyped and counts for none. */
const lastedOf = (asked: FiguresAsked): Sql => sql`
  select stretch.name as stretch, width_bucket(job.opened_at, ${asked.spans}::timestamptz[]) as span,
         (extract(epoch from stretch.ended - stretch.began) / 60)::float8 as minutes
  from (select job.* ${jobsWhen(OPENED, asked)}) job
  cross join lateral (
    values ('opened-dispatched', job.opened_at, job.dispatched_at),
           ('dispatched-on-site', job.dispatched_at, job.on_site_at),
           ('opened-on-site', job.opened_at, job.on_site_at),
           ('on-site-off-site', job.on_site_at, job.off_site_at)
  ) as stretch (name, began, ended)
  where stretch.ended >= stretch.began`

const minutesAt = (share: number): Sql =>
  sql`round((percentile_cont(${share}::float8) within group (order by minutes))::numeric, 1)::float8`

/** How long each stretch lasted: over the whole time, and of the jobs opened in each of its spans. */
export const stretchesOf = (db: Connection, asked: FiguresAsked) =>
  db.query<StretchLasted>(sql`
  select stretch, span, count(*) as count, ${minutesAt(0.5)} as median, ${minutesAt(0.9)} as ninetieth
  from (${lastedOf(asked)}) lasted
  group by grouping sets ((stretch), (stretch, span))
  order by stretch, span`)

/** How many of each stretch lasted how long. */
export const bucketsOf = (db: Connection, asked: FiguresAsked) =>
  db.query<StretchBucket>(sql`
  select stretch, width_bucket(minutes, ${[...MINUTES]}::float8[]) as bucket, count(*) as count
  from (${lastedOf(asked)}) lasted
  group by stretch, bucket
  order by stretch, bucket`)

const PARTY: Readonly<Record<PartyKind, Readonly<{ table: Sql; id: Sql; began: Sql }>>> = {
  customer: { table: sql`customer`, id: sql`job.customer_id`, began: sql`job.opened_at` },
  provider: { table: sql`provider`, id: sql`job.provider_id`, began: sql`job.dispatched_at` },
}

/** The customers, or providers, of the jobs opened in this time: those with most jobs first. */
export const partiesOf = (db: Connection, kind: PartyKind, asked: FiguresAsked, most: number) => {
  const { table, id, began } = PARTY[kind]
  return db.query<JobsOfParty>(sql`
  select party.id, party.name, counted.jobs, counted.count, counted.median, counted.ninetieth
  from (
    select party_id, count(*) as jobs, count(minutes) as count, ${minutesAt(0.5)} as median,
           ${minutesAt(0.9)} as ninetieth
    from (
      select ${id} as party_id,
             case when job.on_site_at >= ${began} then (extract(epoch from job.on_site_at - ${began}) / 60)::float8 end
               as minutes
      ${jobsWhen(OPENED, asked)}
    ) lasted
    group by party_id
  ) counted
  join ${table} party on party.company_id = ${asked.companyId} and party.id = counted.party_id
  order by counted.jobs desc, party.name, party.id
  limit ${most}`)
}
