import type { Channel } from '#base/address.ts'
import { isAfter } from '#base/time.ts'
import type { Job, JobEvent } from '#jobs/job.ts'
import type { Plan } from './notice.ts'
import { formerProvider } from './occasions.ts'
import { plan, type ToldBefore } from './plan.ts'
import { arrange, type Chased, isReminderRule, look, newReminder, type Reminder } from './remind.ts'
import type { TellRule } from './rule.ts'
import { type Because, type Circumstances, type Mute, ownersOf } from './wish.ts'

type Instant = Temporal.Instant

/** What is supposed while the past is gone through again: this rule alone, and what sites silence. */
export type Supposed = Readonly<{
  rule: TellRule
  /** Of the job as it was: what its site silences now, and where its provider is reached now. */
  knownOf: (job: Job) => Omit<Circumstances, 'job'>
  placeOf: (job: Job) => Chased
  until: Instant
}>

/** What would have been told at one moment. */
export type Told = Readonly<{ at: Instant; plan: Plan }>

/**
 * What one rule would have told of one job, had it been in force all the time (W6). `history` is everything that
 * happened to the job, oldest first; each save is planned as it was, and each reminder looked at when it fell due.
 */
export function relive(history: readonly JobEvent[], supposed: Supposed): Told[] {
  const told: Told[] = []
  const reached: Reached[] = []
  let reminder: Reminder | undefined
  const note = (at: Instant, planned: Plan, job: Job) => {
    told.push({ at, plan: planned })
    reached.push(...reachedBy(planned, job, supposed.rule))
  }
  for (const [i, event] of history.entries()) {
    note(event.at, planOf(event, reached, supposed), event.job)
    reminder = arranged(reminder, event, supposed)
    const next = history[i + 1]?.at ?? supposed.until
    // A save in the very moment of a reminder comes before it, as it does when both wait to be done.
    while (reminder?.dueAt && isAfter(next, reminder.dueAt)) {
      const looked = lookAt(reminder, event.job, supposed)
      note(reminder.dueAt, looked.plan, event.job)
      reminder = looked.reminders[0]!
    }
  }
  return told
}

/** Whom the rule told of the job while a provider had it: he is told when it is his no longer (S1.19). */
type Reached = ToldBefore & Readonly<{ providerId: string | null }>

const rulesFor = ({ rule, knownOf }: Supposed, job: Job): (TellRule | Mute)[] => [
  ...(speaksOf(rule, job, knownOf(job)) ? [rule] : []),
  ...knownOf(job).mutes,
]

const speaksOf = ({ owner }: TellRule, job: Job, { customer }: Pick<Circumstances, 'customer'>): boolean =>
  owner.kind === 'region'
    ? customer?.regionId === owner.id
    : ownersOf(job).some(({ kind, id }) => kind === owner.kind && id === owner.id)

function planOf(event: JobEvent, reached: readonly Reached[], supposed: Supposed): Plan {
  const { mutes: _, ...known } = supposed.knownOf(event.job)
  const rules = rulesFor(supposed, event.job)
  return plan(event, { rules, ...known, toldBefore: toldBefore(event, reached), now: event.at })
}

function toldBefore(event: JobEvent, reached: readonly Reached[]): ToldBefore[] {
  const former = formerProvider(event)
  if (!former) return []
  const his = reached.filter(
    ({ rule: { owner }, target, providerId }) =>
      providerId === former && (target === 'provider' || (owner.kind === 'provider' && owner.id === former)),
  )
  return [...new Map(his.map(each => [each.target, each])).values()]
}

const reachedBy = ({ decisions, notices }: Plan, { providerId }: Job, rule: TellRule): Reached[] =>
  decisions
    .filter(({ because, occasion }) => because === 'told' && occasion !== 'reassigned')
    .map(({ target, noticeId }) => {
      const { address } = notices.find(({ id }) => id === noticeId)!
      return { recalls: 'reassigned', rule, target, address, providerId }
    })

// After every save, also one that moves nothing of it: to arrange a reminder again changes nothing.
function arranged(reminder: Reminder | undefined, event: JobEvent, supposed: Supposed): Reminder | undefined {
  const { rule, placeOf, knownOf } = supposed
  const { job, at } = event
  if (!isReminderRule(rule) || !speaksOf(rule, job, knownOf(job))) return reminder
  return arrange(reminder ?? newReminder(job, rule, at), rule, placeOf(job), at)
}

