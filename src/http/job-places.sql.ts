import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

/** Where these jobs are, and by which number and clock people speak of them. */
export const placesOfJobs = (db: Connection, companyId: string, jobIds: readonly string[]) =>
  db.query<{ id: string; number: number; site: string; timeZone: string }>(sql`
    select job.id, job.number, site.name as site, site.time_zone
    from job
    join site on site.company_id = job.company_id and site.id = job.site_id
    where job.company_id = ${companyId}
    and job.id = any (${jobIds}::uuid[])
  `)
