import sql from 'sql-template-tag'
import type { Channel } from '#base/address.ts'
import { type Instant, later } from '#base/time.ts'
import type { Connection } from '#db/sql.ts'
import { LANES } from '#rules/notice.ts'
import type { AccountFacts, DeskFacts, LaneFacts } from './facts.ts'

// Every question here is answered by a few index entries however much is waiting: an audit that is slow when there is a
// lot to do is blind when it is needed. What is oldest is found by stepping from company to company, which reads one
// entry for each; what is counted is counted up to a limit.

/** Since when the oldest notice of each lane is due. */
export const oldestNotices = (db: Connection) =>
  db.query<Omit<LaneFacts, 'waiting'>>(sql`
  with recursive head as (
    select oldest.*
    from unnest(${[...LANES]}::text[]) as asked (lane)
    cross join lateral (
      select lane, company_id, due_at
      from notice
      where notice.lane = asked.lane and settled_at is null
      order by company_id, due_at
      limit 1
    ) oldest
    union all
    select oldest.*
    from head
    cross join lateral (
      select lane, company_id, due_at
      from notice
      where notice.lane = head.lane and settled_at is null and notice.company_id > head.company_id
      order by company_id, due_at
      limit 1
    ) oldest
  )
  select asked.lane, (select min(due_at) from head where head.lane = asked.lane) as oldest_notice
  from unnest(${[...LANES]}::text[]) with ordinality as asked (lane, position)
  order by position`)

/** Everything that is one number or one moment. */
export async function deskFacts(db: Connection, now: Instant): Promise<DeskFacts> {
  const hourAgo = later(now, -3600)
  const [row] = await db.query<DeskFacts>(sql`
  with recursive unplanned as (
    select *
    from (select company_id, at from job_event where planned_at is null order by company_id, seq limit 1) as oldest
    union all
    select oldest.*
    from unplanned
    cross join lateral (
      select company_id, at
      from job_event
      where planned_at is null and job_event.company_id > unplanned.company_id
      order by company_id, seq
      limit 1
    ) oldest
  )
  select (select count(*) from (select from job_event where planned_at is null order by company_id, seq limit 100000) as counted) as unplanned,
         (select min(at) from unplanned) as oldest_unplanned,
         (select min(due_at) from reminder where due_at is not null) as oldest_reminder,
         (select min(next_at) from report_schedule where active and removed_at is null) as oldest_report,
         (select count(*) from (select from receipt where settled_at is null order by due_at, id limit 10000) as counted) as receipts,
         (select min(due_at) from receipt where settled_at is null) as oldest_receipt,
         (select min(received_at) from reply where settled_at is null) as oldest_reply,
         (
           select count(*)
           from (
             select
             from delivery
             where state = 'unknown' and ended_at is not null
             order by ended_at
             limit 10000
           ) as counted
         ) as unknown,
         (select min(ended_at) from delivery where state = 'unknown') as oldest_unknown,
         expired.urgent as expired_urgent, expired.others as expired_others
  from (
    select count(*) filter (where lane = 'urgent') as urgent, count(*) filter (where lane <> 'urgent') as others
    from (
      select lane
      from delivery
      -- A reminder of what is done meanwhile ends before its time: that is no failure.
      where state = 'expired' and ended_at > ${hourAgo} and (lane <> 'slow' or ended_at >= use_by)
      order by ended_at desc
      limit 10000
    ) as counted
  ) as expired`)
  return row!
}

/** How it stands with each of these accounts, and how its latest hand-overs went. Those too fast or unwanted count as well. */
export const accountFacts = (db: Connection, names: readonly string[], now: Instant) =>
  db.query<AccountFacts>(sql`
  select asked.name, paused_at, paused_because, broken_until, failed_at, failed_because, worked_at, recent.ended,
         recent.failed
  from unnest(${[...names]}::text[]) with ordinality as asked (name, position)
  left join carrier_account on carrier_account.name = asked.name
  cross join lateral (
    select count(*) filter (where outcome <> 'not-tried') as ended,
           count(*) filter (where outcome in ('refused', 'unreachable', 'unknown')
             and coalesce(fault, '') not in ('busy', 'opted-out')) as failed
    from (
      select outcome, fault, started_at
      from attempt
      where attempt.carrier = asked.name and started_at > ${later(now, -900)}
      order by started_at desc
      limit 500
    ) as latest
    -- An outage has an alarm of its own, and what failed in it says nothing once the account has worked again.
    where not (coalesce(fault, '') = 'down' and started_at < coalesce(worked_at, '-infinity'))
  ) recent
  order by position`)

/** What was kept in the last hour instead of being sent, by channel. */
export const capturedFacts = (db: Connection, now: Instant) =>
  db.query<{ channel: Channel; kept: number }>(sql`
  select delivery.channel, count(*) as kept
  from (
    select company_id, delivery_id
    from attempt
    where carrier = 'capture' and started_at > ${later(now, -3600)}
    order by started_at desc
    limit 500
  ) as latest
  join delivery on delivery.company_id = latest.company_id and delivery.id = latest.delivery_id
  group by delivery.channel
  order by delivery.channel`)

/** What time the database has: it is asked to compare clocks, never to decide. */
export async function databaseTime(db: Connection): Promise<Instant> {
  const [row] = await db.query<{ theirs: Instant }>(sql`select statement_timestamp() as theirs`)
  return row!.theirs
}
