import { isAfter } from '#base/time.ts'
import type { Decision, Plan } from './notice.ts'
import { arrange, baseOf, type Chased, isReminderRule, look, type Reminder, type ReminderRule } from './remind.ts'
import type { AnyRule } from './rule.ts'
import { type Circumstances, mutesIn, wishesOf } from './wish.ts'

type Instant = Temporal.Instant

type Known = Omit<Circumstances, 'job' | 'mutes'> & Readonly<{ rules: readonly AnyRule[]; now: Instant }>

/** A reminder still to come: at which sweep, which of how many it would be, and what would be decided then. */
export type Coming = Readonly<{ at: Instant; number: number; of: number; plan: Plan }>

/** The reminders of a job still to come, the next of each rule, as they would be if nothing changed until then (W1). */
export const comingReminders = (reminders: readonly Reminder[], chased: Chased, known: Known): Coming[] =>
  reminders.flatMap(reminder => {
    const rule = known.rules.find(({ id }) => id === reminder.ruleId)
    return rule && isReminderRule(rule) ? (comingOf(reminder, rule, chased, known) ?? []) : []
  })

function comingOf(reminder: Reminder, rule: ReminderRule, chased: Chased, known: Known): Coming | undefined {
  const { now } = known
  // What was saved a moment ago may not have moved the reminder yet.
  const moved = reminder.base && !baseOf(rule, chased)?.equals(reminder.base)
  let next = moved ? arrange(reminder, rule, chased, now) : reminder
  while (next.dueAt) {
    const at = isAfter(now, next.dueAt) ? now : next.dueAt
    const looked = look([next], chased, { ...known, now: at })
    const { turn } = looked.reminders[0]!
    // The moments that were overtaken tell nobody: the last is the one that counts.
    const decisions = looked.plan.decisions.filter(({ ordinal }) => ordinal === turn)
    if (decisions.length > 0) {
      return { at, number: next.sent + 1, of: rule.times, plan: { ...looked.plan, decisions } }
    }
    next = looked.reminders[0]!
  }
  return undefined
}

/** What a rule would do: beside what any rule may say, that there is nothing to chase, or no more to send. */
export type Foreseen = Decision['because'] | 'no-longer-incomplete' | 'sent-often-enough'

type SupposedReminder = Readonly<{
  ruleId: string
  target: Decision['target']
  because: Foreseen
  address: string | null
}>

/** What each reminder rule of a job would do if it fell due at this moment. `sent`: how often each has reminded. */
export function ifReminded(
  sent: ReadonlyMap<string, number>,
  chased: Chased,
  { rules, ...known }: Omit<Known, 'now'>,
): (SupposedReminder & Pick<ReminderRule, 'occasion'>)[] {
  const circumstances = { ...known, job: chased.job, mutes: mutesIn(rules) }
  return rules.filter(isReminderRule).flatMap(rule =>
    wishesOf(rule, circumstances).map(({ target, because, address }) => {
      const why = because === 'told' ? whyNothing(rule, chased, sent.get(rule.id) ?? 0) : because
      return {
        ruleId: rule.id,
        occasion: rule.occasion,
        target,
        because: why,
        address: why === 'told' ? address : null,
      }
    }),
  )
}

function whyNothing(rule: ReminderRule, chased: Chased, sent: number): Foreseen {
  if (!baseOf(rule, chased)) return 'no-longer-incomplete'
  return sent >= rule.times ? 'sent-often-enough' : 'told'
}
