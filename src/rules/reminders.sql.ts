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
 * Lets rules that were written look at every job they may chase: moments up to `sweptAt` are past for them, unless one
 * was waiting to be looked at, and what they sent before still counts. When each is due is worked out when it is looked
 * at, which is at once. The jobs are gone through once, however many rules an import has made.
 */
export const spread = (db: Connection, rules: readonly Unspread[]) =>
  db.query(sql`
  with spread as (
    update rule
    set spread_at = r."savedAt"
    from jsonb_to_recordset(${asJson(rules)}::jsonb)
      as r ("companyId" uuid, id uuid, "savedAt" timestamptz, "sweptAt" timestamptz)
    where rule.company_id = r."companyId" and rule.id = r.id
    returning rule.company_id, rule.id, rule.owner_kind, rule.owner_id, rule.service_type_id, rule.occasion,
              r."savedAt" as saved_at, r."sweptAt" as swept_at
  ),
  -- Kept apart, so that the few open jobs are found before any rule is held against them.
  open as materialized (
    select job.company_id, job.id, job.service_type_id, job.off_site_at, link.kind, link.id as owner_id
    from job
    join status on status.company_id = job.company_id and status.id = job.status_id
    cross join lateral (
      values ('company', job.company_id), ('customer', job.customer_id), ('alarm-company', job.alarm_company_id), ('site', job.site_id),
             ('provider', job.provider_id)
    ) as link (kind, id)
    where job.company_id = any (${[...new Set(rules.map(({ companyId }) => companyId))]}::uuid[])
      and status.category = 'in-progress' and coalesce(job.dispatched_at, job.on_site_at, job.off_site_at) is not null
      and link.id is not null
  )
  insert into reminder (company_id, job_id, rule_id, base, past, sent, turn, due_at)
  select open.company_id, open.id, rule.id, null, rule.swept_at, 0, 0, rule.saved_at
  from open
  join spread rule
    on rule.company_id = open.company_id and rule.owner_kind = open.kind and rule.owner_id = open.owner_id
  -- What follows up a close begins with it: jobs closed before there was such a rule are left in peace.
  where rule.occasion <> 'follow-up' and (rule.service_type_id is null or rule.service_type_id = open.service_type_id)
    and (rule.occasion = 'incomplete') = (open.off_site_at is null)
  on conflict (company_id, job_id, rule_id) do update
  set base = null, due_at = excluded.due_at,
      past = case when reminder.due_at <= excluded.due_at then reminder.past
                  else greatest(reminder.past, excluded.past) end`)

/**
 * Lets a rule that stands in for another with one job go on where that one stands. It is looked at once, whatever a
 * planner makes of the job at this moment; what is then not due sleeps until the job moves.
 */
export const continueReminder = (
  db: Connection,
  reminder: JobKey & { ruleId: string; of: string; past: Instant },
  now: Instant,
) =>
  db.query(sql`
  with spread as (
    update rule
    set spread_at = ${now}
    where company_id = ${reminder.companyId} and id = ${reminder.ruleId}
    returning company_id, id
  )
  insert into reminder (company_id, job_id, rule_id, base, past, sent, turn, due_at)
  select spread.company_id, ${reminder.jobId}, spread.id, null, coalesce(former.past, ${reminder.past}),
         coalesce(former.sent, 0), coalesce(former.turn, 0), ${now}
  from spread
  left join reminder former
    on former.company_id = spread.company_id and former.job_id = ${reminder.jobId} and former.rule_id = ${reminder.of}`)

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
