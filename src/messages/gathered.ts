import type { Altered, JobEvent } from '#jobs/job.ts'

/** What several saves altered, taken together, oldest first: what came back to where it was is no change. */
export function alteredBy(saves: readonly Pick<JobEvent, 'changed'>[]): Altered[] {
  const merged = new Map<string, Altered>()
  for (const altered of saves.flatMap(({ changed }) => changed)) {
    const key = [altered.field, altered.visit, altered.personId].join(' ')
    const first = merged.get(key)
    merged.set(key, first ? { ...altered, from: first.from } : altered)
  }
  return [...merged.values()].filter(({ from, to }) => String(from) !== String(to))
}
