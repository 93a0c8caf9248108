import type { Connection } from '#db/sql.ts'
import { readEvent } from '#jobs/event.ts'
import type { JobEvent } from '#jobs/job.ts'
import type { Notice } from '#rules/notice.ts'
import { eventsOf } from './messages.sql.ts'

/** For each notice that tells of several saves of a job, those before the last, oldest first. */
export async function earlierSaves(
  db: Connection,
  notices: readonly Notice[],
): Promise<(notice: Notice) => readonly JobEvent[]> {
  const several = notices.filter(({ firstVersion }) => firstVersion !== null)
  if (several.length === 0) return () => []
  const keys = several.flatMap(({ companyId, jobId, firstVersion, version }) =>
    Array.from({ length: version - firstVersion! }, (_, i) => ({ companyId, jobId, version: firstVersion! + i })),
  )
  const distinct = [...new Map(keys.map(key => [Object.values(key).join(' '), key])).values()]
  const events = Map.groupBy((await eventsOf(db, distinct)).map(readEvent), ({ job }) => keyOf(job.companyId, job.id))
  return ({ companyId, jobId, firstVersion, version }) =>
    firstVersion === null
      ? []
      : events
          .get(keyOf(companyId, jobId))!
          .filter(({ job }) => job.version >= firstVersion && job.version < version)
          .sort((a, b) => a.job.version - b.job.version)
}

const keyOf = (companyId: string, jobId: string): string => `${companyId} ${jobId}`
