import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { BoardRow, View } from './board.ts'
import { OPEN } from './due.ts'
import type { Job } from './job.ts'
import { matching, reviewIsDue, STANDING } from './lists.sql.ts'

export type BoardAsked = Readonly<{
  companyId: string
  view: View
  now: Temporal.Instant
  limit: number
  /** Found in the site, its address, the number or the customer's name. */
  search?: string
  /** Only these, as far as they belong to the view. */
  ids?: readonly string[]
  /** The last row of the page before. */
  after?: Pick<Job, 'priority' | 'openedAt' | 'number'> | Readonly<{ closedAt: Temporal.Instant; number: number }>
}>

/** One page of a board: by priority and age, or the latest complete first. */
export function boardOf(db: Connection, asked: BoardAsked): Promise<BoardRow[]> {
  const isComplete = asked.view === 'complete'
  // The page is found first, with no more joined than that takes: the names are looked up for its rows alone.
  return db.query<BoardRow>(sql`
    with job as materialized (${isComplete ? completeJobs(asked) : openJobs(asked)})
    select ${COLUMNS}
    ${NAMES}
    order by ${isComplete ? LATEST : BY_PRIORITY}`)
}

/** How many jobs are in each view; of those complete at most ten thousand, for nobody reads on so far. */
export async function countBoard(db: Connection, companyId: string, now: Temporal.Instant) {
  const counted = (['open', 'not-dispatched', 'in-progress', 'late', 'not-advised'] as const).map(
    view => sql`count(*) filter (where ${VIEWED[view](now).where}) as ${raw(`"${view}"`)}`,
  )
  const [row] = await db.query<Record<View, number>>(sql`
    select ${join(counted, ', ')}, (
      select count(*)
      from job
      ${join([STATUS, SITE], ' ')}
      where ${isOpen(companyId)} and ${VIEWED['deferred-today'](now).where}
    ) as "deferred-today", (
      select count(*)
      from (select from job where ${isComplete(companyId)} limit ${MOST_COMPLETE}) as counted
    ) as complete
    from job
    ${join([STATUS, TYPE], ' ')}
    where ${isOpen(companyId)}`)
  return row!
}

const MOST_COMPLETE = 10_000

const BY_PRIORITY = sql`job.priority, job.opened_at, job.number`
const LATEST = sql`job.closed_at desc, job.number desc`

// Status by status: each is a stretch of an index in the order of the board, and nothing that was called off is read.
function openJobs({ companyId, view, now, limit, ...asked }: BoardAsked): Sql {
  const conditions = [VIEWED[view](now), ...narrowing(asked)]
  return sql`
    select job.*
    from status
    cross join lateral (
      select job.*
      from job
      ${joinsOf(conditions)}
      where job.company_id = ${companyId} and job.status_id = status.id and job.closed_at is null
        and ${allOf(conditions)}
      order by ${BY_PRIORITY}
      limit ${limit}
    ) job
    where status.company_id = ${companyId} and status.category = any (${OPEN})
    order by ${BY_PRIORITY}
    limit ${limit}`
}

function completeJobs({ companyId, view, now, limit, ...asked }: BoardAsked): Sql {
  const conditions = [VIEWED[view](now), ...narrowing(asked)]
  return sql`
    select job.*
    from job
    ${joinsOf(conditions)}
    where ${isComplete(companyId)} and ${allOf(conditions)}
    order by ${LATEST}
    limit ${limit}`
}

const isComplete = (companyId: string): Sql => sql`job.company_id = ${companyId} and job.closed_at is not null`

const isOpen = (companyId: string): Sql => sql`
  job.company_id = ${companyId} and job.closed_at is null and job.status_id = any (array(
    select standing.id
    from status standing
    where standing.company_id = ${companyId} and standing.category = any (${OPEN})
  ))`

const STATUS = sql`join status on status.company_id = job.company_id and status.id = job.status_id`
const SITE = sql`join site on site.company_id = job.company_id and site.id = job.site_id`
const TYPE = sql`join service_type on service_type.company_id = job.company_id and service_type.id = job.service_type_id`
const CUSTOMER = sql`left join customer on customer.company_id = job.company_id and customer.id = job.customer_id`

