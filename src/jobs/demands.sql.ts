import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Demand } from './demands.ts'

/** Whose demands are asked for: of a job's parties, of a site's, or of these. */
export type DemandsAsked = Readonly<{
  companyId: string
  jobId?: string | undefined
  siteId?: string | undefined
  customerId?: string | null | undefined
  alarmCompanyId?: string | null | undefined
}>

/** What the customers and alarm companies asked about demand. Who demands nothing is left out. */
export const demandsOf = (db: Connection, asked: readonly DemandsAsked[]) =>
  db.query<Demand>(sql`
  with ask as materialized (
    select r.*
    from jsonb_to_recordset(${asJson(asked.map(asRow))}::jsonb)
      as r ("companyId" uuid, "jobId" uuid, "siteId" uuid, "customerId" uuid, "alarmCompanyId" uuid)
    -- Tells the planner how few they are, as in the statement that records saves.
    limit ${asked.length}
  ),
  link as materialized (
    select "companyId" as company_id, "customerId" as customer_id, "alarmCompanyId" as alarm_company_id
    from ask
    union
    select job.company_id, job.customer_id, job.alarm_company_id
    from ask
    join job on job.company_id = ask."companyId" and job.id = ask."jobId"
    union
    select site.company_id, site.customer_id, site.alarm_company_id
    from ask
    join site on site.company_id = ask."companyId" and site.id = ask."siteId"
  )
  select 'customer' as party, c.company_id, c.id, c.must_be_advised, 'never' as order_number_needed,
    'never' as docket_number_needed
  from customer c
  where (c.company_id, c.id) in (select link.company_id, link.customer_id from link)
  and c.must_be_advised
  union all
  select 'alarm-company', a.company_id, a.id, a.must_be_advised, a.order_number_needed, a.docket_number_needed
  from alarm_company a
  where (a.company_id, a.id) in (select link.company_id, link.alarm_company_id from link)
  and (a.must_be_advised or a.order_number_needed <> 'never' or a.docket_number_needed <> 'never')`)

// An opening says much more than whose demands are asked for.
const asRow = ({ companyId, jobId, siteId, customerId, alarmCompanyId }: DemandsAsked): DemandsAsked => ({
  ...{ companyId, jobId, siteId, customerId, alarmCompanyId },
})
