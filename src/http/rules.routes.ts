import { z } from '@hono/zod-openapi'
import type { Connection } from '#db/sql.ts'
import { type Rule as KeptRule, OWNER_KINDS } from '#rules/rule.ts'
import { namesOfRules } from '#rules/rule-names.run.ts'
import { ruleInWords } from '#rules/rule-words.ts'
import {
  addRule,
  authorsOf,
  changeRule,
  checkDraft,
  countRules,
  findRule,
  listOwners,
  listRules,
  type RuleSaved as Outcome,
  OWNERS_ASKED,
  type RuleDraft,
  removeRule,
} from '#rules/rules.run.ts'
import { warningsFor } from '#rules/warnings.run.ts'
import { sendingWarnings, type Warning } from '#rules/warnings.ts'
import { refuse } from './problem.ts'
import type { Rooms } from './rooms.ts'
import { done, made, type Route, route } from './route.ts'
import { RULES } from './rule-refusals.ts'
import { ChangedRule, completed, NewRule, Rule, RuleChecked, RuleSaved, rulesQuery, Warnings } from './rule-shapes.ts'
import { sendingSeen } from './sending-seen.ts'
import { Id, page, paged, pageOf, text, withoutCompany } from './shapes.ts'

const about = 'Rules'
const oneRule = z.strictObject({ id: Id })

type Health = Rooms['health']

export const ruleRoutes = (health: Health): Route[] => [
  adding(health),
  checking(health),
  listing,
  counting,
  listingOwners,
  showing,
  warning(health),
  changing(health),
  removing,
]

/** Rules as they are shown: with whose they are, in words, and with who made them so. */
async function seen(db: Connection, companyId: string, rules: readonly KeptRule[]) {
  const [inWords, authors] = await Promise.all([wordsOf(db, companyId, rules), authorsOf(db, rules)])
  const authorOf = new Map(authors.map(({ id, by, at }) => [id, { changedBy: by, changedAt: at }]))
  return rules.map(
    rule => ({ ...withoutCompany(rule), ...inWords(rule), ...authorOf.get(rule.id) }) as z.output<typeof Rule>,
  )
}

async function wordsOf(db: Connection, companyId: string, rules: readonly KeptRule[]) {
  const namesOf = await namesOfRules(db, companyId, rules)
  return (rule: KeptRule) => {
    const names = namesOf(rule)
    return { ownerName: names.owner, sentence: ruleInWords(rule, names) }
  }
}

/** With what is wrong with the sending itself, too. */
async function allWarnings(rule: KeptRule, warnings: readonly Warning[], health: Health, now: Temporal.Instant) {
  return rule.does === 'mute'
    ? warnings
    : [...warnings, ...sendingWarnings(rule, sendingSeen(await health(), rule, now))]
}

type Saved = Extract<Outcome, { ok: true }>
type At = Readonly<{ db: Connection; health: Health; now: Temporal.Instant }>
async function told({ rule, warnings }: Saved, { db, health, now }: At) {
  const [shown] = await seen(db, rule.companyId, [rule])
  return { rule: shown!, warnings: await allWarnings(rule, warnings, health, now) }
}

const noSuchRule = () => refuse(RULES, { because: 'no-such-rule' })

const adding = (health: Health) =>
  route({
    method: 'post',
    path: '/rules',
    id: 'addRule',
    about,
    summary: 'Add a rule',
    description: 'The answer warns of whomever the rule would not reach, and of what else stands between.',
    scope: 'administer',
    body: NewRule,
    reply: { status: 201, shape: RuleSaved },
    act: async ({ db, who: { companyId, actor }, body, now }) => {
      const saved = await addRule(db, { ...completed(body), companyId } as RuleDraft, actor, now)
      return saved.ok ? made(await told(saved, { db, health, now }), `/rules/${saved.rule.id}`) : refuse(RULES, saved)
    },
  })

const checking = (health: Health) =>
  route({
    method: 'post',
    path: '/rules/check',
    id: 'checkRule',
    about,
    summary: 'Look at a rule before it is saved',
    description:
      'In words, as far as it is filled in, with what is wrong with it and what to know of it. Nothing is stored.',
    scope: 'administer',
    keeps: 'nobody',
    body: NewRule,
    reply: { status: 200, shape: RuleChecked },
    act: async ({ db, who: { companyId }, body, now }) => {
      const { rule, fault, warnings } = await checkDraft(db, { ...completed(body), companyId } as RuleDraft)
      // What is not there nobody can have chosen in a form.
      if (fault?.startsWith('no-such-')) return refuse(RULES, { because: fault })
      const [, title = '', detail = ''] = fault ? RULES[fault] : []
      return done({
        ...(await wordsOf(db, companyId, [rule]))(rule),
        faults: fault ? [{ because: fault, title, detail }] : [],
        warnings: await allWarnings(rule, warnings, health, now),
      })
    },
  })

