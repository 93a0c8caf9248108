import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { EventRow } from '#jobs/event.ts'

/** One report of a job, counted from 1. */
export type ReportKey = Readonly<{ companyId: string; jobId: string; revision: number }>

/** The saves with which these reports went out, and which report each was. */
export const savesOfReports = (db: Connection, reports: readonly ReportKey[]) =>
  db.query<EventRow & { revision: number }>(sql`
    select ask.revision, event.seq, event.by, event.at, event.changed, event.job
    from unnest(
      ${reports.map(({ companyId }) => companyId)}::uuid[], ${reports.map(({ jobId }) => jobId)}::uuid[],
      ${reports.map(({ revision }) => revision)}::int[]
    ) as ask (company_id, job_id, revision)
    cross join lateral (
      select seq, by, at, changed, job
      from job_event
      where company_id = ask.company_id and job_id = ask.job_id
        and (job ->> 'reportRevision')::int = ask.revision
      order by version
      limit 1
    ) event`)
