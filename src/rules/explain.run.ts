import type { Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import type { Change, Job } from '#jobs/job.ts'
import { tryInvoice, trySave, type WhyNot } from '#jobs/trial.run.ts'
import { type NamedRule, namedRules, timesReminded } from './explain.sql.ts'
import { comingReminders, type Foreseen, ifReminded } from './explain.ts'
import { knownFor } from './known.run.ts'
import type { Decision, Plan } from './notice.ts'
import { placesOf } from './places.run.ts'
import { planEvents } from './plan.run.ts'
import { deferQuiet } from './quiet.run.ts'
import { remindersOf } from './reminders.sql.ts'
import { channelOf, REMINDERS, type Told } from './rule.ts'

/** What a rule would do, with whose rule it is and whom it names. `messageOf` is the same for those told together. */
export type Expected = Omit<NamedRule, 'id'> &
  Readonly<{
    ruleId: string
    occasion: Told
    target: Decision['target']
    because: Foreseen
    pdf: boolean | null
    messageOf: string | null
    /** Until when the message would wait, because it is quiet there or so that changes can join it; null: it would not. */
    waitsUntil: Temporal.Instant | null
    quietUntil: Temporal.Instant | null
  }>

/** A reminder still to come: at which sweep, and which of how many it would be. */
export type ExpectedReminder = Expected & Readonly<{ at: Temporal.Instant; number: number; of: number }>

/** The reminders of a job still to come, the next of each rule, as things stand now; the soonest first (W1). */
export async function remindersToCome(db: Connection, job: Job, now: Temporal.Instant): Promise<ExpectedReminder[]> {
  const { companyId, id } = job
  const [reminders, known, placeOf] = await Promise.all([
    remindersOf(db, companyId, id),
    knownFor(db, [job], REMINDERS),
    placesOf(db, [job]),
  ])
  const coming = comingReminders(reminders, placeOf(job), { ...known(job), now })
  const plans = await deferQuiet(
    db,
    coming.map(({ plan }) => plan),
  )
  const expected = await named(
    db,
    companyId,
    coming.flatMap(({ at, number, of }, i) => outlook(plans[i]!).map(each => ({ ...each, at, number, of }))),
  )
  return expected.sort((a, b) => Temporal.Instant.compare(a.at, b.at))
}

export const SUPPOSED = [
  ...(['dispatched', 'on-site', 'off-site', 'completed', 'cancelled', 'invoiced', 'reminder'] as const),
  ...(['accepted', 'rejected', 'status-set', 'report-approved'] as const),
] as const
/** What may be supposed to happen to a job, to see whom the rules would tell. */
export type Supposed = (typeof SUPPOSED)[number]

export type Supposing = Readonly<{
  job: Job
  what: Supposed
  /** Who would be dispatched; left out: whoever has the job. */
  providerId?: string
  /** Of status-set: which status, and which technician sets it; left out: the office. */
  statusId?: string
  technicianId?: string
  by: Actor
  now: Temporal.Instant
}>

export type WouldBe = { ok: true; expected: readonly Expected[] } | { ok: false; because: WhyNot }

/**
 * What the rules would do if this happened to the job now (W1). Whether it may, and what the job would be then, is
 * decided as for a real save; what comes of it is planned as for a real event. Nothing is stored.
 */
export async function wouldBe(db: Connection, supposing: Supposing): Promise<WouldBe> {
  const { job, what, by, now } = supposing
  const { companyId } = job
  if (what === 'reminder') return { ok: true, expected: await named(db, companyId, await remindedNow(db, job)) }
  const saved = await supposed(db, { ...supposing, what })
  if (!saved.ok) return saved
  if (saved.changed.length === 0) return { ok: true, expected: [] }
  const event = { seq: 0, by, at: now, changed: saved.changed, job: saved.job }
  const plans = await deferQuiet(db, await planEvents(db, [event], now))
  return { ok: true, expected: await named(db, companyId, plans.flatMap(outlook)) }
}

function supposed(db: Connection, asked: Supposing & { what: Exclude<Supposed, 'reminder'> }) {
  const { job, what, providerId, by, now } = asked
  if (what === 'invoiced') return tryInvoice(db, job, 'the next number')
  const change = what === 'dispatched' && providerId ? ({ do: 'dispatch', providerId } as const) : DOES[what](asked)
  return trySave(db, { companyId: job.companyId, jobId: job.id, change, by }, now)
}

const DOES: Record<Exclude<Supposed, 'invoiced' | 'reminder'>, (asked: Supposing) => Change> = {
  dispatched: () => ({ do: 'dispatch' }),
  'on-site': () => ({ do: 'on-site' }),
  'off-site': () => ({ do: 'off-site' }),
  completed: () => ({ do: 'complete' }),
  cancelled: () => ({ do: 'cancel' }),
  accepted: () => ({ do: 'accept' }),
  rejected: () => ({ do: 'reject', because: '' }),
  'report-approved': () => ({ do: 'approve-report' }),
  'status-set': ({ statusId = '', technicianId: personId }) =>
    personId ? { do: 'technician', personId, statusId } : { do: 'set-status', statusId },
}

async function remindedNow(db: Connection, job: Job): Promise<Unnamed[]> {
  const [times, known, placeOf] = await Promise.all([
    timesReminded(db, job.companyId, job.id),
    knownFor(db, [job], REMINDERS),
    placesOf(db, [job]),
  ])
  const sent = new Map(times.map(each => [each.ruleId, each.sent]))
  return ifReminded(sent, placeOf(job), known(job)).map(each => ({
    ...each,
    ...{ pdf: null, messageOf: null, waitsUntil: null, quietUntil: null },
  }))
}

type Unnamed = Omit<Expected, Exclude<keyof NamedRule, 'address'>>

/** What a plan would do, decision by decision, with where it would reach. */
const outlook = ({ decisions, notices }: Plan): Unnamed[] =>
  decisions.map(({ ruleId, occasion, target, because, noticeId }) => {
    const notice = notices.find(({ id }) => id === noticeId)
    const reach = { address: notice?.address ?? null, pdf: notice?.pdf ?? null, messageOf: noticeId }
    const quietUntil = notice?.quietUntil ?? null
    const waitsUntil = quietUntil || notice?.gathers ? notice!.dueAt : null
    return { ruleId, occasion, target, because, ...reach, waitsUntil, quietUntil }
  })

async function named<Row extends Unnamed>(db: Connection, companyId: string, rows: readonly Row[]) {
  const rules = rows.length > 0 ? await namedRules(db, companyId, [...new Set(rows.map(row => row.ruleId))]) : []
  const ruleOf = new Map(rules.map(rule => [rule.id, rule]))
  return rows.map((row): Row & Expected => {
    const { id: _, address: written, ...rule } = ruleOf.get(row.ruleId)!
    const address = row.address ?? (row.target === 'address' ? written : null)
    const messageOf = row.messageOf ?? (row.because === 'told' ? `${channelOf(rule.via)} ${address}` : null)
    return { ...rule, ...row, address, messageOf }
  })
}
