import { z } from '@hono/zod-openapi'
import type { Rule as KeptRule } from '#rules/rule.ts'
import {
  addRule,
  changeRule,
  findRule,
  listRules,
  type RuleSaved as Outcome,
  type RuleDraft,
  removeRule,
} from '#rules/rules.run.ts'
import { refuse } from './problem.ts'
import { done, made, type Route, route } from './route.ts'
import { RULES } from './rule-refusals.ts'
import { ChangedRule, completed, NewRule, Rule, RuleSaved, rulesQuery } from './rule-shapes.ts'
import { Id, page, paged, pageOf, withoutCompany } from './shapes.ts'

const about = 'Rules'
const oneRule = z.strictObject({ id: Id })

export const ruleRoutes = (): Route[] => [adding, listing, showing, changing, removing]

const seen = (rule: KeptRule) => withoutCompany(rule) as z.output<typeof Rule>
const told = ({ rule, warnings }: Extract<Outcome, { ok: true }>) => ({ rule: seen(rule), warnings })
const noSuchRule = () => refuse(RULES, { because: 'no-such-rule' })

const adding = route({
  method: 'post',
  path: '/rules',
  id: 'addRule',
  about,
  summary: 'Add a rule',
  description: 'The answer warns of providers whom the rule would not reach.',
  scope: 'administer',
  body: NewRule,
  reply: { status: 201, shape: RuleSaved },
  act: async ({ db, who: { companyId, actor }, body, now }) => {
    const saved = await addRule(db, { ...completed(body), companyId } as RuleDraft, actor, now)
    return saved.ok ? made(told(saved), `/rules/${saved.rule.id}`) : refuse(RULES, saved)
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
    .refine(asked => (asked.ownerKind === undefined) === (asked.ownerId === undefined), {
      path: ['ownerId'],
      error: 'goes together with ownerKind',
    }),
  reply: { status: 200, shape: page(Rule) },
  act: async ({ db, who: { companyId }, query: { limit, after, ownerKind, ownerId } }) => {
    const from = after && { after: after[0] }
    const owner = ownerKind && ownerId && { owner: { kind: ownerKind, id: ownerId } }
    const rules = await listRules(db, { companyId, limit: limit + 1, ...from, ...owner })
    return done(pageOf(rules, limit, { cursor: rule => [rule.id], item: seen }))
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
    return rule ? done(seen(rule)) : noSuchRule()
  },
})

const changing = route({
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
    return saved.ok ? done(told(saved)) : refuse(RULES, saved)
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
