import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

/** Every reminder that became a message and was handed over, and the sweep it belongs to. */
export const remindersSent = (db: Connection) =>
  db.query<{ job: string; dueAt: Temporal.Instant; channel: string; address: string; pdf: boolean }>(sql`
  select notice.job_id as job, notice.due_at, notice.channel, notice.address, notice.pdf
  from notice
  join delivery on delivery.company_id = notice.company_id and delivery.id = notice.id
  where notice.occasions && '{incomplete,details-missing}' and delivery.state = 'accepted'`)

/** Every job of the company, by its site's zone. */
export const zonesOfJobs = (db: Connection, companyId: string) =>
  db.query<{ id: string; zone: string }>(sql`
  select job.id, site.time_zone as zone
  from job
  join site on site.company_id = job.company_id and site.id = job.site_id
  where job.company_id = ${companyId}
  order by job.number`)
