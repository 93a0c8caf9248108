import type { Connection } from '#db/sql.ts'
import { readEvent } from './event.ts'
import type { JobEvent } from './job.ts'
import { countJobs, type PastAsked, pageAfter, pastOf } from './past.sql.ts'

export type { Link } from './past.sql.ts'

/** Some jobs with all that happened to each, and how many jobs of the company have been gone through by now. */
export type PastPage = Readonly<{ done: number; of: number; jobs: readonly (readonly JobEvent[])[] }>

/**
 * Goes through the past of a company's jobs, page by page in the order of their numbers. No transaction is held
 * between pages, and whoever stops asking costs nothing more.
 */
export async function* pastJobs(
  db: Connection,
  { limit = 100, ...asked }: PastAsked & { limit?: number },
): AsyncGenerator<PastPage> {
  const { companyId } = asked
  const counted = await countJobs(db, companyId)
  let [after, done] = [0, 0]
  while (true) {
    const { jobs, last } = await pageAfter(db, companyId, { after, limit })
    if (last === null) return
    const events = (await pastOf(db, asked, { after, last })).map(readEvent)
    done += jobs
    after = last
    yield { done, of: Math.max(counted, done), jobs: [...Map.groupBy(events, ({ job }) => job.id).values()] }
  }
}
