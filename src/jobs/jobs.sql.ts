import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Status } from '#directory/directory.ts'
import { reviveVisit, type VisitText } from './event.ts'
import type { Job, JobEvent } from './job.ts'
import type { SiteLinks } from './opening.ts'

export type JobKey = Readonly<{ companyId: string; jobId: string }>
/** A job, the time zone of its site, and whether its company looks at reports before they go out. */
export type Loaded = { job: Job; zone: string; approvesReports: boolean }

/** A job as it is read, from `FROM`. */
export const COLUMNS = sql`
  job.company_id, job.id, job.number, job.version, job.site_id, job.customer_id, job.alarm_company_id,
  job.provider_id, job.service_type_id, job.status_id, status.category, job.priority, job.initial_request,
  job.outcome, job.order_number, job.docket_number, job.notes, job.opened_at, job.dispatched_at, job.on_site_at,
  job.off_site_at, job.times_dispatched, job.incident_raised, job.deferred_because,
  job.deferred_until::text as deferred_until, job.invoice_number, job.customer_advised_at, job.alarm_company_advised_at,
  job.appointment_from, job.appointment_until, job.reschedule_asked, job.requested_by, job.closed_at,
  job.report_revision, job.report_waits, job.applied, site.time_zone as zone, company.approves_reports,
  (
    select coalesce(jsonb_agg(jsonb_build_object('number', visit.number, 'technicians', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'personId', t.person_id, 'statusId', t.status_id, 'dispatchedAt', t.dispatched_at,
        'travellingAt', t.travelling_at, 'onSiteAt', t.on_site_at, 'offSiteAt', t.off_site_at
      ) order by t.position), '[]')
      from visit_technician t
      where t.company_id = visit.company_id and t.job_id = visit.job_id and t.visit = visit.number
    )) order by visit.number), '[]')
    from visit
    where visit.company_id = job.company_id and visit.job_id = job.id
  ) as visits`

export type JobRow = Omit<Job, 'visits'> & Omit<Loaded, 'job'> & { visits: VisitText[] }
export const asLoaded = ({ zone, approvesReports, visits, ...job }: JobRow): Loaded => ({
  zone,
  approvesReports,
  job: { ...job, visits: visits.map(reviveVisit) },
})

export const FROM = sql`
  from job
  join status on status.company_id = job.company_id and status.id = job.status_id
  join site on site.company_id = job.company_id and site.id = job.site_id
  join company on company.id = job.company_id`

// Locked in one order everywhere, so that two batches never wait for each other in a circle.
export const lockJobs = (db: Connection, keys: readonly JobKey[]) =>
  db.query(sql`
  select job.id
  from job
  join unnest(${keys.map(key => key.companyId)}::uuid[], ${keys.map(key => key.jobId)}::uuid[]) as ask (company_id, id)
    on ask.company_id = job.company_id and ask.id = job.id
  order by job.company_id, job.id
  for update of job`)

// A statement of its own after the lock: only then does it see visits another process has just committed. The jobs are
// found first: before a new database has statistics, the planner would otherwise read every job of the company.
export async function loadJobs(db: Connection, keys: readonly JobKey[]): Promise<Loaded[]> {
  const rows = await db.query<JobRow>(sql`
    with job as materialized (
      select job.*
      from unnest(${keys.map(key => key.companyId)}::uuid[], ${keys.map(key => key.jobId)}::uuid[]) as ask (company_id, id)
      join job on job.company_id = ask.company_id and job.id = ask.id
    )
    select ${COLUMNS} ${FROM}`)
  return rows.map(asLoaded)
}

export async function jobByNumber(db: Connection, companyId: string, number: number): Promise<Loaded | undefined> {
  const rows = await db.query<JobRow>(sql`
    select ${COLUMNS} ${FROM}
    where job.company_id = ${companyId} and job.number = ${number}`)
  return rows.map(asLoaded)[0]
}

