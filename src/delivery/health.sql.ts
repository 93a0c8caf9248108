import sql from 'sql-template-tag'
import { CHANNELS } from '#base/address.ts'
import type { Connection } from '#db/sql.ts'
import { LANES } from '#rules/notice.ts'
import type { LaneHealth, QueueHead } from './health.ts'

/**
 * Since when the oldest delivery of each lane and channel is due. What somebody holds back is not due. Answered by a few
 * index entries however much is waiting: the oldest is found by stepping from company to company.
 */
export const queueHeads = (db: Connection) =>
  db.query<QueueHead>(sql`
  with recursive head as (
    select oldest.*
    from unnest(${[...LANES]}::text[]) as asked (lane)
    cross join unnest(${[...CHANNELS]}::text[]) as by (channel)
    cross join lateral (
      select lane, channel, company_id, due_at, state
      from delivery
      where delivery.lane = asked.lane and delivery.channel = by.channel and ended_at is null
      order by company_id, due_at
      limit 1
    ) oldest
    union all
    select oldest.*
    from head
    cross join lateral (
      select lane, channel, company_id, due_at, state
      from delivery
      where delivery.lane = head.lane and delivery.channel = head.channel and ended_at is null
        and delivery.company_id > head.company_id
      order by company_id, due_at
      limit 1
    ) oldest
  )
  select lane, channel, min(due_at) filter (where state not in ('held', 'handed-over')) as oldest_due,
         min(due_at) filter (where state = 'handed-over') as oldest_handed_over
  from head
  group by lane, channel
  order by lane, channel`)

/** How many deliveries of each lane have not come to their end, counted up to `most`. */
export const waitingIn = (db: Connection, most: number) =>
  db.query<Pick<LaneHealth, 'lane' | 'waiting'>>(sql`
  select asked.lane,
         (
           select count(*)
           from (
             select
             from delivery
             where delivery.lane = asked.lane and ended_at is null
             -- In the order of the index, or it may read the whole table to find that nothing waits.
             order by lane, channel, company_id, due_at, id
             limit ${most}
           ) as counted
         ) as waiting
  from unnest(${[...LANES]}::text[]) with ordinality as asked (lane, position)
  order by position`)
