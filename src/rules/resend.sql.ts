import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Again, Former } from './resend.ts'

export const formerNotices = (db: Connection, again: readonly Pick<Again, 'companyId' | 'of'>[]) =>
  db.query<Former>(sql`
  select company_id, id, occasions, report_id
  from unnest(${again.map(({ companyId }) => companyId)}::uuid[], ${again.map(({ of }) => of)}::uuid[])
    as ask (company_id, id)
  join notice using (company_id, id)`)

/**
 * New notices, due now, of the same matters to the same people. One that is written afresh is about the job as it is by
 * now, and of all that has changed since the first save it told of.
 */
export const insertResends = (
  db: Connection,
  resends: readonly (Again & { useBy: Temporal.Instant })[],
  now: Temporal.Instant,
) =>
  db.query(sql`
  insert into notice (company_id, id, job_id, version, first_version, report_id, occasions, about, channel, address, pdf,
                      lane, due_at, use_by, face, worded_by, language, resend_of, resend_as, resend_by)
  select former.company_id, r.id, former.job_id, told.version,
         case when told.since < told.version then told.since end, former.report_id, former.occasions, former.about,
         former.channel, coalesce(r.address, former.address), former.pdf, former.lane, ${now}::timestamptz, r."useBy",
         former.face, former.worded_by, former.language,
         former.id, r.as, r.by
  from jsonb_to_recordset(${asJson(resends)}::jsonb) as r (
    "companyId" uuid, id uuid, "of" uuid, "as" text, address text, by jsonb, "useBy" timestamptz
  )
  join notice former on former.company_id = r."companyId" and former.id = r."of"
  left join job on job.company_id = former.company_id and job.id = former.job_id
  cross join lateral (
    select case r.as when 'afresh' then job.version else former.version end as version,
           coalesce(former.first_version, former.version) as since
  ) told`)
