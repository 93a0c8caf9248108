import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

/** For each of these notices a copy of the message it sends again, with the same papers. */
export const copyMessages = (
  db: Connection,
  notices: readonly { companyId: string; id: string }[],
  now: Temporal.Instant,
) =>
  db.query(sql`
  insert into message (company_id, id, subject, body, html, portrait_id, calendar, reply_to, paper_id,
                       spreadsheet_id, at)
  select notice.company_id, notice.id, former.subject, former.body, former.html, former.portrait_id, former.calendar,
         former.reply_to, former.paper_id,
         former.spreadsheet_id, ${now}::timestamptz
  from unnest(${notices.map(({ companyId }) => companyId)}::uuid[], ${notices.map(({ id }) => id)}::uuid[])
    as ask (company_id, id)
  join notice using (company_id, id)
  join message former on former.company_id = notice.company_id and former.id = notice.resend_of
  on conflict do nothing`)
