import sql, { type Sql } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import { type FiguresAsked, isNarrowed, type Narrowed, type PartyKind, rangeOf } from '#jobs/figures.ts'
import type { NotTold, Reminded, RemindedParty } from './figures.ts'
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

/** Each time a reminder fell due, and whether it reached anybody's message. */
function turnsIn(asked: FiguresAsked): Sql {
  const { from, until } = rangeOf(asked)
  return sql`
    select decision.company_id, decision.job_id, decision.occasion,
           bool_or(decision.because = 'told' and notice.dropped_because is null) as told
    from decision
    left join notice on notice.company_id = decision.company_id and notice.id = decision.notice_id
    where decision.company_id = ${asked.companyId} and decision.at >= ${from} and decision.at < ${until}
      and decision.occasion = any (${[...REMINDERS]}::text[]) and decision.ordinal > 0
      ${ofJobs(DECISION, asked)}
    group by decision.company_id, decision.job_id, decision.occasion, decision.rule_id, decision.ordinal`
}

/** How often reminders of each occasion fell due, and how often they told somebody. */
export const turnsPerOccasion = (db: Connection, asked: FiguresAsked) =>
  db.query<Pick<Reminded, 'occasion' | 'due' | 'told'>>(sql`
  select occasion, count(*) as due, count(*) filter (where told) as told
  from (${turnsIn(asked)}) turn
  group by occasion`)

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

const PARTY: Readonly<Record<PartyKind, Sql>> = { customer: sql`job.customer_id`, provider: sql`job.provider_id` }

/** How often somebody was reminded of jobs of these customers or providers. */
export const remindedPerParty = (db: Connection, kind: PartyKind, ids: readonly string[], asked: FiguresAsked) =>
  db.query<RemindedParty>(sql`
  select ${PARTY[kind]} as id, count(*) as told
  from (${turnsIn(asked)}) turn
  join job on job.company_id = turn.company_id and job.id = turn.job_id
  where turn.told and ${PARTY[kind]} = any (${ids}::uuid[])
  group by ${PARTY[kind]}`)
