import type { Connection } from '#db/sql.ts'
import type { Status } from '#directory/directory.ts'
import { decide } from './decide.ts'
import { type DemandsAsked, demandsOf } from './demands.sql.ts'
import type { Demand } from './demands.ts'
import { earlierAnswers, type References, refuseMissing } from './earlier.run.ts'
import { eventsAfter } from './events.sql.ts'
import type { Change, Save } from './job.ts'
import { type Loaded, type NewEvent, statusesOf } from './jobs.sql.ts'
import { lockAndLoad, recordSaves } from './record.run.ts'
import type { Saved } from './saved.ts'

/**
 * Saves jobs in the order given, each decided on what the one before it left. A save that changes nothing writes
 * nothing (S1.29); a save of an older version is refused and told what has changed since.
 */
export async function saveJobs(tx: Connection, saves: readonly Save[], now: Temporal.Instant): Promise<Saved[]> {
  // Sent together; PostgreSQL takes them in this order, so everything is read under the locks.
  const [loaded, earlier, refused, statuses, demands] = await Promise.all([
    lockAndLoad(tx, saves),
    earlierAnswers(tx, saves),
    refuseMissing(tx, saves.map(referencesOf)),
    saves.some(({ change }) => NEEDS_STATUSES[change.do]) ? statusesFor(tx, saves) : [],
    saves.some(({ change }) => needsDemands(change)) ? demandsOf(tx, saves.map(demandsAsked)) : [],
  ])
  const jobs = new Map(loaded.map(each => [`${each.job.companyId} ${each.job.id}`, each]))

  const fresh: NewEvent[] = []
  const answers = saves.map((save, i) => {
    const key = `${save.companyId} ${save.jobId}`
    const current = jobs.get(key)
    const answer = earlier[i] ?? refused[i] ?? decideOne(save, current, { statuses, demands, now })
    if (answer.ok && !answer.repeated && answer.changed.length > 0) {
      jobs.set(key, { ...current!, job: answer.job })
      fresh.push({ job: answer.job, changed: answer.changed, by: save.by, at: now, request: save.request })
    }
    return answer
  })
  await recordSaves(tx, fresh)
  return await explainStale(tx, saves, answers)
}

// Which changes look at the company's status codes: the others save a query.
const NEEDS_STATUSES: Record<Change['do'], boolean> = {
  change: false,
  dispatch: false,
  'on-site': false,
  'off-site': false,
  'set-status': true,
  complete: true,
  advise: true,
  cancel: true,
  reopen: true,
  defer: false,
  resume: false,
  'add-visit': false,
  technician: true,
  'undo-status': true,
  accept: true,
  reject: true,
  'ask-reschedule': false,
  'approve-report': false,
}

const statusesFor = (tx: Connection, saves: readonly Save[]) =>
  statusesOf(tx, [...new Set(saves.map(({ companyId }) => companyId))])

// Which changes may start or end a job, or tell a party of it: only they look at what the parties demand.
const NEEDS_DEMANDS: readonly Change['do'][] = [
  ...(['dispatch', 'technician', 'complete', 'set-status', 'undo-status', 'advise'] as const),
]
const needsDemands = (change: Change): boolean =>
  change.do === 'change' ? Boolean(change.set.dispatchedAt) : NEEDS_DEMANDS.includes(change.do)

/** Whose demands a save must meet. Asked of every save: one before it may have given the job the party. */
export const demandsAsked = ({ companyId, jobId, change }: Save): DemandsAsked => {
  const { customerId, alarmCompanyId } = change.do === 'change' ? change.set : {}
  return { companyId, jobId, customerId, alarmCompanyId }
}

/** What a save names that must exist. */
export function referencesOf({ companyId, change }: Save): References {
  if (change.do === 'change') {
    const { siteId, customerId, alarmCompanyId, providerId, serviceTypeId } = change.set
    const named: References['named'] = [
      { field: 'siteId', kind: 'site', id: siteId },
      { field: 'customerId', kind: 'customer', id: customerId },
      { field: 'alarmCompanyId', kind: 'alarm-company', id: alarmCompanyId },
      { field: 'providerId', kind: 'provider', id: providerId },
      { field: 'serviceTypeId', kind: 'service-type', id: serviceTypeId },
    ]
    return { companyId, named }
  }
  const acting = 'personId' in change && change.personId ? [change.personId] : []
  const people = 'technicianIds' in change ? (change.technicianIds ?? []) : acting
  return {
    companyId,
    named: [
      { field: 'providerId', kind: 'provider', id: change.do === 'dispatch' ? change.providerId : null },
      ...people.map(id => ({ field: 'technicianIds', kind: 'person', id }) as const),
    ],
  }
}

type Moment = { statuses: readonly Status[]; demands: readonly Demand[]; now: Temporal.Instant }

/** What the answer to one save is, given the job as it stands. */
export function decideOne(save: Save, current: Loaded | undefined, { statuses, demands, now }: Moment): Saved {
  if (!current) return { ok: false, because: 'no-such-job' }
  const { job, zone, approvesReports } = current
  if (save.version !== undefined && save.version !== job.version) return { ok: false, because: 'stale' }
  const decision = decide(job, save.change, {
    statuses: statuses.filter(({ companyId }) => companyId === save.companyId),
    demands,
    now,
    approvesReports,
    today: now.toZonedDateTimeISO(zone).toPlainDate().toString(),
  })
  if (!decision.ok) return decision
  const { changed } = decision
  return {
    ok: true,
    changed,
    repeated: false,
    job: changed.length > 0 ? { ...decision.job, version: job.version + 1 } : job,
  }
}

async function explainStale(tx: Connection, saves: readonly Save[], answers: readonly Saved[]): Promise<Saved[]> {
  const explained: Saved[] = []
  for (const [i, answer] of answers.entries()) {
    const { version } = saves[i]!
    if (answer.ok || answer.because !== 'stale' || version === undefined) explained.push(answer)
    else explained.push({ ...answer, since: await sinceVersion(tx, saves[i]!, version) })
  }
  return explained
}

const sinceVersion = async (tx: Connection, save: Save, version: number) =>
  (await eventsAfter(tx, save, version)).map(({ job, by, at, changed }) => ({ version: job.version, by, at, changed }))
