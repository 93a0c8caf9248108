import sql, { raw } from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { JobEvent } from '#jobs/job.ts'
import type { Occasion, OwnerKind, Via } from '#rules/rule.ts'

/** The id of the n-th thing of a kind, by a rule that SQL and a reader can both follow. */
const idOf = (kind: string, n: string) =>
  raw(`overlay(overlay(md5('${kind} ' || ${n}) placing '4' from 13) placing '8' from 17)::uuid`)

export const firstOf = async (db: Connection, kind: string): Promise<string> => {
  const [row] = await db.query<{ id: string }>(sql`select ${idOf(kind, '1')} as id`)
  return row!.id
}

export type Places = Readonly<{ companyId: string; places: number }>

/** So many customers, alarm companies and providers, and as many sites; the n-th of each belong together. */
export async function insertPlaces(db: Connection, { companyId, places }: Places): Promise<void> {
  await db.query(sql`
    insert into service_type
    values (${companyId}, ${idOf('service-type', '1')}, 'Burglar alarm', 'alarm')`)
  await db.query(sql`
    insert into customer (company_id, id, name, email)
    select ${companyId}, ${idOf('customer', 'n')}, 'Customer ' || n, 'office' || n || '@customer.example'
    from generate_series(1, ${places}::int) n`)
  await db.query(sql`
    insert into alarm_company (company_id, id, name)
    select ${companyId}, ${idOf('alarm-company', 'n')}, 'Monitoring centre ' || n
    from generate_series(1, ${places}::int) n`)
  await db.query(sql`
    insert into provider (company_id, id, name, email, mobile)
    select ${companyId}, ${idOf('provider', 'n')}, 'Patrol ' || n, 'desk' || n || '@patrol.example', '+61491570156'
    from generate_series(1, ${places}::int) n`)
  await db.query(sql`
    insert into site (company_id, id, name, address, time_zone, customer_id, alarm_company_id)
    select ${companyId}, ${idOf('site', 'n')}, 'Timber yard ' || n, n || ' Mill Road, Orange NSW', 'Australia/Sydney',
           ${idOf('customer', 'n')}, ${idOf('alarm-company', 'n')}
    from generate_series(1, ${places}::int) n`)
}

export type SeedRule = Readonly<{ kind: OwnerKind; occasion: Occasion; via: Via; address: string }>

/** This rule for the first `owners` of its kind, each with an address of its own. */
export const insertRules = (db: Connection, companyId: string, rule: SeedRule, owners: number) =>
  db.query(sql`
    insert into rule (company_id, id, version, owner_kind, owner_id, does, occasion, via, destination, address,
                      leaves_out_cancelled, active)
    select ${companyId}, gen_random_uuid(), 1, ${rule.kind}, ${idOf(rule.kind, 'n')}, 'tell', ${rule.occasion},
           ${rule.via}, 'address',
           case ${rule.via} when 'sms' then ${rule.address} else ${rule.address} || n || '@example.com' end, false, true
    from generate_series(1, ${owners}::int) n`)

export type Jobs = Readonly<{
  companyId: string
  /** Tells sets of jobs apart; their ids are made from it. */
  series: string
  first: number
  count: number
  /** The jobs go round the first `places` places. */
  places: number
}>

/** Jobs as they were opened. */
export const insertJobs = (db: Connection, { companyId, series, first, count, places }: Jobs, opened: JobEvent) =>
  db.query(sql`
    insert into job (company_id, id, number, version, site_id, customer_id, alarm_company_id, service_type_id, status_id,
                     priority, initial_request, opened_at, times_dispatched, incident_raised)
    select ${companyId}, ${idOf(series, 'n')}, n, 1, ${idOf('site', 'place')}, ${idOf('customer', 'place')},
           ${idOf('alarm-company', 'place')}, ${opened.job.serviceTypeId}, ${opened.job.statusId},
           ${opened.job.priority}, ${opened.job.initialRequest}, ${opened.at}, 0, false
    from generate_series(${first}::int, ${first + count - 1}::int) n
    cross join lateral (select 1 + (n::bigint * 7919) % ${places} as place) spread`)

/** These events for every job of the series, each about its own job, planned already if `plannedAt` is given. */
export const insertEvents = (
  db: Connection,
  { companyId, series, first, count, places }: Jobs,
  events: readonly JobEvent[],
  plannedAt: Temporal.Instant | null,
) =>
  db.query(sql`
    insert into job_event (company_id, job_id, version, by, at, changed, job, planned_at)
    select ${companyId}, ${idOf(series, 'n')}, (life.job ->> 'version')::int, life.by, life.at, life.changed,
           life.job || jsonb_build_object(
             'id', ${idOf(series, 'n')}, 'number', n, 'siteId', ${idOf('site', 'place')},
             'customerId', ${idOf('customer', 'place')}, 'alarmCompanyId', ${idOf('alarm-company', 'place')},
             'providerId', case when life.job ->> 'providerId' is not null then ${idOf('provider', 'place')} end
           ),
           ${plannedAt}::timestamptz
    from generate_series(${first}::int, ${first + count - 1}::int) n
    cross join lateral (select 1 + (n::bigint * 7919) % ${places} as place) spread
    cross join jsonb_to_recordset(${asJson(events)}::jsonb) as life (by jsonb, at timestamptz, changed jsonb, job jsonb)
    order by (life.job ->> 'version')::int, n`)

/** One e-mail notice about each job of the series as it was at this version, due at once, none planned before. */
export const insertNotices = (
  db: Connection,
  { companyId, series, first, count }: Jobs,
  { version, occasion, now }: { version: number; occasion: Occasion; now: Temporal.Instant },
) =>
  db.query(sql`
    insert into notice (company_id, id, job_id, version, occasions, channel, address, pdf, lane, due_at, use_by)
    select ${companyId}, gen_random_uuid(), ${idOf(series, 'n')}, ${version}, array[${occasion}], 'email',
           'operator' || n || '@example.com', false, 'normal', ${now}, ${now.add({ hours: 12 })}
    from generate_series(${first}::int, ${first + count - 1}::int) n`)

/** Whether anything is still on its way: an event without a plan, a notice without words, a delivery without an end. */
export async function isUndone(db: Connection): Promise<boolean> {
  const [row] = await db.query<{ undone: boolean }>(sql`
    select exists (select from job_event where planned_at is null)
        or exists (select from notice where settled_at is null)
        or exists (select from delivery where ended_at is null) as undone`)
  return row!.undone
}
