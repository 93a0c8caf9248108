import type { Database } from '#db/sql.ts'
import { insertEvents, insertJobs, type Jobs } from './seed.sql.ts'
import { buildTown } from './town.ts'

/** A company with so many jobs and the whole life of each, planned already. */
export async function buildJobs(db: Database, { count, places }: Pick<Jobs, 'count' | 'places'>): Promise<Jobs> {
  const { companyId, life } = await buildTown(db, places)
  const jobs = { companyId, series: 'job', first: 1, count, places }
  await insertJobs(db, jobs, life[0]!)
  await insertEvents(db, jobs, life, Temporal.Now.instant())
  return jobs
}