export const statusesOf = (db: Connection, companyIds: readonly string[]) =>
  db.query<Status>(sql`
  select company_id, id, code, name, category, step
  from status
  where company_id = any (${companyIds}::uuid[])
  order by code`)

export const sitesOf = (db: Connection, sites: readonly { companyId: string; siteId: string }[]) =>
  db.query<SiteLinks & { companyId: string; id: string }>(sql`
  select site.company_id, site.id, site.customer_id, site.alarm_company_id
  from site
  join unnest(${sites.map(site => site.companyId)}::uuid[], ${sites.map(site => site.siteId)}::uuid[]) as ask (company_id, id)
    on ask.company_id = site.company_id and ask.id = site.id`)

export type Reference = {
  ask: number
  field: string
  kind: 'site' | 'customer' | 'alarm-company' | 'provider' | 'service-type' | 'person'
  companyId: string
  id: string
}

/** Those references that point to nothing in their company. */
export const missing = (db: Connection, references: readonly Reference[]) =>
  db.query<{ ask: number; field: string }>(sql`
  select r.ask, r.field
  from jsonb_to_recordset(${asJson(references)}::jsonb) as r (ask int, field text, kind text, "companyId" uuid, id uuid)
  where not case r.kind
    when 'site' then exists (select from site x where x.company_id = r."companyId" and x.id = r.id)
    when 'customer' then exists (select from customer x where x.company_id = r."companyId" and x.id = r.id)
    when 'alarm-company' then exists (select from alarm_company x where x.company_id = r."companyId" and x.id = r.id)
    when 'provider' then exists (select from provider x where x.company_id = r."companyId" and x.id = r.id)
    when 'service-type' then exists (select from service_type x where x.company_id = r."companyId" and x.id = r.id)
    when 'person' then exists (select from person x where x.company_id = r."companyId" and x.id = r.id)
  end`)

/** Takes the next `count` job numbers of a company and returns the last of them. */
export async function takeNumbers(db: Connection, companyId: string, count: number): Promise<number> {
  const [row] = await db.query<{ last: number }>(sql`
    insert into job_number (company_id, last)
    values (${companyId}, ${count})
    on conflict (company_id) do update set last = job_number.last + excluded.last
    returning last`)
  return row!.last
}

export const insertJobs = (db: Connection, jobs: readonly Job[]) =>
  db.query(sql`
  insert into job
  select r.*
  from jsonb_populate_recordset(null::job, ${asJson(jobs.map(asRow))}::jsonb) r`)

export type NewEvent = Omit<JobEvent, 'seq'> & { request?: { key: string; hash: string } | undefined }

/** Writes the jobs as they have become and one event for every save, in one statement. */
export const recordSaves = (db: Connection, jobs: readonly Job[], events: readonly NewEvent[]) =>
  db.query(sql`
  with saved as (
    update job
    set (version, site_id, customer_id, alarm_company_id, provider_id, service_type_id, status_id, priority,
         initial_request, outcome, order_number, docket_number, notes, dispatched_at, on_site_at, off_site_at,
         times_dispatched, incident_raised, deferred_because, deferred_until, invoice_number, customer_advised_at,
         alarm_company_advised_at, appointment_from, appointment_until, reschedule_asked, closed_at, report_revision,
         report_waits, applied)
      = (r.version, r.site_id, r.customer_id, r.alarm_company_id, r.provider_id, r.service_type_id, r.status_id,
         r.priority, r.initial_request, r.outcome, r.order_number, r.docket_number, r.notes, r.dispatched_at,
         r.on_site_at, r.off_site_at, r.times_dispatched, r.incident_raised, r.deferred_because, r.deferred_until,
         r.invoice_number, r.customer_advised_at, r.alarm_company_advised_at, r.appointment_from, r.appointment_until,
         r.reschedule_asked, r.closed_at, r.report_revision, r.report_waits, r.applied)
    -- The limit tells the planner how few they are: it then looks each up instead of reading the table.
    from (select * from jsonb_populate_recordset(null::job, ${asJson(jobs.map(asRow))}::jsonb) limit ${jobs.length}) r
    where job.company_id = r.company_id and job.id = r.id
  )
  ${insertion(events)}`)

