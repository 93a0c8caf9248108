import sql, { join, type Sql } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import { asLoaded, COLUMNS, FROM, type JobRow, type Loaded } from './jobs.sql.ts'

export const LISTS = ['not-dispatched', 'not-advised', 'deferred', 'reschedule-asked', 'report-waits'] as const

type Asked = Readonly<{
  companyId: string
  limit: number
  categories?: readonly string[]
  siteId?: string
  search?: string
}>
export type JobsAsked = Asked &
  Readonly<{
    /** Jobs numbered below this: the cursor. */
    before?: number
    list?: (typeof LISTS)[number]
  }>
export type ReviewAsked = Asked &
  Readonly<{
    now: Temporal.Instant
    /** The cursor: jobs to be reviewed after that day, or on it with a higher number. */
    after?: { day: string; number: number }
  }>

const MOST_JOBS = 2 ** 31 - 1

/** Jobs, the latest first. */
export async function jobsOf(db: Connection, asked: JobsAsked): Promise<Loaded[]> {
  const { limit, before, list } = asked
  const conditions = [
    ...narrowing(asked),
    // Always a number: the index by number holds only jobs that have one, and is used only when that is asked for.
    sql`job.number < ${before ?? MOST_JOBS}`,
    ...(list ? [STANDING[list]] : []),
  ]
  const rows = await db.query<JobRow>(sql`
    select ${COLUMNS} ${FROM}
    where ${join(conditions, ' and ')}
    order by job.number desc
    limit ${limit}`)
  return rows.map(asLoaded)
}

/** What each standing list holds. */
export const STANDING: Record<(typeof LISTS)[number], Sql> = {
  'not-dispatched': sql`status.category = 'in-progress' and job.dispatched_at is null and job.deferred_until is null`,
  'not-advised': sql`status.category = 'not-advised'`,
  deferred: sql`job.deferred_until is not null`,
  'reschedule-asked': sql`job.reschedule_asked is not null`,
  'report-waits': sql`job.report_waits`,
}

/** Deferred jobs whose review day has come on their sites' own calendar, the longest due first (S1.41). */
export async function jobsToReview(db: Connection, asked: ReviewAsked): Promise<Loaded[]> {
  const { limit, now, after } = asked
  const conditions = [
    ...narrowing(asked),
    reviewIsDue(now),
    ...(after ? [sql`(job.deferred_until, job.number) > (${after.day}::date, ${after.number}::int)`] : []),
  ]
  const rows = await db.query<JobRow>(sql`
    select ${COLUMNS} ${FROM}
    where ${join(conditions, ' and ')}
    order by job.deferred_until, job.number
    limit ${limit}`)
  return rows.map(asLoaded)
}

/** The day to which it was put off has come at the site. */
export const reviewIsDue = (now: Temporal.Instant): Sql => sql`
  job.deferred_until <= (${now}::timestamptz at time zone site.time_zone)::date
  -- No clock on earth is more than fourteen hours ahead: this alone finds them by the index.
  and job.deferred_until <= (${now}::timestamptz at time zone 'UTC' + interval '14 hours')::date`

const narrowing = ({ companyId, categories, siteId, search }: Asked): Sql[] => [
  sql`job.company_id = ${companyId}`,
  ...(categories ? [sql`status.category = any (${categories})`] : []),
  ...(siteId ? [sql`job.site_id = ${siteId}`] : []),
  ...(search ? [matching(search, SEARCHED)] : []),
]

const SEARCHED = sql`site.name || ' ' || site.address || ' ' || job.number`

/** A job named as people say it ("ABC-12") is that job; anything else is looked for in this text. */
export function matching(search: string, text: Sql): Sql {
  const [, number] = /^\s*[a-z0-9]{3}-(\d{1,9})\s*$/i.exec(search) ?? []
  if (number) return sql`job.number = ${Number(number)}`
  return sql`(${text}) ilike ${`%${escapeLike(search)}%`}`
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')
