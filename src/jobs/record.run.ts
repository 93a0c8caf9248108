import type { Connection } from '#db/sql.ts'
import * as q from './jobs.sql.ts'

/** Locks these jobs until the transaction ends, in one order everywhere, and reads them with their sites' time zones. */
export async function lockAndLoad(tx: Connection, keys: readonly q.JobKey[]): Promise<q.Loaded[]> {
  // Sent together; PostgreSQL takes them in this order, so what is read is read under the locks.
  const [, loaded] = await Promise.all([q.lockJobs(tx, keys), q.loadJobs(tx, keys)])
  return loaded
}

/**
 * Writes saves of locked jobs: every job as it has become and an event for each save. Each `job` carries the version
 * it now has, one more than before; of a job saved more than once the last save counts.
 */
export async function recordSaves(tx: Connection, saves: readonly q.NewEvent[]): Promise<void> {
  if (saves.length === 0) return
  const latest = new Map(saves.map(({ job }) => [`${job.companyId} ${job.id}`, job]))
  const withVisits = saves.filter(({ changed }) => changed.some(({ visit }) => visit !== undefined))
  const moved = new Map(withVisits.map(({ job }) => [`${job.companyId} ${job.id}`, job]))
  await Promise.all([
    q.recordSaves(tx, [...latest.values()], saves),
    ...(moved.size > 0 ? [q.saveVisits(tx, [...moved.values()])] : []),
  ])
}
