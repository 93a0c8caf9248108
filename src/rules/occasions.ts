import type { JobEvent } from '#jobs/job.ts'
import type { Occasion } from './rule.ts'

/** What a save amounts to, for rules, with the fields that made it an update (S1.30). */
export type Happening = Readonly<{ occasion: Occasion; fields: readonly string[] }>

// S1.26 and S1.27: the fields whose change is an update. The initial request counts only while in progress.
const WHILE_IN_PROGRESS = ['onSiteAt', 'offSiteAt', 'dispatchedAt', 'docketNumber', 'initialRequest', 'outcome']
const AFTERWARDS = WHILE_IN_PROGRESS.filter(field => field !== 'initialRequest')

/**
 * The occasions in one save. Several may hold at once (S1.31, S1.32); whoever is told of more than one hears
 * of them in one message. Which kind of update it was goes by the status after the save. Opening a job is not
 * an update of it, but a job opened with a dispatched time has been dispatched (S1.21).
 */
export function happenings({ changed, job }: Pick<JobEvent, 'changed' | 'job'>): Happening[] {
  const of = (field: string) => changed.find(altered => altered.field === field)
  const inProgress = job.category === 'in-progress'
  const fields = job.version === 1 ? [] : (inProgress ? WHILE_IN_PROGRESS : AFTERWARDS).filter(of)
  const update = inProgress ? 'updated-incomplete' : 'updated-complete'
  return [
    ...(of('timesDispatched') ? [{ occasion: 'dispatched', fields: [] } as const] : []),
    ...(of('category')?.from === 'in-progress' ? [{ occasion: 'completed', fields: [] } as const] : []),
    ...(fields.length > 0 ? [{ occasion: update, fields } as const] : []),
  ]
}
