import sql, { join, raw, type Sql } from 'sql-template-tag'
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
  const order = asked.view === 'complete' ? sql`job.closed_at desc, job.number desc` : BY_PRIORITY
  // The page is found first, with no more joined than it takes: the names are looked up for its rows alone.
  return db.query<BoardRow>(sql`
    with job as materialized (
      select job.*
      ${fromWhere(asked)}
      order by ${order}
      limit ${asked.limit}
    )
    select ${COLUMNS}
    ${NAMES}
    order by ${order}`)
}

/** How many jobs are in each view; of those complete at most this many, for nobody reads on so far. */
export async function countBoard(db: Connection, companyId: string, now: Temporal.Instant) {
  const counted = (Object.keys(OPEN_VIEWS) as OpenView[]).map(
    view => sql`count(*) filter (where ${OPEN_VIEWS[view](now).where}) as ${raw(`"${view}"`)}`,
  )
  const [row] = await db.query<Record<View, number>>(sql`
    select ${join(counted, ', ')}, (
      select count(*)
      from (select from job where ${companyIs(companyId)} and ${CLOSED.where} limit ${MOST_COMPLETE}) as closed
    ) as complete
    from job
    ${join([STATUS, SITE, TYPE], '\n')}
    where ${companyIs(companyId)} and ${NOT_CLOSED.where}`)
  return row!
}

const MOST_COMPLETE = 10_000
const companyIs = (companyId: string): Sql => sql`job.company_id = ${companyId}`

const BY_PRIORITY = sql`job.priority, job.opened_at, job.number`

const COLUMNS = sql`
  job.id, job.number, job.version, job.priority, job.opened_at, job.dispatched_at, job.on_site_at, job.off_site_at,
  job.deferred_until::text as deferred_until, job.closed_at, job.report_waits, job.site_id, job.service_type_id,
  job.status_id, job.provider_id, status.category, site.time_zone, site.name as site, site.address,
  customer.name as customer, alarm_company.name as alarm_company, service_type.name as service_type,
  service_type.dispatch_within, service_type.on_site_within, status.name as status, provider.name as provider,
  coalesce(went.technicians, '[]') as technicians, event.at as last_at, event.by ->> 'name' as last_by, event.changed`

const STATUS = sql`join status on status.company_id = job.company_id and status.id = job.status_id`
const SITE = sql`join site on site.company_id = job.company_id and site.id = job.site_id`
const TYPE = sql`join service_type on service_type.company_id = job.company_id and service_type.id = job.service_type_id`
const CUSTOMER = sql`left join customer on customer.company_id = job.company_id and customer.id = job.customer_id`

const NAMES = sql`
  from job
  ${STATUS}
  ${SITE}
  ${TYPE}
  ${CUSTOMER}
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

/** A condition, and what must be joined to ask it. */
type Condition = Readonly<{ needs?: readonly Sql[]; where: Sql }>

function fromWhere(asked: BoardAsked): Sql {
  const conditions = conditionsOf(asked)
  const joins = [...new Set([STATUS, ...conditions.flatMap(({ needs = [] }) => needs)])]
  return sql`
    from job
    ${join(joins, '\n')}
    where ${join(
      conditions.map(({ where }) => where),
      ' and ',
    )}`
}

const conditionsOf = ({ companyId, view, now, search, ids, after }: BoardAsked): Condition[] => [
  { where: companyIs(companyId) },
  ...(view === 'complete' ? [CLOSED] : [NOT_CLOSED, OPEN_VIEWS[view](now)]),
  ...(search ? [{ needs: [SITE, CUSTOMER], where: matching(search, SEARCHED) }] : []),
  ...(ids ? [{ where: sql`job.id = any (${ids}::uuid[])` }] : []),
  ...(after ? [{ where: comesAfter(after) }] : []),
]

// Said so that the index of jobs that are not closed can be used; what was called off is among them.
const NOT_CLOSED = { where: sql`job.closed_at is null and status.category = any (${OPEN})` }
const CLOSED = { where: sql`job.closed_at is not null` }
const SEARCHED = sql`site.name || ' ' || site.address || ' ' || job.number || ' ' || coalesce(customer.name, '')`

type OpenView = Exclude<View, 'complete'>

const OPEN_VIEWS: Readonly<Record<OpenView, (now: Temporal.Instant) => Condition>> = {
  open: () => ({ where: sql`true` }),
  'not-dispatched': () => ({ where: STANDING['not-dispatched'] }),
  'in-progress': () => ({
    where: sql`status.category = 'in-progress' and job.dispatched_at is not null and job.deferred_until is null`,
  }),
  late: now => ({ needs: [TYPE], where: sql`${DUE_BY} < ${now}` }),
  'not-advised': () => ({ where: STANDING['not-advised'] }),
  'deferred-today': now => ({ needs: [SITE], where: reviewIsDue(now) }),
}

// What `dueOf` says of a job, said to the database; a test holds the two against each other.
const DUE_BY = sql`
  case
    when status.category <> 'in-progress' or job.deferred_until is not null then null
    when job.on_site_at is not null or job.off_site_at is not null then null
    when job.dispatched_at is null then job.opened_at + service_type.dispatch_within * interval '1 minute'
    else job.dispatched_at + service_type.on_site_within * interval '1 minute'
  end`

const comesAfter = (after: NonNullable<BoardAsked['after']>): Sql =>
  'closedAt' in after
    ? sql`(job.closed_at, job.number) < (${after.closedAt}::timestamptz, ${after.number}::int)`
    : sql`(job.priority, job.opened_at, job.number)
        > (${after.priority}::int, ${after.openedAt}::timestamptz, ${after.number}::int)`