export const insertEvents = (db: Connection, events: readonly NewEvent[]) => db.query(insertion(events))

const insertion = (events: readonly NewEvent[]) => sql`
  insert into job_event (company_id, job_id, version, by, at, changed, job, request_key, request_hash)
  select r.company_id, r.job_id, r.version, r.by, r.at, r.changed, r.job, r.request_key, r.request_hash
  from jsonb_populate_recordset(null::job_event, ${asJson(events.map(asEventRow))}::jsonb) with ordinality
    as r (company_id, job_id, version, seq, by, at, changed, job, request_key, request_hash, planned_at, written_in, position)
  order by r.position`

const asEventRow = ({ by, at, changed, job, request }: NewEvent) => ({
  company_id: job.companyId,
  job_id: job.id,
  version: job.version,
  by,
  at,
  changed,
  job,
  request_key: request?.key,
  request_hash: request?.hash,
})

const asRow = (job: Job) => ({
  company_id: job.companyId,
  id: job.id,
  number: job.number,
  version: job.version,
  site_id: job.siteId,
  customer_id: job.customerId,
  alarm_company_id: job.alarmCompanyId,
  provider_id: job.providerId,
  service_type_id: job.serviceTypeId,
  status_id: job.statusId,
  priority: job.priority,
  initial_request: job.initialRequest,
  outcome: job.outcome,
  order_number: job.orderNumber,
  docket_number: job.docketNumber,
  notes: job.notes,
  opened_at: job.openedAt,
  dispatched_at: job.dispatchedAt,
  on_site_at: job.onSiteAt,
  off_site_at: job.offSiteAt,
  times_dispatched: job.timesDispatched,
  incident_raised: job.incidentRaised,
  deferred_because: job.deferredBecause,
  deferred_until: job.deferredUntil,
  invoice_number: job.invoiceNumber,
  customer_advised_at: job.customerAdvisedAt,
  alarm_company_advised_at: job.alarmCompanyAdvisedAt,
  appointment_from: job.appointmentFrom,
  appointment_until: job.appointmentUntil,
  reschedule_asked: job.rescheduleAsked,
  requested_by: job.requestedBy,
  closed_at: job.closedAt,
  report_revision: job.reportRevision,
  report_waits: job.reportWaits,
  applied: job.applied,
})

/** Writes the visits of these jobs and their technicians; nobody is ever taken off a visit. */
export async function saveVisits(db: Connection, jobs: readonly Job[]): Promise<void> {
  const visits = jobs.flatMap(job => job.visits.map(visit => ({ companyId: job.companyId, jobId: job.id, ...visit })))
  const technicians = visits.flatMap(({ technicians, companyId, jobId, number }) =>
    technicians.map((technician, position) => ({
      company_id: companyId,
      job_id: jobId,
      visit: number,
      person_id: technician.personId,
      position,
      status_id: technician.statusId,
      dispatched_at: technician.dispatchedAt,
      travelling_at: technician.travellingAt,
      on_site_at: technician.onSiteAt,
      off_site_at: technician.offSiteAt,
    })),
  )
  const visited = db.query(sql`
    insert into visit (company_id, job_id, number)
    select *
    from unnest(
      ${visits.map(visit => visit.companyId)}::uuid[],
      ${visits.map(visit => visit.jobId)}::uuid[],
      ${visits.map(visit => visit.number)}::int[]
    )
    on conflict do nothing`)
  const went = db.query(sql`
    insert into visit_technician
    select r.*
    from jsonb_populate_recordset(null::visit_technician, ${asJson(technicians)}::jsonb) r
    on conflict (company_id, job_id, visit, person_id) do update
    set (status_id, dispatched_at, travelling_at, on_site_at, off_site_at)
      = (excluded.status_id, excluded.dispatched_at, excluded.travelling_at, excluded.on_site_at, excluded.off_site_at)`)
  await Promise.all([visited, went])
}
