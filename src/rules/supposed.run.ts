import type { Connection } from '#db/sql.ts'
import { CALLOUT } from '#directory/directory.ts'
import type { Change, JobEvent } from '#jobs/job.ts'
import { trySave } from '#jobs/trial.run.ts'
import { faceOf } from './face.ts'
import { knownFor } from './known.run.ts'
import { type Notice, noticesOf, type Telling } from './notice.ts'
import { planEvents } from './plan.run.ts'
import { channelOf, OCCASIONS, type TellRule, type Told } from './rule.ts'
import { mutesIn, wishesOf } from './wish.ts'

/** What a job would be, and whom its rules would tell of it by which messages. */
export type Outlook = Readonly<{ event: JobEvent; notices: readonly Notice[] }>

/**
 * Whom the rules would tell if this happened to the job now (W7). Where a save leads to it, that save is tried, and what
 * comes of it is planned as for a real one; else the rules for it are asked about the job as it stands. Nothing is stored.
 */
export async function ifHappened(
  db: Connection,
  latest: JobEvent,
  occasions: readonly Told[],
  now: Temporal.Instant,
): Promise<Outlook> {
  const event = await saved(db, latest, occasions, now)
  if (!event) return { event: latest, notices: await askedOf(db, latest, occasions, now) }
  const plans = await planEvents(db, [event], now)
  const told = plans.flatMap(({ notices }) => notices)
  return { event, notices: told.filter(notice => notice.occasions.some(occasion => occasions.includes(occasion))) }
}

const LEADS_TO: Partial<Record<Told, Change>> = {
  dispatched: { do: 'dispatch' },
  completed: { do: 'complete' },
  closed: { do: 'complete' },
  'request-accepted': { do: 'accept' },
}

async function saved(
  db: Connection,
  { job }: JobEvent,
  occasions: readonly Told[],
  now: Temporal.Instant,
): Promise<JobEvent | undefined> {
  const change = occasions.map(occasion => LEADS_TO[occasion]).find(Boolean)
  if (!change) return undefined
  const tried = await trySave(db, { companyId: job.companyId, jobId: job.id, change, by: CALLOUT }, now)
  return tried.ok && tried.changed.length > 0
    ? { seq: 0, by: CALLOUT, at: now, changed: tried.changed, job: tried.job }
    : undefined
}

async function askedOf(
  db: Connection,
  { job }: JobEvent,
  occasions: readonly Told[],
  now: Temporal.Instant,
): Promise<Notice[]> {
  const asked = OCCASIONS.filter(occasion => occasions.includes(occasion))
  if (asked.length === 0) return []
  const { rules, ...known } = (await knownFor(db, [job], asked))(job)
  const circumstances = { ...known, job, mutes: mutesIn(rules) }
  const set = job.applied.at(-1)
  const speaks = (rule: TellRule) => rule.occasion !== 'status-set' || rule.statusId === (set?.statusId ?? job.statusId)
  const tellings = rules
    .filter((rule): rule is TellRule => rule.does === 'tell' && asked.includes(rule.occasion))
    .filter(speaks)
    .flatMap(rule => wishesOf(rule, circumstances))
    .map((wish): Telling => {
      const { occasion, via, destination } = wish.rule
      const isOutward = destination === 'customer' || occasion === 'job-report'
      const apart = occasion === 'job-report' || occasion === 'invoiced' ? occasion : ''
      return {
        ...{ wish, occasion, about: [], noticeId: [channelOf(via), wish.address, apart].join(' ') },
        face: isOutward ? faceOf(occasion, set?.step ?? null) : null,
      }
    })
  const { companyId, id: jobId, version } = job
  return noticesOf(tellings, { companyId, jobId, version, at: now, now })
}