/** A condition, and what must be joined to ask it. */
type Condition = Readonly<{ needs: readonly Sql[]; where: Sql }>

const joinsOf = (conditions: readonly Condition[]): Sql =>
  join([empty, ...new Set(conditions.flatMap(({ needs }) => needs))], ' ')

const allOf = (conditions: readonly Condition[]): Sql =>
  join(
    conditions.map(({ where }) => where),
    ' and ',
  )

const asking = (where: Sql, ...needs: Sql[]): Condition => ({ needs, where })

function narrowing({ search, ids, after }: Pick<BoardAsked, 'search' | 'ids' | 'after'>): Condition[] {
  return [
    ...(search ? [asking(matching(search, SEARCHED), SITE, CUSTOMER)] : []),
    ...(ids ? [asking(sql`job.id = any (${ids}::uuid[])`)] : []),
    ...(after ? [asking(comesAfter(after))] : []),
  ]
}

const SEARCHED = sql`site.name || ' ' || site.address || ' ' || job.number || ' ' || coalesce(customer.name, '')`

const comesAfter = (after: NonNullable<BoardAsked['after']>): Sql =>
  'closedAt' in after
    ? sql`(job.closed_at, job.number) < (${after.closedAt}::timestamptz, ${after.number}::int)`
    : sql`(job.priority, job.opened_at, job.number)
        > (${after.priority}::int, ${after.openedAt}::timestamptz, ${after.number}::int)`

// What `dueOf` says of a job, said to the database; a test holds the two against each other.
const DUE_BY = sql`
  case
    when status.category <> 'in-progress' or job.deferred_until is not null then null
    when job.on_site_at is not null or job.off_site_at is not null then null
    when job.dispatched_at is null then job.opened_at + service_type.dispatch_within * interval '1 minute'
    else job.dispatched_at + service_type.on_site_within * interval '1 minute'
  end`

const ALL = asking(sql`true`)
const SENT = asking(
  sql`status.category = 'in-progress' and job.dispatched_at is not null and job.deferred_until is null`,
)

const VIEWED: Readonly<Record<View, (now: Temporal.Instant) => Condition>> = {
  open: () => ALL,
  'not-dispatched': () => asking(STANDING['not-dispatched']),
  'in-progress': () => SENT,
  late: now => asking(sql`${DUE_BY} < ${now}`, TYPE),
  'not-advised': () => asking(STANDING['not-advised']),
  'deferred-today': now => asking(reviewIsDue(now), SITE),
  complete: () => ALL,
}

const COLUMNS = sql`
  job.id, job.number, job.version, job.priority, job.opened_at, job.dispatched_at, job.on_site_at, job.off_site_at,
  job.deferred_until::text as deferred_until, job.closed_at, job.report_waits, job.site_id, job.service_type_id,
  job.status_id, job.provider_id, status.category, site.time_zone, site.name as site, site.address,
  customer.name as customer, alarm_company.name as alarm_company, service_type.name as service_type,
  service_type.dispatch_within, service_type.on_site_within, status.name as status, provider.name as provider,
  coalesce(went.technicians, '[]') as technicians, event.at as last_at, event.by ->> 'name' as last_by, event.changed`

const NAMES = sql`
  from job
  ${join([STATUS, SITE, TYPE, CUSTOMER], ' ')}
  join job_event event
    on event.company_id = job.company_id and event.job_id = job.id and event.version = job.version
  left join alarm_company on alarm_company.company_id = job.company_id and alarm_company.id = job.alarm_company_id
  left join provider on provider.company_id = job.company_id and provider.id = job.provider_id
  left join lateral (
    select jsonb_agg(jsonb_build_object('personId', person.id, 'name', person.name, 'status', reported.name)
                     order by technician.position) as technicians
    from visit_technician technician
    join person on person.company_id = technician.company_id and person.id = technician.person_id
    left join status reported on reported.company_id = technician.company_id and reported.id = technician.status_id
    where technician.company_id = job.company_id and technician.job_id = job.id and technician.visit = (
      select max(visit.number)
      from visit
      where visit.company_id = job.company_id and visit.job_id = job.id
    )
  ) went on true`
