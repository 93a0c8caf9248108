import sql, { join, type Sql } from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import type { Schedule } from './schedule.ts'

type Instant = Temporal.Instant

/** A schedule and when it next falls due, whether or not it is active. */
export type KeptSchedule = Schedule & Readonly<{ nextAt: Instant }>

const COLUMNS = sql`
  company_id, id, version, name, customer_id, every, on_day, at_minute, time_zone, addresses, active, next_at`

export type SchedulesAsked = Readonly<{ companyId: string; limit: number; after?: string; customerId?: string }>

/** A company's schedules in use, the oldest first. */
export function listSchedules(db: Connection, { companyId, limit, after, customerId }: SchedulesAsked) {
  const conditions = [
    sql`company_id = ${companyId}`,
    sql`removed_at is null`,
    ...(after ? [sql`id > ${after}`] : []),
    ...(customerId ? [sql`customer_id = ${customerId}`] : []),
  ]
  return db.query<KeptSchedule>(sql`
    select ${COLUMNS}
    from report_schedule
    where ${join(conditions, ' and ')}
    order by id
    limit ${limit}`)
}

/** One schedule in use. */
export const findSchedule = (db: Connection, companyId: string, id: string) => scheduleBy(db, wanted(companyId, id))

/** The same schedule, kept from others until this transaction ends. */
export const lockSchedule = (db: Connection, companyId: string, id: string) =>
  scheduleBy(db, sql`${wanted(companyId, id)} for update`)

const wanted = (companyId: string, id: string) => sql`company_id = ${companyId} and id = ${id} and removed_at is null`

async function scheduleBy(db: Connection, condition: Sql): Promise<KeptSchedule | undefined> {
  const [row] = await db.query<KeptSchedule>(sql`
    select ${COLUMNS}
    from report_schedule
    where ${condition}`)
  return row
}

/** Writes a schedule as it now is, with who made it so and when. */
export const writeSchedule = (db: Connection, schedule: KeptSchedule, by: Actor, now: Instant) =>
  db.query(sql`
  with kept as (
    insert into report_schedule (${COLUMNS})
    select "companyId", id, version, name, "customerId", every, "onDay", "atMinute", "timeZone", addresses, active,
           "nextAt"
    from jsonb_to_recordset(${asJson([schedule])}::jsonb) as r (
      "companyId" uuid, id uuid, version int, name text, "customerId" uuid, every text, "onDay" int, "atMinute" int,
      "timeZone" text, addresses text[], active boolean, "nextAt" timestamptz
    )
    on conflict (company_id, id) do update
    set (version, name, customer_id, every, on_day, at_minute, time_zone, addresses, active, next_at)
      = (excluded.version, excluded.name, excluded.customer_id, excluded.every, excluded.on_day, excluded.at_minute,
         excluded.time_zone, excluded.addresses, excluded.active, excluded.next_at)
    returning company_id, id, version
  )
  insert into report_schedule_change (company_id, schedule_id, version, by, at, schedule)
  select company_id, id, version, ${asJson(by)}, ${now}, ${asJson(schedule)}::jsonb
  from kept`)

/** Takes a schedule out of use. It stays stored, for the reports that came of it. */
export const retireSchedule = (db: Connection, schedule: Schedule, by: Actor, now: Instant) =>
  db.query(sql`
  with gone as (
    update report_schedule
    set removed_at = ${now}, version = version + 1
    where company_id = ${schedule.companyId} and id = ${schedule.id}
    returning company_id, id, version
  )
  insert into report_schedule_change (company_id, schedule_id, version, by, at, schedule)
  select company_id, id, version, ${asJson(by)}, ${now}, ${asJson({ ...schedule, removed: true })}::jsonb
  from gone`)
