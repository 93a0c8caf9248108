import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Reported } from '#rules/reports.ts'
import type { CategoryCounts, ReportedJob } from './report-words.ts'

export type ReportKey = Readonly<{ companyId: string; reportId: string }>

/** The words of a report and the papers that go with them: the same for everybody who gets it. */
export type Letter = Readonly<{ subject: string; body: string; paperId: string; spreadsheetId: string }>

/** These reports, and the words of those of which some have been written before. */
export async function reportsOf(db: Connection, keys: readonly ReportKey[]) {
  const rows = await db.query<Omit<Reported, 'period'> & ReportRow>(sql`
    select report.company_id, report.id, report.name, report.customer_id, report.time_zone, report.from_at,
           report.until_at, letter.written
    from unnest(${keys.map(key => key.companyId)}::uuid[], ${keys.map(key => key.reportId)}::uuid[])
      as ask (company_id, id)
    join report using (company_id, id)
    left join lateral (
      select jsonb_build_object('subject', message.subject, 'body', message.body, 'paperId', message.paper_id,
                                'spreadsheetId', message.spreadsheet_id) as written
      from notice
      join message on message.company_id = notice.company_id and message.id = notice.id
      where notice.company_id = report.company_id and notice.report_id = report.id
      limit 1
    ) letter on true`)
  return rows.map(({ fromAt, untilAt, ...row }) => ({ ...row, period: { from: fromAt, until: untilAt } }))
}
type ReportRow = { id: string; fromAt: Temporal.Instant; untilAt: Temporal.Instant; written: Letter | null }

/**
 * The jobs opened in the period of a report as they now stand, the first `most` of them in the order in which they were
 * opened, and how many there are of each category.
 */
export async function jobsOf(
  db: Connection,
  { companyId, customerId, period }: Pick<Reported, 'companyId' | 'customerId' | 'period'>,
  most: number,
): Promise<{ jobs: ReportedJob[]; categories: CategoryCounts }> {
  const rows = await db.query<ReportedJob & { categories: CategoryCounts }>(sql`
    with opened as materialized (
      select job.*, status.name as status, status.category
      from job
      join status on status.company_id = job.company_id and status.id = job.status_id
      where job.company_id = ${companyId} and job.opened_at >= ${period.from} and job.opened_at < ${period.until}
        and (${customerId}::uuid is null or job.customer_id = ${customerId})
        -- What was only asked for is no job.
        and status.category not in ('requested', 'rejected')
    )
    select opened.number, site.name as site, site.address, site.time_zone, customer.name as customer,
           service_type.name as service_type, opened.status, provider.name as provider, opened.opened_at,
           opened.dispatched_at, opened.on_site_at, opened.off_site_at, opened.outcome, opened.order_number,
           opened.docket_number,
           (
             select jsonb_object_agg(category, jobs)
             from (select category, count(*) as jobs from opened group by category) counted
           ) as categories
    from opened
    join site on site.company_id = opened.company_id and site.id = opened.site_id
    join service_type on service_type.company_id = opened.company_id and service_type.id = opened.service_type_id
    left join customer on customer.company_id = opened.company_id and customer.id = opened.customer_id
    left join provider on provider.company_id = opened.company_id and provider.id = opened.provider_id
    order by opened.opened_at, opened.number
    limit ${most}`)
  return { jobs: rows, categories: rows[0]?.categories ?? {} }
}

export type LetterTo = Letter & Readonly<{ companyId: string; id: string }>

export const insertLetters = (db: Connection, letters: readonly LetterTo[], now: Temporal.Instant) =>
  db.query(sql`
  insert into message (company_id, id, subject, body, paper_id, spreadsheet_id, at, reply_to)
  select "companyId", id, subject, body, "paperId", "spreadsheetId", ${now}::timestamptz,
         (select reply_to from company where company.id = "companyId")
  from jsonb_to_recordset(${asJson(letters)}::jsonb) as written (
    "companyId" uuid, id uuid, subject text, body text, "paperId" uuid, "spreadsheetId" uuid
  )
  on conflict do nothing`)
