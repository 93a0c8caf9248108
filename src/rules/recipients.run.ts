import { newId } from '#base/id.ts'
import type { Connection, Database } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import type { Job } from '#jobs/job.ts'
import { checkRule } from './check.ts'
import { type NamedRule, namedRules } from './explain.sql.ts'
import { lockRecipient, saidOf } from './recipients.sql.ts'
import {
  added,
  isSaidAlready,
  MOST_RECIPIENTS,
  muting,
  type Recipient,
  type RecipientAsked,
  type RecipientFault,
  recipientsIn,
  standingIn,
  targetMeant,
} from './recipients.ts'
import { isReminderRule, lastSweep } from './remind.ts'
import { continueReminder } from './reminders.sql.ts'
import type { AnyRule, JobMute, TellRule } from './rule.ts'
import { companiesOf, lockRule, ownerExists, retireRules, writeRules } from './rules.sql.ts'

export type { NamedRule } from './explain.sql.ts'

export type RecipientSaved = { ok: true; id: string; tells: readonly TellRule[] } | Refused
type Refused = { ok: false; because: RecipientFault; field?: string }

/**
 * Tells somebody else of one job, mutes one whom a rule names, or does both in one. It holds for what is planned from now
 * on and ends with the job; by itself it tells nobody anything.
 */
export const saveRecipient = (
  db: Database,
  { job, asked }: { job: Job; asked: RecipientAsked },
  by: Actor,
  now: Temporal.Instant,
): Promise<RecipientSaved> =>
  db.begin(async tx => {
    const of = { job, recipientId: newId() }
    const asks = asked.does === 'add' ? { ok: true as const, rules: added(asked, of) } : await instead(tx, asked, of)
    if (!asks.ok) return asks
    const inForce = (await recipientsOf(tx, job.companyId, [job.id])).filter(({ removedAt }) => removedAt === null)
    if (inForce.length >= MOST_RECIPIENTS) return { ok: false, because: 'too-many-recipients' }
    const [mute] = asks.rules.filter((rule): rule is JobMute => rule.does === 'mute-one')
    if (mute && isSaidAlready(mute, inForce)) return { ok: false, because: 'muted-already' }
    const checked = await inNormalForm(tx, job.companyId, asks.rules)
    if (!checked.ok) return checked
    await writeRules(tx, checked.rules, by, now)
    await goOnReminding(tx, checked.rules, now)
    return { ok: true, id: of.recipientId, tells: checked.rules.filter(rule => rule.does === 'tell') }
  })

/** Takes back what was said of one job in one go. False when it is not in force. */
export const removeRecipient = (
  db: Database,
  named: { companyId: string; jobId: string; id: string },
  by: Actor,
  now: Temporal.Instant,
): Promise<boolean> =>
  db.begin(async tx => {
    const rules = await lockRecipient(tx, named)
    if (rules.length > 0) await retireRules(tx, rules, by, now)
    return rules.length > 0
  })

/** What was said of these jobs alone, the oldest first, with what was taken back. */
export const recipientsOf = async (
  db: Connection,
  companyId: string,
  jobIds: readonly string[],
): Promise<Recipient[]> => (jobIds.length > 0 ? recipientsIn(await saidOf(db, companyId, jobIds)) : [])

/** The rules that recipients mute, by whose they are and whom they name. */
export async function rulesMutedBy(
  db: Connection,
  companyId: string,
  recipients: readonly Recipient[],
): Promise<Map<string, NamedRule>> {
  const ids = [...new Set(recipients.flatMap(({ mutes }) => mutes?.ruleId ?? []))]
  const rules = ids.length > 0 ? await namedRules(db, companyId, ids) : []
  return new Map(rules.map(rule => [rule.id, rule]))
}

type Rules = { ok: true; rules: AnyRule[] } | Refused

async function instead(
  tx: Connection,
  asked: Exclude<RecipientAsked, { does: 'add' }>,
  of: { job: Job; recipientId: string },
): Promise<Rules> {
  const { companyId, providerId: has } = of.job
  // Two people who mute the same at the same moment come one after the other.
  const rule = await lockRule(tx, companyId, asked.ruleId)
  if (rule?.does !== 'tell') return { ok: false, because: 'no-such-rule', field: 'ruleId' }
  const meant = targetMeant(rule, asked)
  if (!meant.ok) return { ...meant, field: 'target' }
  const { target } = meant
  const providerId = target === 'provider' ? (asked.providerId ?? has) : null
  if (providerId && !(await ownerExists(tx, companyId, { kind: 'provider', id: providerId })))
    return { ok: false, because: 'no-such-provider', field: 'providerId' }
  const about = { ...of, target, providerId }
  const mute = muting(rule, about)
  return { ok: true, rules: asked.does === 'mute' ? [mute] : [mute, standingIn(rule, asked, about)] }
}

async function inNormalForm(tx: Connection, companyId: string, rules: readonly AnyRule[]): Promise<Rules> {
  const [company] = await companiesOf(tx, [companyId])
  const checked = rules.map(rule =>
    rule.does === 'mute-one' ? { ok: true as const, rule } : checkRule(rule, company!.country),
  )
  const fault = checked.find(each => !each.ok)
  return fault && !fault.ok ? fault : { ok: true, rules: checked.flatMap(each => (each.ok ? each.rule : [])) }
}

/** Who stands in for another is reminded when and as often as the other would have been. */
async function goOnReminding(tx: Connection, rules: readonly AnyRule[], now: Temporal.Instant): Promise<void> {
  const [rule] = rules.filter(isReminderRule)
  if (!rule) return
  const { companyId, id: ruleId, owner, forJob } = rule
  await continueReminder(tx, { companyId, ruleId, jobId: owner.id, of: forJob!.ruleId!, past: lastSweep(now) }, now)
}
