import sql, { type Sql } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import { type FiguresAsked, isNarrowed, type Narrowed, type PartyKind, rangeOf } from '#jobs/figures.ts'
import type { FateOfDay, FateOfParty } from './figures.ts'

// Asked only of what a carrier has taken: capture takes everything and never reports that something arrived.
const FATE = sql`
  case
    when delivery.state = 'accepted' and exists (
      select from attempt
      where attempt.company_id = delivery.company_id and attempt.delivery_id = delivery.id
        and attempt.outcome = 'accepted' and attempt.carrier = 'capture'
    ) then 'captured'
    when delivery.state = 'accepted' then 'sent'
    when delivery.state = 'failed-for-good' then 'failed'
    when delivery.state in ('waiting', 'held', 'failed-for-now', 'handed-over') then 'waiting'
    else delivery.state
  end`

const JOB = sql`
  join notice on notice.company_id = message.company_id and notice.id = message.id
  join job on job.company_id = notice.company_id and job.id = notice.job_id`

function writtenIn(asked: FiguresAsked, more: Sql): Sql {
  const { from, until } = rangeOf(asked)
  return sql`
    from message
    join delivery on delivery.company_id = message.company_id and delivery.id = message.id
    ${more}
    where message.company_id = ${asked.companyId} and message.at >= ${from} and message.at < ${until}`
}

function narrowing(asked: Narrowed): Sql {
  const { customerId = null, providerId = null, serviceTypeId = null } = asked
  return sql`
      and (${customerId}::uuid is null or job.customer_id = ${customerId})
      and (${providerId}::uuid is null or job.provider_id = ${providerId})
      and (${serviceTypeId}::uuid is null or job.service_type_id = ${serviceTypeId})`
}

/** What became of the messages written on each day; of reports too, unless only some jobs are asked about. */
export const fatesPerDay = (db: Connection, asked: FiguresAsked) =>
  db.query<FateOfDay>(sql`
  select day, channel, fate, count(*) as count
  from (
    select width_bucket(message.at, ${asked.days}::timestamptz[]) as day, delivery.channel, ${FATE} as fate
    ${isNarrowed(asked) ? sql`${writtenIn(asked, JOB)} ${narrowing(asked)}` : writtenIn(asked, sql``)}
  ) written
  group by day, channel, fate
  order by day, channel, fate`)

const PARTY: Readonly<Record<PartyKind, Sql>> = { customer: sql`job.customer_id`, provider: sql`job.provider_id` }

/** What became of the messages about jobs of these customers or providers. */
export const fatesPerParty = (db: Connection, kind: PartyKind, ids: readonly string[], asked: FiguresAsked) =>
  db.query<FateOfParty>(sql`
  select id, fate, count(*) as count
  from (
    select ${PARTY[kind]} as id, ${FATE} as fate
    ${writtenIn(asked, JOB)} ${narrowing(asked)}
      and ${PARTY[kind]} = any (${ids}::uuid[])
  ) written
  group by id, fate`)
