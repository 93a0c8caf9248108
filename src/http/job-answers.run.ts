import type { Connection } from '#db/sql.ts'
import type { Altered, Job } from '#jobs/job.ts'
import type { Saved } from '#jobs/saved.ts'
import { jobView } from './job-views.run.ts'
import { type Problem, refuse } from './problem.ts'
import { JOBS } from './refusals.ts'
import { REPLAYED } from './requests.run.ts'
import { type Done, done, made } from './route.ts'

type View = Awaited<ReturnType<typeof jobView>>
type Told = { job: ReturnType<View>; changed: readonly Altered[] }

export const noSuchJob = (): Problem => refuse(JOBS, { because: 'no-such-job' })

/** What is answered to a save: the job as it has become, or why not, and for a stale one what changed since. */
export async function savedAnswer(
  db: Connection,
  saved: Saved,
  { companyId, as }: { companyId: string; as: 'opened' | 'changed' },
): Promise<Done<Told> | Problem> {
  if (!saved.ok) return { ...refuse(JOBS, saved), ...(saved.since && { more: { since: saved.since } }) }
  const body = { job: (await jobView(db, companyId))(saved.job as Job), changed: saved.changed }
  const answer = as === 'opened' ? made(body, `/jobs/${saved.job.id}`) : done(body)
  return saved.repeated ? { ...answer, headers: { ...answer.headers, ...REPLAYED } } : answer
}
