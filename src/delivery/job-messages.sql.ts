import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

/** How many messages about a job were taken, will not arrive, or are on their way or yet to be written. */
type JobMessages = Readonly<{ jobId: string; told: number; failed: number; waiting: number }>

/**
 * How the messages about these jobs stand; a job without any is left out. One whose answer was lost for good counts as
 * failed, for somebody should look at it; one that was cancelled or took another's place counts as nothing.
 */
export const messagesOfJobs = (db: Connection, companyId: string, jobIds: readonly string[]) =>
  db.query<JobMessages>(sql`
  select notice.job_id,
         count(*) filter (where delivery.state in ('accepted', 'delivered')) as told,
         count(*) filter (
           where delivery.state in ('failed-for-good', 'expired')
             or delivery.state = 'unknown' and delivery.ended_at is not null
         ) as failed,
         count(*) filter (where notice.settled_at is null or delivery.ended_at is null and delivery.id is not null) as waiting
  from notice
  left join delivery on delivery.company_id = notice.company_id and delivery.id = notice.id
  where notice.company_id = ${companyId} and notice.job_id = any (${jobIds}::uuid[])
  group by notice.job_id`)
