import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { EventRow } from './event.ts'

type Instant = Temporal.Instant

/** What a job points at: the field, and what stands in it. */
export type Link = Readonly<{
  field: 'companyId' | 'customerId' | 'alarmCompanyId' | 'siteId' | 'providerId'
  id: string
}>

/** Jobs that ever had one of these links; of each what happened before `until`, if anything did since `since`. */
export type PastAsked = Readonly<{
  companyId: string
  links: readonly Link[]
  /** Null: jobs to which nothing has happened for long count too. */
  since: Instant | null
  until: Instant
}>

export async function countJobs(db: Connection, companyId: string): Promise<number> {
  const [row] = await db.query<{ jobs: number }>(sql`
    select count(*) as jobs
    from job
    where company_id = ${companyId}`)
  return row!.jobs
}

/** The next jobs of a company by number, whatever they point at: how many, and the number of the last. */
export async function pageAfter(db: Connection, companyId: string, { after, limit }: { after: number; limit: number }) {
  const [row] = await db.query<{ jobs: number; last: number | null }>(sql`
    select count(*) as jobs, max(number) as last
    from (
      select number
      from job
      where company_id = ${companyId} and number > ${after}
      order by number
      limit ${limit}
    ) page`)
  return row!
}

/** What happened to the jobs with these numbers that ever had one of these links, job by job, oldest first. */
export const pastOf = (
  db: Connection,
  { companyId, links, since, until }: PastAsked,
  { after, last }: { after: number; last: number },
) =>
  db.query<EventRow>(sql`
  -- The jobs are found first, so that each is asked about once and not for each of its events.
  with found as materialized (
    select job.id, job.number
    from job
    where job.company_id = ${companyId} and job.number > ${after} and job.number <= ${last}
      and (${since}::timestamptz is null or exists (
        select
        from job_event late
        where late.company_id = job.company_id and late.job_id = job.id and late.at >= ${since} and late.at < ${until}
      ))
      and exists (
        select
        from job_event theirs
        join unnest(${links.map(({ field }) => field)}::text[], ${links.map(({ id }) => id)}::text[]) as link (field, id)
          on theirs.job ->> link.field = link.id
        where theirs.company_id = job.company_id and theirs.job_id = job.id and theirs.at < ${until}
      )
  )
  select event.seq, event.by, event.at, event.changed, event.job
  from found
  join job_event event on event.company_id = ${companyId} and event.job_id = found.id
  where event.at < ${until}
  order by found.number, event.version`)
