import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Change, JobEvent } from '#jobs/job.ts'
import { eventOf, now, statusId } from '../../test/saves.ts'
import type { Plan } from './notice.ts'
import { plan } from './plan.ts'
import { type MuteRule, PLAIN, type Rule, type TellRule } from './rule.ts'
import { ownersOf } from './wish.ts'

const dispatch: Change = { do: 'dispatch' }

let made = 0
const owner = { customer: 'hargreaves', 'alarm-company': 'sentinel', site: 'mill', provider: 'patrol' } as const
const common = (kind: keyof typeof owner) => ({
  companyId: 'c',
  id: `rule-${++made}`,
  version: 1,
  owner: { kind, id: owner[kind] },
  serviceTypeId: null,
  active: true,
})
const tell = (kind: keyof typeof owner, address: string, more: Partial<TellRule> = {}): TellRule => ({
  ...common(kind),
  does: 'tell',
  occasion: 'dispatched',
  via: 'text-email',
  destination: 'address',
  address,
  recipient: 'Facilities desk',
  ...PLAIN,
  ...more,
})
const toProvider = (kind: keyof typeof owner, more: Partial<TellRule> = {}) =>
  tell(kind, '', { destination: 'provider', address: null, ...more })
const mute = (more: Partial<MuteRule> = {}): MuteRule => ({ ...common('site'), does: 'mute', occasion: null, ...more })

const PATROL = { email: 'Control@Patrol.example', mobile: '0491 570 156' }
const planned = (
  event: JobEvent,
  rules: readonly Rule[],
  provider: typeof PATROL | { email: null; mobile: null } | null = PATROL,
) =>
  plan(event, {
    rules,
    provider,
    customer: null,
    kind: 'alarm',
    company: { country: 'AU', deferralMutes: 'everything' },
    now,
  })
const told = ({ notices }: Plan) =>
  notices.map(({ channel, address, pdf }) => `${channel} ${address}${pdf ? ' with PDF' : ''}`).sort()
const reasons = ({ decisions }: Plan) => decisions.map(({ because }) => because)

const dispatched = eventOf([dispatch])

test('S1.17, S1.18: a rule for one service type speaks of jobs of that type only; a rule for all of every job', () => {
  const result = planned(dispatched, [
    tell('customer', 'a@x.example', { serviceTypeId: 'burglary' }),
    tell('customer', 'b@x.example', { serviceTypeId: 'plumbing' }),
    tell('customer', 'c@x.example'),
  ])
  assert.deepEqual(told(result), ['email a@x.example', 'email c@x.example'])
  assert.deepEqual(reasons(result), ['told', 'other-service-type', 'told'])
})

test('S1.19: the job speaks for its customer, alarm company, site and the provider it has at that moment', () => {
  const reassigned = eventOf([dispatch, { do: 'dispatch', providerId: 'second' }])
  assert.deepEqual(
    ownersOf(reassigned.job).map(({ kind, id }) => `${kind} ${id}`),
    [
      `company ${reassigned.job.companyId}`,
      'customer hargreaves',
      'alarm-company sentinel',
      'site mill',
      'provider second',
      `status ${reassigned.job.statusId}`,
      `job ${reassigned.job.id}`,
    ],
  )
  const bare = eventOf([], { customerId: null, alarmCompanyId: null, providerId: null })
  assert.deepEqual(
    ownersOf(bare.job).map(({ kind }) => kind),
    ['company', 'site', 'status', 'job'],
  )
})

test('S1.23: a rule may leave out jobs that ended cancelled or abandoned', () => {
  const rule = tell('customer', 'a@x.example', { occasion: 'completed', leavesOutCancelled: true })
  assert.deepEqual(reasons(planned(eventOf([{ do: 'cancel' }]), [rule])), ['cancelled-left-out'])
  assert.deepEqual(reasons(planned(eventOf([{ do: 'set-status', statusId: statusId('ABAN') }]), [rule])), [
    'cancelled-left-out',
  ])
  assert.deepEqual(reasons(planned(eventOf([{ do: 'complete' }]), [rule])), ['told'])
})

test('S1.31, S1.32, S1.60: rules that name one person for one event make one message that says why', () => {
  const rules = [
    tell('customer', 'a@x.example'),
    tell('site', 'a@x.example', { occasion: 'updated-incomplete', via: 'pdf-email' }),
    tell('alarm-company', 'a@x.example'),
  ]
  const result = planned(dispatched, rules)
  assert.deepEqual(told(result), ['email a@x.example with PDF'])
  assert.deepEqual(result.notices[0]!.occasions, ['dispatched', 'updated-incomplete'])
  assert.deepEqual(
    result.decisions.map(({ ruleId, noticeId }) => [ruleId, noticeId]),
    [rules[0]!, rules[2]!, rules[1]!].map(({ id }) => [id, result.notices[0]!.id]),
  )
})

