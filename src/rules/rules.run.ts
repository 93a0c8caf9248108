import { newId } from '#base/id.ts'
import type { Connection, Database } from '#db/sql.ts'
import { newRota, type Rota } from '#db/turns.ts'
import type { Actor } from '#directory/directory.ts'
import { hasWebhook } from '#directory/webhooks.run.ts'
import { checkRule } from './check.ts'
import type { DroppedBecause, Lane } from './notice.ts'
import { type DueNotice, lockDueNotices, settle } from './plan.sql.ts'
import type { MuteRule, Rule, RuleFault, TellRule } from './rule.ts'
import * as q from './rules.sql.ts'
import { warningsFor } from './warnings.run.ts'
import type { Warning } from './warnings.ts'

export { type DecisionRow, decisionsOfJob, latestDecisions, postpone as postponeNotice } from './plan.sql.ts'
export { authorsOf, countRules, listOwners, listRules, OWNERS_ASKED } from './rules.sql.ts'

type Draft<R extends Rule> = Omit<R, 'id' | 'version'> & { id?: string }
export type RuleDraft = Draft<TellRule> | Draft<MuteRule>

export type RuleSaved =
  | { ok: true; rule: Rule; warnings: readonly Warning[] }
  | { ok: false; because: RuleFault | 'no-such-rule' | 'stale' }

/** Adds a rule, if it can work, and says whom it will not reach (S1.12 to S1.16, S1.52). */
export const addRule = (db: Database, draft: RuleDraft, by: Actor, now: Temporal.Instant): Promise<RuleSaved> =>
  db.begin(tx => write(tx, { ...draft, id: draft.id ?? newId(), version: 1 } as Rule, by, now))

/** Changes a rule into what is given. `version` is the one its author was looking at (S1.14). */
export const changeRule = (db: Database, rule: Rule, by: Actor, now: Temporal.Instant): Promise<RuleSaved> =>
  db.begin(async tx => {
    const current = await q.lockRule(tx, rule.companyId, rule.id)
    if (!current) return { ok: false, because: 'no-such-rule' }
    if (current.version !== rule.version) return { ok: false, because: 'stale' }
    return write(tx, { ...rule, version: rule.version + 1 }, by, now)
  })

/** Takes a rule out of use. What it decided in the past stays on record. False when there is no such rule. */
export const removeRule = (
  db: Database,
  { companyId, id }: { companyId: string; id: string },
  by: Actor,
  now: Temporal.Instant,
): Promise<boolean> =>
  db.begin(async tx => {
    const rule = await q.lockRule(tx, companyId, id)
    if (rule) await q.retireRules(tx, [rule], by, now)
    return rule !== undefined
  })

/** One rule in use. */
export const findRule = (db: Connection, companyId: string, id: string): Promise<Rule | undefined> =>
  q.ruleOf(db, companyId, id)

async function write(tx: Connection, rule: Rule, by: Actor, now: Temporal.Instant): Promise<RuleSaved> {
  const checked = await examineRule(tx, rule)
  if (!checked.ok) return checked
  await q.writeRules(tx, [checked.rule], by, now)
  return { ok: true, rule: checked.rule, warnings: await warningsFor(tx, checked.rule) }
}

/** A draft as it would be saved, or why it cannot be, and what its author should know. Nothing is stored. */
export async function checkDraft(
  db: Connection,
  draft: RuleDraft,
): Promise<{ rule: Rule; fault: RuleFault | null; warnings: readonly Warning[] }> {
  const rule = { ...draft, id: draft.id ?? newId(), version: 1 } as Rule
  const examined = await examineRule(db, rule)
  if (!examined.ok) return { rule, fault: examined.because, warnings: [] }
  return { rule: examined.rule, fault: null, warnings: await warningsFor(db, examined.rule) }
}

/** Is this a rule that can work in its company? Its address comes back in normal form. */
export async function examineRule<R extends Rule>(db: Connection, rule: R): Promise<Examined<R>> {
  const [company] = await q.companiesOf(db, [rule.companyId])
  const checked = checkRule(rule, company!.country)
  if (!checked.ok) return checked
  if (!(await q.ownerExists(db, rule.companyId, rule.owner))) return { ok: false, because: 'no-such-owner' }
  const { types, statuses } = namedIn(rule)
  if (!(await q.allExist(db, rule.companyId, { kind: 'service_type', ids: types }))) {
    return { ok: false, because: 'no-such-service-type' }
  }
  if (!(await q.allExist(db, rule.companyId, { kind: 'status', ids: statuses }))) {
    return { ok: false, because: 'no-such-status' }
  }
  return (await namesNoWebhook(db, checked.rule)) ? { ok: false, because: 'no-such-webhook' } : checked
}

/** The service types and statuses that a rule names. */
function namedIn(rule: Rule): { types: string[]; statuses: string[] } {
  const types = rule.serviceTypeId ? [rule.serviceTypeId] : []
  if (rule.does === 'mute') return { types, statuses: [] }
  const statuses = rule.statusId ? [rule.statusId] : []
  return { types: [...types, ...rule.onlyTypes], statuses: [...statuses, ...rule.onlyStatuses] }
}

/** Is this a rule that tells a program, and none that its company has? */
const namesNoWebhook = async (db: Connection, rule: Rule): Promise<boolean> =>
  rule.does === 'tell' && rule.via === 'webhook' && !(await hasWebhook(db, rule.companyId, rule.address!))

/** The rules in use that tell the program at this URL. */
export const rulesByWebhook = (db: Connection, companyId: string, url: string) =>
  q.rulesByAddress(db, companyId, { via: 'webhook', address: url })

type Examined<R> = { ok: true; rule: R } | { ok: false; because: RuleFault }

/** Takes notices of a lane that are due, each company's oldest in turn; they are this transaction's until it ends. */
export async function takeDueNotices(
  tx: Connection,
  { lane, now, limit, rota = newRota() }: { lane: Lane; now: Temporal.Instant; limit: number; rota?: Rota },
): Promise<readonly DueNotice[]> {
  return lockDueNotices(tx, { lane, now, limit, rota })
}

/** Notes that these notices became messages, or why not. */
export const settleNotices = async (
  tx: Connection,
  settled: readonly { companyId: string; id: string; droppedBecause: DroppedBecause | null }[],
  now: Temporal.Instant,
): Promise<void> => {
  if (settled.length > 0) await settle(tx, settled, now)
}
