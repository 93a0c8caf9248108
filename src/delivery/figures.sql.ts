import sql, { type Sql } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import { type FiguresAsked, isNarrowed, type PartyIds, rangeOf } from '#jobs/figures.ts'
import type { Fared } from './figures.ts'

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

/**
 * What became of the messages written in this time: day by day, and of these customers and providers. Reports are counted too,
 * unless only some jobs are asked about.
 */
export function faredIn(db: Connection, asked: FiguresAsked, parties: PartyIds) {
  const { companyId, days, customerId = null, providerId = null, serviceTypeId = null } = asked
  const { from, until } = rangeOf(asked)
  const jobs: Sql = isNarrowed(asked) ? sql`join` : sql`left join`
  return db.query<Fared>(sql`
  -- Found first, by the index alone: the messages themselves are wide, and a year of them is not in memory.
  with message as materialized (
    select id, width_bucket(at, ${days}::timestamptz[]) as day
    from message
    where company_id = ${companyId} and at >= ${from} and at < ${until}
  )
  select day, channel, customer_id, provider_id, fate, count(*) as count
  from (
    select message.day, delivery.channel, job.customer_id, job.provider_id, ${FATE} as fate
    from message
    join delivery on delivery.company_id = ${companyId} and delivery.id = message.id
    join notice on notice.company_id = ${companyId} and notice.id = message.id
    ${jobs} job on job.company_id = ${companyId} and job.id = notice.job_id
    where (${customerId}::uuid is null or job.customer_id = ${customerId})
      and (${providerId}::uuid is null or job.provider_id = ${providerId})
      and (${serviceTypeId}::uuid is null or job.service_type_id = ${serviceTypeId})
  ) written
  group by grouping sets ((day, channel, fate), (customer_id, fate), (provider_id, fate))
  having grouping(day) = 0 or customer_id = any (${parties.customer}::uuid[])
    or provider_id = any (${parties.provider}::uuid[])`)
}
