import { idFrom } from '#base/id.ts'
import { isAfter, later } from '#base/time.ts'
import type { Needed } from '#directory/directory.ts'
import type { Job } from '#jobs/job.ts'
import { faceOf } from './face.ts'
import { type Decision, noticesOf, type Plan, type Telling } from './notice.ts'
import { type AnyRule, channelOf, type Detail, type REMINDERS, reminds, type TellRule } from './rule.ts'
import { type Circumstances, mutesIn, type Wish, wishesOf } from './wish.ts'

type Instant = Temporal.Instant

/** Where one rule stands with one job: the next reminder only, for the others follow from it. */
export type Reminder = Readonly<{
  companyId: string
  jobId: string
  ruleId: string
  /** What the days are counted from, as last seen; null: not looked at yet, or it sleeps. */
  base: Instant | null
  /** Moments up to here have passed: they were considered, or came before the rule or the job was so. */
  past: Instant
  /** How many were told, which is what the number of times counts (S1.39). */
  sent: number
  /** How many fell due, told or not. */
  turn: number
  /** The sweep at which it is looked at again; null: it sleeps. */
  dueAt: Instant | null
}>

/** A rule that reminds: it has days and times. */
export type ReminderRule = TellRule &
  Readonly<{ occasion: (typeof REMINDERS)[number]; everyDays: number; times: number }>

export const isReminderRule = (rule: AnyRule): rule is ReminderRule => rule.does === 'tell' && reminds(rule.occasion)

/** A job as reminders see it: its site's clock, and the numbers its alarm company demands. */
export type Chased = Readonly<{ job: Job; zone: string; needed: Needed | null }>

/** The hourly sweep at which a moment is looked at: the first full hour (UTC) at or after it (S1.42). */
export const sweepOf = (moment: Instant): Instant => moment.round({ smallestUnit: 'hour', roundingMode: 'ceil' })

/** The last sweep at or before this time. */
export const lastSweep = (time: Instant): Instant => time.round({ smallestUnit: 'hour', roundingMode: 'floor' })

/** What is still missing of the details this rule chases (S1.36): its own list, and what the alarm company demands. */
export function missingDetails(
  { details }: Pick<TellRule, 'details'>,
  { job, needed }: Omit<Chased, 'zone'>,
): Detail[] {
  const wanted: Detail[] = [
    ...details,
    ...(needed && needed.docketNumberNeeded !== 'never' ? (['docketNumber'] as const) : []),
    ...(needed && needed.orderNumberNeeded !== 'never' ? (['orderNumber'] as const) : []),
  ]
  return [...new Set(wanted)].filter(detail => !job[detail])
}

/**
 * What the days are counted from, or null when there is nothing to chase. A job is incomplete while it is in progress
 * with a dispatched or on-site time and no off-site time (S1.33, S1.35); the later of the two counts (S1.37). Details
 * are missing from the moment somebody has left the site without giving them (S1.36). A follow-up counts from the close.
 */
export function baseOf(
  rule: Pick<TellRule, 'occasion' | 'details' | 'serviceTypeId'>,
  chased: Omit<Chased, 'zone'>,
): Instant | null {
  const { category, serviceTypeId, dispatchedAt, onSiteAt, offSiteAt, closedAt } = chased.job
  if (rule.serviceTypeId !== null && rule.serviceTypeId !== serviceTypeId) return null
  // S3.8: what follows up a close is off when the job is reopened, and counted anew when it is closed again.
  if (rule.occasion === 'follow-up') return closedAt
  if (category !== 'in-progress') return null
  if (rule.occasion === 'details-missing') return missingDetails(rule, chased).length > 0 ? offSiteAt : null
  if (offSiteAt) return null
  if (dispatchedAt && onSiteAt) return isAfter(dispatchedAt, onSiteAt) ? dispatchedAt : onSiteAt
  return dispatchedAt ?? onSiteAt
}

/** The first moment after `past` that is a whole number of intervals after `base` on the site's wall clock (S1.43). */
export const nextMoment = (base: Instant, every: Every, past: Instant): Instant =>
  momentAt(base, every, kthAfter(base, every, past))

/** `at`: at which time of day instead of the base's own. */
type Every = Readonly<{ days: number; zone: string; at?: string }>

function momentAt(base: Instant, { days, zone, at }: Every, k: number): Instant {
  const day = base.toZonedDateTimeISO(zone).add({ days: k * days })
  return (at ? day.withPlainTime(at) : day).toInstant()
}

// A customer is not asked at 02:14 how it was, though that is when the job was closed.
const DECENT = '10:00'

const DAY = 86_400_000

// Clock changes move a moment by an hour or so: start two early and count up.
function kthAfter(base: Instant, every: Every, past: Instant): number {
  const apart = (past.epochMilliseconds - base.epochMilliseconds) / (every.days * DAY)
  let k = Math.max(1, Math.floor(apart) - 1)
  while (!isAfter(momentAt(base, every, k), past)) k++
  return k
}

/** The state in which a rule meets a job for the first time. Moments before that are not caught up. */
export const newReminder = ({ companyId, id: jobId }: Job, rule: Pick<AnyRule, 'id'>, seen: Instant): Reminder => ({
  ...{ companyId, jobId, ruleId: rule.id },
  ...{ base: null, past: lastSweep(seen), sent: 0, turn: 0, dueAt: null },
})

/**
 * The reminder as a save at `at` leaves it. When what is counted from moves, moments that would have been before that
 * save are past: a corrected time resends nothing (S1.42), and what was sent still counts (S1.40).
 */
