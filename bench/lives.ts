import { later } from '#base/time.ts'
import type { Status } from '#directory/directory.ts'
import { decide } from '#jobs/decide.ts'
import type { Change, JobEvent } from '#jobs/job.ts'
import { type Opening, opened } from '#jobs/opening.ts'

// Fifteen minutes each, as a job goes: a typical mix of what rules speak of.
const CHANGES = (providerId: string): readonly Change[] => [
  { do: 'dispatch', providerId },
  { do: 'on-site' },
  { do: 'off-site', outcome: OUTCOME },
  { do: 'complete', docketNumber: 'D88213' },
  { do: 'change', set: { docketNumber: 'D88218' } },
]
const OUTCOME = 'Roller door had not closed. Closed it and armed; all sealed.'

/** The six events of one job, from opening to a correction afterwards, decided as the real ones are. */
export function lifeOf(
  opening: Opening,
  {
    id,
    providerId,
    statuses,
    now,
  }: { id: string; providerId: string; statuses: readonly Status[]; now: Temporal.Instant },
): JobEvent[] {
  const site = { customerId: opening.customerId ?? null, alarmCompanyId: opening.alarmCompanyId ?? null }
  const events: JobEvent[] = [{ seq: 1, by: opening.by, at: now, ...opened(opening, { id, site, statuses, now }) }]
  for (const [i, change] of CHANGES(providerId).entries()) {
    const at = later(now, (i + 1) * 900)
    const { job: before } = events.at(-1)!
    const decision = decide(before, change, { statuses, now: at, today: at.toString().slice(0, 10) })
    if (!decision.ok) throw new Error(`A life cannot go on: ${decision.because}`)
    const job = { ...decision.job, version: before.version + 1 }
    events.push({ seq: i + 2, by: opening.by, at, changed: decision.changed, job })
  }
  return events
}
