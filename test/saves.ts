import assert from 'node:assert/strict'
import { idFrom } from '#base/id.ts'
import { CALLOUT, STARTING_STATUSES, type Status } from '#directory/directory.ts'
import { decide } from '#jobs/decide.ts'
import type { Demand } from '#jobs/demands.ts'
import type { Change, Job, JobEvent } from '#jobs/job.ts'
import { opened } from '#jobs/opening.ts'

export const now = Temporal.Instant.from('2026-03-02T02:14:00Z')
export const statuses: Status[] = STARTING_STATUSES.map(status => ({
  ...status,
  companyId: 'c',
  id: idFrom(status.code),
}))
export const statusId = (code: string) => idFrom(code)
const moment = { statuses, now, today: '2026-03-02' }

const begin = (more: object = {}) =>
  opened(
    {
      companyId: 'c',
      siteId: 'mill',
      serviceTypeId: 'burglary',
      providerId: 'patrol',
      initialRequest: 'Zone 4',
      by: CALLOUT,
      ...more,
    },
    { id: 'j', site: { customerId: 'hargreaves', alarmCompanyId: 'sentinel' }, statuses, now },
  )

/** With its times as text: `deepEqual` takes any two instants for the same. */
export const asText = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

type From = { job?: Job; demands?: readonly Demand[]; known?: readonly Status[] }

/** The job after these changes, or the refusal of the one that was refused. */
export function follow(changes: readonly Change[], { job = begin().job, demands = [], known = statuses }: From = {}) {
  for (const change of changes) {
    const decision = decide(job, change, { ...moment, demands, statuses: known })
    if (!decision.ok) return decision.because
    job = decision.job
  }
  return job
}

/** The event of the last of these changes of one job. */
export function eventOf(changes: readonly Change[], more: object = {}): JobEvent {
  const first = begin(more)
  let event: JobEvent = { seq: 1, by: CALLOUT, at: now, ...first }
  for (const change of changes) {
    const decision = decide(event.job, change, moment)
    assert.ok(decision.ok, JSON.stringify(decision))
    const job: Job = { ...decision.job, version: event.job.version + 1 }
    event = { seq: event.seq + 1, by: CALLOUT, at: now, changed: decision.changed, job }
  }
  return event
}