const listing = route({
  method: 'get',
  path: '/rules',
  id: 'listRules',
  about,
  summary: 'List rules',
  scope: 'read',
  query: z
    .strictObject({ ...paged(z.tuple([Id])), ...rulesQuery })
    .refine(({ ownerKind, ownerId }) => ownerKind !== undefined || ownerId === undefined, {
      path: ['ownerId'],
      error: 'goes together with ownerKind',
    }),
  reply: { status: 200, shape: page(Rule) },
  act: async ({ db, who: { companyId }, query: { limit, after, ownerKind, ownerId } }) => {
    const from = after && { after: after[0] }
    const owner = { ...(ownerKind && { ownerKind }), ...(ownerId && { ownerId }) }
    const rules = await listRules(db, { companyId, limit: limit + 1, ...from, ...owner })
    const shown = await seen(db, companyId, rules)
    return done(pageOf(shown, limit, { cursor: rule => [rule.id], item: rule => rule }))
  },
})

const counts = { rules: z.int(), switchedOff: z.int().openapi({ description: 'how many of them' }) }

const counting = route({
  method: 'get',
  path: '/rules/counts',
  id: 'countRules',
  about,
  summary: 'How many rules there are of each kind of owner',
  scope: 'read',
  reply: {
    status: 200,
    shape: z.object({ items: z.array(z.object({ ownerKind: z.enum(OWNER_KINDS), owners: z.int(), ...counts })) }),
  },
  act: async ({ db, who }) => done({ items: await countRules(db, who.companyId) }),
})

const listingOwners = route({
  method: 'get',
  path: '/rules/owners',
  id: 'listRuleOwners',
  about,
  summary: 'Who has rules of its own, by name',
  scope: 'read',
  query: z.strictObject({
    ...paged(z.tuple([Id, text(200)])),
    ownerKind: z.enum(OWNER_KINDS),
    which: z.enum(OWNERS_ASKED).default('with-rules').openapi({ description: 'all: also who has none' }),
    search: text(100).optional(),
  }),
  reply: { status: 200, shape: page(z.object({ ownerId: Id, ownerName: z.string(), ...counts })) },
  act: async ({ db, who: { companyId }, query: { limit, after, ...asked } }) => {
    const from = after && { id: after[0], name: after[1] }
    const owners = await listOwners(db, { companyId, ...asked, limit: limit + 1, after: from })
    return done(pageOf(owners, limit, { cursor: each => [each.ownerId, each.ownerName], item: each => each }))
  },
})

const showing = route({
  method: 'get',
  path: '/rules/{id}',
  id: 'getRule',
  about,
  summary: 'One rule',
  scope: 'read',
  params: oneRule,
  refuses: [404],
  reply: { status: 200, shape: Rule },
  act: async ({ db, who, params }) => {
    const rule = await findRule(db, who.companyId, params.id)
    if (!rule) return noSuchRule()
    const [shown] = await seen(db, who.companyId, [rule])
    return done(shown!)
  },
})

const warning = (health: Health) =>
  route({
    method: 'get',
    path: '/rules/{id}/warnings',
    id: 'getRuleWarnings',
    about,
    summary: 'Whom a rule does not reach as things stand',
    scope: 'read',
    params: oneRule,
    refuses: [404],
    reply: { status: 200, shape: z.object({ warnings: Warnings }) },
    act: async ({ db, who, params, now }) => {
      const rule = await findRule(db, who.companyId, params.id)
      if (!rule) return noSuchRule()
      return done({ warnings: await allWarnings(rule, await warningsFor(db, rule), health, now) })
    },
  })

const changing = (health: Health) =>
  route({
    method: 'put',
    path: '/rules/{id}',
    id: 'changeRule',
    about,
    summary: 'Change a rule into another',
    scope: 'administer',
    params: oneRule,
    body: ChangedRule,
    refuses: [404],
    reply: { status: 200, shape: RuleSaved },
    act: async ({ db, who: { companyId, actor }, params, body, now }) => {
      const saved = await changeRule(db, { ...completed(body), companyId, id: params.id } as KeptRule, actor, now)
      return saved.ok ? done(await told(saved, { db, health, now })) : refuse(RULES, saved)
    },
  })

const removing = route({
  method: 'delete',
  path: '/rules/{id}',
  id: 'removeRule',
  about,
  summary: 'Take a rule out of use',
  description: 'What it decided in the past stays on record.',
  scope: 'administer',
  params: oneRule,
  refuses: [404],
  reply: { status: 200, shape: z.object({ removed: Id }) },
  act: async ({ db, who: { companyId, actor }, params, now }) => {
    const removed = await removeRule(db, { companyId, id: params.id }, actor, now)
    return removed ? done({ removed: params.id }) : noSuchRule()
  },
})
