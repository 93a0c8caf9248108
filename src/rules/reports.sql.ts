import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { FallenDue } from './reports.ts'
import type { Schedule } from './schedule.ts'

/** Schedules that are due, the longest due first; they are this transaction's until it ends. */
export const takeDueSchedules = (db: Connection, now: Temporal.Instant, limit: number) =>
  db.query<Schedule>(sql`
  select company_id, id, version, name, customer_id, every, on_day, at_minute, time_zone, addresses, active
  from report_schedule
  where active and removed_at is null and next_at <= ${now}
  order by next_at
  limit ${limit}
  for update skip locked`)

/** Stores these reports and moves their schedules on. A report that is there already stays as it is. */
export const writeReports = (db: Connection, fallen: readonly FallenDue[]) =>
  db.query(sql`
  with moved as (
    update report_schedule
    set next_at = r."nextAt"
    from jsonb_to_recordset(${asJson(fallen.map(({ companyId, scheduleId, nextAt }) => ({ companyId, scheduleId, nextAt })))}::jsonb)
      as r ("companyId" uuid, "scheduleId" uuid, "nextAt" timestamptz)
    where report_schedule.company_id = r."companyId" and report_schedule.id = r."scheduleId"
  )
  insert into report (company_id, id, schedule_id, customer_id, name, time_zone, from_at, until_at, at)
  select "companyId", id, "scheduleId", "customerId", name, "timeZone", "from", until, at
  from jsonb_to_recordset(${asJson(fallen.map(({ report }) => ({ ...report, ...report.period })))}::jsonb) as r (
    "companyId" uuid, id uuid, "scheduleId" uuid, "customerId" uuid, name text, "timeZone" text, "from" timestamptz,
    until timestamptz, at timestamptz
  )
  on conflict (company_id, id) do nothing`)
