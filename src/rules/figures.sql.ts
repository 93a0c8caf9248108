import sql, { type Sql } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import { type FiguresAsked, isNarrowed, type Narrowed, type PartyIds, rangeOf } from '#jobs/figures.ts'
import type { NotTold, Turns } from './figures.ts'
import { REMINDERS } from './rule.ts'

/** Of decisions or notices those about the jobs that are asked about. */
function ofJobs(table: Sql, asked: Narrowed): Sql {
  if (!isNarrowed(asked)) return sql``
  const { customerId = null, providerId = null, serviceTypeId = null } = asked
  return sql`
      and exists (
        select from job
        where job.company_id = ${table}.company_id and job.id = ${table}.job_id
          and (${customerId}::uuid is null or job.customer_id = ${customerId})
          and (${providerId}::uuid is null or job.provider_id = ${providerId})
          and (${serviceTypeId}::uuid is null or job.service_type_id = ${serviceTypeId})
      )`
}

const DECISION = sql`decision`
const NOTICE = sql`notice`

/** Why how often nobody was told, the most frequent reason first. */
export function notTold(db: Connection, asked: FiguresAsked) {
  const { from, until } = rangeOf(asked)
  return db.query<NotTold>(sql`
  select because, sum(count)::bigint as count
  from (
    select because, count(*) as count
    from decision
    where company_id = ${asked.companyId} and at >= ${from} and at < ${until} and because <> 'told'
      ${ofJobs(DECISION, asked)}
    group by because
    union all
    select dropped_because, count(*)
    from notice
    where company_id = ${asked.companyId} and settled_at >= ${from} and settled_at < ${until}
      and dropped_because is not null
      ${ofJobs(NOTICE, asked)}
    group by dropped_because
  ) silent
  group by because
  order by count desc, because`)
}

/**
 * How often reminders fell due, and how often they told somebody: of each occasion, and of the jobs of these customers and
 * providers. A reminder that falls due for two people is one.
 */
export function turnsIn(db: Connection, asked: FiguresAsked, parties: PartyIds) {
  const { companyId, customerId = null, providerId = null, serviceTypeId = null } = asked
  const { from, until } = rangeOf(asked)
  return db.query<Turns>(sql`
  select occasion, customer_id, provider_id, count(*) as due, count(*) filter (where told) as told
  from (
    select decision.occasion, job.customer_id, job.provider_id,
           -- Not by an outer join: of decisions that told nobody all would be looked for under the same null.
           bool_or(decision.because = 'told' and not exists (
             select from notice
             where notice.company_id = decision.company_id and notice.id = decision.notice_id
               and notice.dropped_because is not null
           )) as told
    from decision
    join job on job.company_id = decision.company_id and job.id = decision.job_id
    where decision.company_id = ${companyId} and decision.at >= ${from} and decision.at < ${until}
      and decision.occasion = any (${[...REMINDERS]}::text[]) and decision.ordinal > 0
      and (${customerId}::uuid is null or job.customer_id = ${customerId})
      and (${providerId}::uuid is null or job.provider_id = ${providerId})
      and (${serviceTypeId}::uuid is null or job.service_type_id = ${serviceTypeId})
    group by decision.occasion, job.id, job.customer_id, job.provider_id, decision.rule_id, decision.ordinal
  ) turn
  group by grouping sets ((occasion), (customer_id), (provider_id))
  having grouping(occasion) = 0 or customer_id = any (${parties.customer}::uuid[])
    or provider_id = any (${parties.provider}::uuid[])`)
}

/**
 * How many reminders of incomplete jobs were still to come when somebody left the site. When a detail that was missing came is not
 * written down beside the reminder.
 */
export async function stoppedByLeaving(db: Connection, asked: FiguresAsked): Promise<number> {
  const { customerId = null, providerId = null, serviceTypeId = null } = asked
  const { from, until } = rangeOf(asked)
  const [row] = await db.query<{ count: number }>(sql`
  select count(*) as count
  from job
  join reminder on reminder.company_id = job.company_id and reminder.job_id = job.id
  join rule on rule.company_id = reminder.company_id and rule.id = reminder.rule_id
  where job.company_id = ${asked.companyId} and job.off_site_at >= ${from} and job.off_site_at < ${until}
    and reminder.due_at is null and rule.occasion = 'incomplete' and reminder.sent < rule.times
    and (${customerId}::uuid is null or job.customer_id = ${customerId})
    and (${providerId}::uuid is null or job.provider_id = ${providerId})
    and (${serviceTypeId}::uuid is null or job.service_type_id = ${serviceTypeId})`)
  return row!.count
}
