import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Needed } from '#directory/directory.ts'
import type { Reminder } from './remind.ts'

type Instant = Temporal.Instant
type JobKey = Readonly<{ companyId: string; jobId: string }>

const COLUMNS = sql`
  reminder.company_id, reminder.job_id, reminder.rule_id, reminder.base, reminder.past, reminder.sent, reminder.turn,
  reminder.due_at`

/** How reminders of these jobs stand; they are this transaction's until it ends. */
export const lockReminders = (db: Connection, jobs: readonly JobKey[]) =>
  db.query<Reminder>(sql`
  select ${COLUMNS}
  from unnest(${jobs.map(job => job.companyId)}::uuid[], ${jobs.map(job => job.jobId)}::uuid[]) as ask (company_id, job_id)
  join reminder using (company_id, job_id)
  order by reminder.company_id, reminder.job_id, reminder.rule_id
  for update of reminder`)

/**
 * Takes reminders that are due, the longest due first, with the others of the same job that are due too: whoever is
 * named by several of them hears of them in one message. They are this transaction's until it ends.
 */
export const takeDueReminders = (db: Connection, now: Instant, limit: number) =>
  db.query<Reminder>(sql`
  with next as (
    select company_id, job_id
    from reminder
    where due_at <= ${now}
    order by due_at, company_id, job_id, rule_id
    limit ${limit}
    for update skip locked
  )
  select ${COLUMNS}
  from (select distinct company_id, job_id from next limit ${limit}) job
  join reminder using (company_id, job_id)
  where reminder.due_at <= ${now}
  for update of reminder skip locked`)

export const saveReminders = (db: Connection, reminders: readonly Reminder[]) =>
  db.query(sql`
  insert into reminder (company_id, job_id, rule_id, base, past, sent, turn, due_at)
  select "companyId", "jobId", "ruleId", base, past, sent, turn, "dueAt"
  from jsonb_to_recordset(${asJson(reminders)}::jsonb) as r (
    "companyId" uuid, "jobId" uuid, "ruleId" uuid, base timestamptz, past timestamptz, sent int, turn int,
    "dueAt" timestamptz
  )
  on conflict (company_id, job_id, rule_id) do update
  set (base, past, sent, turn, due_at)
    = (excluded.base, excluded.past, excluded.sent, excluded.turn, excluded.due_at)`)

export type Unspread = Readonly<{ companyId: string; id: string; savedAt: Instant; sweptAt: Instant }>

/** The rules that remind and whose jobs have not been given their reminders since the rule was written. */
export const takeUnspread = (db: Connection, limit: number) =>
  db.query<{ companyId: string; id: string; savedAt: Instant }>(sql`
  select rule.company_id, rule.id, change.at as saved_at
  from rule
  join rule_change change
    on change.company_id = rule.company_id and change.rule_id = rule.id and change.version = rule.version
  where rule.every_days is not null and rule.spread_at is null
  order by rule.company_id, rule.id
  limit ${limit}
  for update of rule skip locked`)

/**
 * Lets a rule that was written look at every job it may chase: moments up to `sweptAt` are past for it, and what it
 * sent before still counts. When each is due is worked out when it is looked at, which is at once.
 */
export const spread = (db: Connection, { companyId, id, savedAt, sweptAt }: Unspread) =>
  db.query(sql`
  with spread as (
    update rule
    set spread_at = ${savedAt}
    where company_id = ${companyId} and id = ${id}
    returning *
  )
  insert into reminder (company_id, job_id, rule_id, base, past, sent, turn, due_at)
  select job.company_id, job.id, rule.id, null, ${sweptAt}, 0, 0, ${savedAt}
  from spread rule
  join job on job.company_id = rule.company_id
  join status on status.company_id = job.company_id and status.id = job.status_id
  left join alarm_company needs on needs.company_id = job.company_id and needs.id = job.alarm_company_id
  where status.category = 'in-progress'
    and rule.owner_id = case rule.owner_kind
      when 'customer' then job.customer_id
      when 'alarm-company' then job.alarm_company_id
      when 'site' then job.site_id
      when 'provider' then job.provider_id
    end
    and (rule.service_type_id is null or rule.service_type_id = job.service_type_id)
    and case rule.occasion
      when 'incomplete' then job.off_site_at is null and coalesce(job.dispatched_at, job.on_site_at) is not null
      else job.off_site_at is not null
    end
  on conflict (company_id, job_id, rule_id) do update
  set base = null, past = greatest(reminder.past, excluded.past), due_at = excluded.due_at`)

/** The time zones of these jobs' sites as they now are, and what their alarm companies demand. */
export const chasedPlaces = (
  db: Connection,
  jobs: readonly { companyId: string; siteId: string; alarmCompanyId: string | null }[],
) =>
  db.query<Needed & { companyId: string; siteId: string; alarmCompanyId: string | null; zone: string }>(sql`
  select ask.company_id, ask.site_id, ask.alarm_company_id, site.time_zone as zone,
         coalesce(needs.order_number_needed, 'never') as order_number_needed,
         coalesce(needs.docket_number_needed, 'never') as docket_number_needed
  from (
    select distinct *
    from unnest(
      ${jobs.map(job => job.companyId)}::uuid[], ${jobs.map(job => job.siteId)}::uuid[],
      ${jobs.map(job => job.alarmCompanyId)}::uuid[]
    ) as ask (company_id, site_id, alarm_company_id)
  ) ask
  join site on site.company_id = ask.company_id and site.id = ask.site_id
  left join alarm_company needs on needs.company_id = ask.company_id and needs.id = ask.alarm_company_id`)

/** The reminders of one job that are still to come, the next first. */
export const remindersOf = (db: Connection, companyId: string, jobId: string) =>
  db.query<Reminder>(sql`
  select ${COLUMNS}
  from reminder
  where company_id = ${companyId} and job_id = ${jobId} and due_at is not null
  order by due_at, rule_id`)