export function arrange(reminder: Reminder, rule: ReminderRule, chased: Chased, at: Instant): Reminder {
  const base = baseOf(rule, chased)
  if (!base || reminder.sent >= rule.times) return { ...reminder, base: null, dueAt: null }
  const past = reminder.base?.equals(base) ? reminder.past : laterOf(reminder.past, lastSweep(at))
  if (isBygone(rule, kthAfter(base, everyOf(rule, chased), past))) return { ...reminder, base: null, dueAt: null }
  return { ...reminder, base, past, dueAt: sweepOf(nextMoment(base, everyOf(rule, chased), past)) }
}

// A close is followed up in its days or not at all: nobody is asked about what was done half a year ago.
const isBygone = ({ occasion, times }: ReminderRule, k: number): boolean => occasion === 'follow-up' && k > times

const everyOf = ({ everyDays, occasion }: ReminderRule, { zone }: Chased): Every => ({
  days: everyDays,
  zone,
  ...(occasion === 'follow-up' && { at: DECENT }),
})

const laterOf = (a: Instant, b: Instant): Instant => (isAfter(a, b) ? a : b)

/** What came of looking at a job's reminders at a sweep: what is told and why not, and how they stand afterwards. */
export type Looked = Readonly<{ plan: Plan; reminders: readonly Reminder[] }>

type Known = Omit<Circumstances, 'job' | 'mutes'> & Readonly<{ rules: readonly AnyRule[]; now: Instant }>

/**
 * Looks at the reminders of one job that have fallen due. `rules` are those of the job's owners as it now is: a
 * reminder whose rule is no longer among them sleeps. Whoever is named by several rules hears of them in one message.
 */
export function look(due: readonly Reminder[], chased: Chased, { rules, now, ...known }: Known): Looked {
  const { job } = chased
  const circumstances = { ...known, job, mutes: mutesIn(rules) }
  const sweep = lastSweep(now)
  const turns = due.map(reminder => {
    const rule = rules.find(({ id }) => id === reminder.ruleId)
    return rule && isReminderRule(rule) ? takeTurn(reminder, rule, chased, { circumstances, now }) : asleep(reminder)
  })
  const { companyId, id: jobId, version } = job
  const tellings = turns.flatMap(turn => turn.tellings)
  return {
    plan: {
      decisions: turns.flatMap(turn => turn.decisions),
      notices: noticesOf(tellings, { companyId, jobId, version, at: sweep, now }),
    },
    reminders: turns.map(turn => turn.reminder),
  }
}

type Turn = Readonly<{ reminder: Reminder; tellings: readonly Telling[]; decisions: readonly Decision[] }>

const asleep = (reminder: Reminder): Turn => waiting({ ...reminder, base: null, dueAt: null })

type Moment = Readonly<{ circumstances: Circumstances; now: Instant }>

function takeTurn(reminder: Reminder, rule: ReminderRule, chased: Chased, { circumstances, now }: Moment): Turn {
  const { job } = chased
  const base = baseOf(rule, chased)
  if (!base || reminder.sent >= rule.times) return asleep(reminder)
  // Its base has moved and the planner has not come to that save yet: it will say when this falls due.
  if (reminder.base && !reminder.base.equals(base)) return waiting({ ...reminder, dueAt: later(now, 60) })
  const every = everyOf(rule, chased)
  const sweep = lastSweep(now)
  const first = kthAfter(base, every, reminder.past)
  if (isBygone(rule, first)) return asleep(reminder)
  const reached = kthAfter(base, every, sweep) - first
  if (reached <= 0) {
    return waiting({ ...reminder, base, dueAt: sweepOf(momentAt(base, every, first)) })
  }
  const wishes = wishesOf(rule, circumstances)
  const told = wishes.some(({ because }) => because === 'told')
  // S3.8: so many days after the close it is asked how it was; if that cannot be, it is not asked weeks later.
  const sent = reminder.sent + (told || rule.occasion === 'follow-up' ? 1 : 0)
  const turn = reminder.turn + reached
  const dueAt = sent < rule.times ? sweepOf(momentAt(base, every, first + reached)) : null
  const tellings = wishes.map(wish => tellingOf(wish, chased, sweep))
  return {
    reminder: { ...reminder, base, past: sweep, sent, turn, dueAt },
    tellings,
    decisions: Array.from({ length: reached }, (_, i) =>
      tellings.map(telling => {
        const ordinal = reminder.turn + i + 1
        return decisionOf(ordinal < turn ? overtaken(telling) : telling, job, ordinal)
      }),
    ).flat(),
  }
}

const waiting = (reminder: Reminder): Turn => ({ reminder, tellings: [], decisions: [] })

// S1.44: after a stop one reminder goes out, not several; the others are on record with that reason.
const overtaken = (telling: Telling): Telling => ({
  ...telling,
  wish: { ...telling.wish, because: 'passed-while-stopped' },
})

function tellingOf(wish: Wish, chased: Chased, sweep: Instant): Telling {
  const { job } = chased
  const rule = wish.rule as ReminderRule
  const { occasion } = rule
  const cause = [job.companyId, job.id, occasion, String(sweep), channelOf(rule.via), wish.address ?? '']
  const about = occasion === 'details-missing' ? missingDetails(rule, chased) : []
  const face = rule.destination === 'customer' ? faceOf(occasion, null) : null
  return { wish, occasion, about, face, noticeId: idFrom(...cause) }
}

const decisionOf = ({ wish, occasion, noticeId }: Telling, job: Job, ordinal: number): Decision => ({
  ...{ companyId: job.companyId, jobId: job.id, version: job.version, ruleId: wish.rule.id, occasion },
  ...{ target: wish.target, ordinal, because: wish.because, noticeId: wish.because === 'told' ? noticeId : null },
})
