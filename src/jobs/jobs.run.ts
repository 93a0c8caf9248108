import type { Clock } from '#base/time.ts'
import { shareCommits } from '#db/shared-commit.ts'
import type { Connection, Database } from '#db/sql.ts'
import { newRota, type Rota } from '#db/turns.ts'
import { readEvent } from './event.ts'
import { eventsAfter, takeUnplanned } from './events.sql.ts'
import type { Job, JobEvent, Save } from './job.ts'
import { jobByNumber, type Loaded, loadJobs } from './jobs.sql.ts'
import { openJobs } from './open.run.ts'
import type { Opening } from './opening.ts'
import { saveJobs } from './save.run.ts'
import type { Saved } from './saved.ts'

export { countUnplanned } from './events.sql.ts'
export { jobsOf as listJobs, jobsToReview as listJobsToReview, LISTS } from './lists.sql.ts'

/** Where jobs are opened and changed. Requests that come together share a commit; each is answered after it. */
export type Desk = Readonly<{
  open: (opening: Opening) => Promise<Saved>
  save: (save: Save) => Promise<Saved>
}>

/** Opens the desk. `saved` is called after commits, so that the planner need not wait for its next look. */
export function openDesk(db: Database, clock: Clock, saved: () => void = () => {}): Desk {
  const opening = shareCommits(db, (tx, openings: readonly Opening[]) => openJobs(tx, openings, clock()))
  const saving = shareCommits(db, (tx, saves: readonly Save[]) => saveJobs(tx, saves, clock()))
  const told = (answer: Saved): Saved => {
    saved()
    return answer
  }
  return { open: ask => opening(ask).then(told), save: ask => saving(ask).then(told) }
}

/** One job of this company, with its site's time zone, by its id or its number. */
export async function findJob(db: Connection, companyId: string, job: string | number): Promise<Loaded | undefined> {
  if (typeof job === 'number') return await jobByNumber(db, companyId, job)
  return (await loadJobs(db, [{ companyId, jobId: job }]))[0]
}

/** These jobs as they now stand, each once, in no order. */
export async function findJobs(db: Connection, keys: readonly { companyId: string; jobId: string }[]): Promise<Job[]> {
  const distinct = new Map(keys.map(key => [`${key.companyId} ${key.jobId}`, key]))
  return (await loadJobs(db, [...distinct.values()])).map(({ job }) => job)
}

/** Everything that happened to one job, oldest first. */
export const jobEvents = async (db: Connection, companyId: string, jobId: string): Promise<JobEvent[]> =>
  (await eventsAfter(db, { companyId, jobId }, 0)).map(readEvent)

/** Takes events nobody has planned for yet, oldest first; they count as planned if this transaction commits. */
export async function takeEvents(
  tx: Connection,
  { limit, now, rota = newRota() }: { limit: number; now: Temporal.Instant; rota?: Rota },
): Promise<JobEvent[]> {
  const taken = await takeUnplanned(tx, { limit, now, rota })
  return taken.map(readEvent).sort((a, b) => a.seq - b.seq)
}
