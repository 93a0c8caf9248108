import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Hearer } from '#messages/hearers.ts'
import type { Told } from '#rules/rule.ts'
import type { State } from './state.ts'

/** What somebody was told, and where its delivery stands; null: it is not on its way yet. */
export type HearerRow = Omit<Hearer, 'reached'> & Readonly<{ state: State | null }>

// What the office sends about a job is nobody else's business: invoices, and reminders of what is late.
const INTERNAL: readonly Told[] = ['invoiced', 'incomplete', 'details-missing']

/**
 * Everybody who was to be told of these jobs by now, but for programs and by the office: when the carrier had it or else when
 * it was due. What is sent again elsewhere is nobody's by name.
 */
export const hearersOf = (
  db: Connection,
  jobs: readonly { companyId: string; jobId: string }[],
  now: Temporal.Instant,
) =>
  db.query<HearerRow>(sql`
  with ask as (
    select company_id, job_id
    from unnest(${jobs.map(({ companyId }) => companyId)}::uuid[], ${jobs.map(({ jobId }) => jobId)}::uuid[])
      as ask (company_id, job_id)
  )
  select notice.company_id, notice.job_id, notice.occasions, notice.about, notice.channel, notice.pdf, notice.address,
         coalesce(sent.at, message.at, notice.due_at) as at, known.target, delivery.state
  from ask
  join notice using (company_id, job_id)
  left join message on message.company_id = notice.company_id and message.id = notice.id
  left join delivery on delivery.company_id = notice.company_id and delivery.id = notice.id
  left join notice former
    on former.company_id = notice.company_id and former.id = notice.resend_of and former.address = notice.address
  left join lateral (
    select min(ended_at) as at
    from attempt
    where attempt.company_id = notice.company_id and attempt.delivery_id = notice.id and outcome = 'accepted'
  ) sent on true
  left join lateral (
    select decision.target
    from decision
    where decision.company_id = notice.company_id and decision.job_id = notice.job_id
      and decision.notice_id = coalesce(former.id, notice.id)
    order by decision.target, decision.rule_id
    limit 1
  ) known on true
  where notice.channel <> 'webhook' and not notice.occasions <@ ${[...INTERNAL]} and notice.due_at <= ${now} and notice.dropped_because is null
    -- A report that is being printed does not tell of itself.
    and (delivery.id is not null or notice.occasions <> '{job-report}')
  order by at, notice.id`)