function lookAt(reminder: Reminder, job: Job, supposed: Supposed) {
  const { mutes: _, ...known } = supposed.knownOf(job)
  const rules = rulesFor(supposed, job)
  return look([reminder], supposed.placeOf(job), { rules, ...known, now: reminder.dueAt! })
}

export type Count<Of> = Readonly<Of & { messages: number }>

/** What a rehearsal counted: messages by whom they would have reached and by day, and decisions to tell nobody. */
export type Tally = Readonly<{
  messages: number
  addresses: readonly Count<{ channel: Channel; address: string }>[]
  /** Days on the company's clock on which somebody was told, or was not and why, in their order. */
  days: readonly Count<{ day: string; notTold: readonly Silent[] }>[]
  notTold: readonly Silent[]
}>
type Silent = Readonly<{ because: Because; decisions: number }>

/** Counts what is told within a time. One message that several jobs lead to, such as of an invoice, counts once. */
export function openCount({ from, zone }: { from: Instant; zone: string }) {
  const [addresses, silent] = [new Map<string, number>(), new Map<Because, number>()]
  const days = new Map<string, { messages: number; silent: Map<Because, number> }>()
  const grouped = new Set<string>()
  let messages = 0

  function add(told: readonly Told[], rule: TellRule): void {
    for (const { at, plan } of told) {
      if (isAfter(from, at)) continue
      const notices = rule.groupsInvoice ? plan.notices.filter(({ id }) => !grouped.has(id)) : plan.notices
      if (rule.groupsInvoice) for (const { id } of notices) grouped.add(id)
      for (const { channel, address } of notices) one(addresses, `${channel} ${address}`)
      const quiet = plan.decisions.flatMap(({ because }) => (because === 'told' ? [] : because))
      if (notices.length + quiet.length === 0) continue
      const day = dayOf(at)
      for (const because of quiet) for (const counts of [silent, day.silent]) one(counts, because)
      day.messages += notices.length
      messages += notices.length
    }
  }

  function dayOf(at: Instant) {
    const key = at.toZonedDateTimeISO(zone).toPlainDate().toString()
    const day = days.get(key) ?? { messages: 0, silent: new Map() }
    days.set(key, day)
    return day
  }

  const tally = (): Tally => ({
    messages,
    addresses: [...addresses].map(([key, count]) => ({ ...addressOf(key), messages: count })).sort(mostFirst),
    days: [...days]
      .map(([day, count]) => ({ day, messages: count.messages, notTold: silentIn(count.silent) }))
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
    notTold: silentIn(silent),
  })
  return { add, tally }
}

const silentIn = (counts: Map<Because, number>): Silent[] =>
  [...counts].map(([because, decisions]) => ({ because, decisions }))

const one = <Key>(counts: Map<Key, number>, key: Key) => counts.set(key, (counts.get(key) ?? 0) + 1)

function addressOf(key: string): { channel: Channel; address: string } {
  const [channel, address] = key.split(' ') as [Channel, string]
  return { channel, address }
}

const mostFirst = (a: Count<{ address: string }>, b: Count<{ address: string }>) =>
  b.messages - a.messages || (a.address < b.address ? -1 : 1)

/** The day with the most messages, the first such day; null when there was none. */
export const busiestDay = ({ days }: Tally): Count<{ day: string }> | null =>
  days.reduce<Count<{ day: string }> | null>(
    (most, { day, messages }) => (messages > (most?.messages ?? 0) ? { day, messages } : most),
    null,
  )

/** How many messages more (or fewer) each address would have had than before; those with as many are left out. */
export function differenceBetween(before: Tally, after: Tally): Pick<Tally, 'messages' | 'addresses'> {
  const counts = new Map<string, number>()
  const count = ({ addresses }: Tally, sign: 1 | -1) => {
    for (const { channel, address, messages } of addresses) {
      const key = `${channel} ${address}`
      counts.set(key, (counts.get(key) ?? 0) + sign * messages)
    }
  }
  count(after, 1)
  count(before, -1)
  const addresses = [...counts].filter(([, messages]) => messages !== 0)
  return {
    messages: after.messages - before.messages,
    addresses: addresses.map(([key, messages]) => ({ ...addressOf(key), messages })).sort(mostFirst),
  }
}