test('S1.60: the same person by text and by e-mail is two messages', () => {
  const result = planned(dispatched, [
    tell('customer', 'a@x.example'),
    tell('customer', '+61491570156', { via: 'sms' }),
  ])
  assert.deepEqual(told(result), ['email a@x.example', 'sms +61491570156'])
})

test('S1.49: the message goes to the written address', () => {
  assert.deepEqual(told(planned(dispatched, [tell('customer', 'a@x.example')])), ['email a@x.example'])
})

test('S1.50, S1.51: to the provider by his mobile for a text and by his e-mail for e-mail', () => {
  const result = planned(dispatched, [toProvider('customer', { via: 'sms' }), toProvider('site', { via: 'pdf-email' })])
  assert.deepEqual(told(result), ['email control@patrol.example with PDF', 'sms +61491570156'])
})

test('S1.52: a provider without mobile or e-mail is not told, and the reason is kept', () => {
  const rules = [toProvider('customer', { via: 'sms' }), toProvider('site')]
  assert.deepEqual(reasons(planned(dispatched, rules, { email: null, mobile: null })), [
    'provider-has-no-mobile',
    'provider-has-no-email',
  ])
  assert.deepEqual(reasons(planned(dispatched, rules, null)), ['no-provider', 'no-provider'])
})

test('S1.55: "both" tells the address and the provider, each with a decision of its own', () => {
  const result = planned(dispatched, [tell('customer', 'a@x.example', { destination: 'both' })])
  assert.deepEqual(told(result), ['email a@x.example', 'email control@patrol.example'])
  assert.deepEqual(
    result.decisions.map(({ target }) => target),
    ['address', 'provider'],
  )
})

test("S1.57, S1.58: don't notify silences customer and alarm company, not the site's own rules nor the provider's", () => {
  const rules = [
    mute(),
    tell('customer', 'a@x.example'),
    tell('alarm-company', 'b@x.example'),
    tell('site', 'c@x.example'),
    tell('provider', 'd@x.example'),
  ]
  const result = planned(dispatched, rules)
  assert.deepEqual(told(result), ['email c@x.example', 'email d@x.example'])
  assert.deepEqual(reasons(result), ['muted-by-site', 'muted-by-site', 'told', 'told'])
})

test("S1.58: don't notify may be for one occasion or one service type only; switched off, it silences nothing", () => {
  const rules = (silencer: MuteRule) => [silencer, tell('customer', 'a@x.example')]
  assert.deepEqual(reasons(planned(dispatched, rules(mute({ occasion: 'dispatched' })))), ['muted-by-site'])
  assert.deepEqual(reasons(planned(dispatched, rules(mute({ occasion: 'completed' })))), ['told'])
  assert.deepEqual(reasons(planned(dispatched, rules(mute({ serviceTypeId: 'burglary' })))), ['muted-by-site'])
  assert.deepEqual(reasons(planned(dispatched, rules(mute({ serviceTypeId: 'plumbing' })))), ['told'])
  assert.deepEqual(reasons(planned(dispatched, rules(mute({ active: false })))), ['told'])
})

test('S1.59: rules of the four owners add up', () => {
  const kinds = ['customer', 'alarm-company', 'site', 'provider'] as const
  assert.equal(
    planned(
      dispatched,
      kinds.map(kind => tell(kind, `${kind}@x.example`)),
    ).notices.length,
    4,
  )
})

test('S1.41: while a job is deferred nobody is told, and each rule says why', () => {
  const event = eventOf([dispatch, { do: 'defer', because: 'parts', until: '2026-03-09' }, { do: 'on-site' }])
  assert.deepEqual(reasons(planned(event, [tell('customer', 'a@x.example', { occasion: 'updated-incomplete' })])), [
    'job-deferred',
  ])
})

test('a rule that is switched off is considered and says so', () => {
  assert.deepEqual(reasons(planned(dispatched, [tell('customer', 'a@x.example', { active: false })])), [
    'rule-switched-off',
  ])
})

test('W4: news of a dispatch is useless sooner than a report; a dispatch is urgent', () => {
  const [first] = planned(dispatched, [tell('customer', 'a@x.example')]).notices
  const [second] = planned(eventOf([{ do: 'complete' }]), [
    tell('customer', 'a@x.example', { occasion: 'completed' }),
  ]).notices
  assert.ok(Temporal.Instant.compare(first!.useBy, second!.useBy) < 0)
  assert.deepEqual([first!.lane, second!.lane], ['urgent', 'normal'])
})

test('planning the same event again makes the same notices', () => {
  const rules = [tell('customer', 'a@x.example'), toProvider('site', { via: 'sms' })]
  assert.deepEqual(planned(dispatched, rules).notices, planned(dispatched, rules).notices)
})
