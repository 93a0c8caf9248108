import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Notice } from './notice.ts'

/** Whom a notice tells of which save, and where it stands among the others. */
type Asked = Pick<Notice, 'companyId' | 'jobId' | 'version' | 'channel' | 'address'> & Readonly<{ position: number }>

/** When somebody may be left in peace: on which clock, at which hours, and the place of whose holidays. */
export type Peace = Readonly<{
  position: number
  companyId: string
  zone: string
  /** Of the save that is told of; null when it is only supposed. */
  seq: number | null
  from: number | null
  until: number | null
  /** Null: public holidays are as other days. */
  place: string | null
}>

/** Of these notices those that might have to wait (W5). An address that has hours of its own has not the company's. */
export const peaceOf = (db: Connection, asked: readonly Asked[]) =>
  db.query<Peace>(sql`
  select ask.position, ask."companyId" as company_id, site.time_zone as zone, event.seq,
         case when contact.quiet_from is null then company.quiet_from else contact.quiet_from end as from,
         case when contact.quiet_from is null then company.quiet_until else contact.quiet_until end as until,
         case when company.quiet_holidays then coalesce(company.holidays_of, company.country) end as place
  from jsonb_to_recordset(${asJson(asked)}::jsonb) as ask (
    position int, "companyId" uuid, "jobId" uuid, version int, channel text, address text
  )
  join company on company.id = ask."companyId"
  left join contact
    on contact.company_id = ask."companyId" and contact.channel = ask.channel and contact.address = ask.address
  join job on job.company_id = ask."companyId" and job.id = ask."jobId"
  join site on site.company_id = job.company_id and site.id = job.site_id
  left join job_event event
    on event.company_id = ask."companyId" and event.job_id = ask."jobId" and event.version = ask.version
  where company.quiet_from is not null or company.quiet_holidays or contact.quiet_from is not null
    or exists (select from company_holiday named where named.company_id = company.id)`)
