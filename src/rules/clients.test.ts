import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kind } from '#directory/directory.ts'
import type { Change } from '#jobs/job.ts'
import { eventOf, now, statusId } from '../../test/saves.ts'
import type { Plan } from './notice.ts'
import { plan, type ToldBefore } from './plan.ts'
import { PLAIN, type Rule, type TellRule } from './rule.ts'
import type { Client } from './wish.ts'

const complete: Change = { do: 'complete' }
let made = 0
const common = () => ({ companyId: 'c', id: `rule-${++made}`, version: 1, serviceTypeId: null, active: true })
const says = (more: Partial<TellRule> = {}): TellRule => ({
  ...common(),
  owner: { kind: 'region', id: 'north' },
  ...{ does: 'tell', occasion: 'closed', via: 'text-email', destination: 'customer' },
  ...{ address: null, recipient: null, ...PLAIN },
  ...more,
})
const HARGREAVES: Client = {
  ...{ email: 'office@hargreaves.example', phone: '0491 570 156', language: 'fr', takesNotifications: true },
  ...{ regionId: 'north', regionIsActive: true, hasComplaint: false, headOffice: null },
}
type Around = { customer?: Partial<Client> | null; kind?: Kind; toldBefore?: ToldBefore[] }
const planned = (
  changes: readonly Change[],
  rules: readonly Rule[],
  { customer = {}, kind = 'alarm', toldBefore = [] }: Around = {},
  more: object = {},
): Plan =>
  plan(eventOf(changes, more), {
    ...{ rules, provider: null, kind, toldBefore, now },
    company: { country: 'AU', deferralMutes: 'everything' },
    customer: customer && { ...HARGREAVES, ...customer },
  })
const told = ({ notices }: Plan) => notices.map(({ channel, address }) => `${channel} ${address}`).sort()
const reasons = ({ decisions }: Plan) => decisions.map(({ because }) => because)

test('S3.9 to S3.21: a region tells its customer at once, by e-mail, in its language', () => {
  const { notices, decisions } = planned([complete], [says()])
  const [{ channel, address, face, language, dueAt, occasions, wordedBy }] = notices as [Plan['notices'][number]]
  assert.deepEqual(
    { channel, address, face, language, dueAt, occasions },
    {
      ...{ channel: 'email', address: 'office@hargreaves.example', face: 'closed', language: 'fr' },
      ...{ dueAt: now, occasions: ['closed'] },
    },
  )
  assert.deepEqual(wordedBy, [decisions[0]!.ruleId])
  assert.equal(decisions[0]!.target, 'customer')
})

const GATES: readonly [sentence: string, rule: Partial<TellRule>, customer: Partial<Client> | null, because: string][] =
  [
    ['S3.15: the region is switched off', {}, { regionIsActive: false }, 'region-switched-off'],
    ['S3.16: the notification is switched off', { active: false }, {}, 'rule-switched-off'],
    ['S3.17: the customer is in another region', {}, { regionId: 'south' }, 'customer-in-other-region'],
    ['S3.17: the customer is in no region', {}, { regionId: null }, 'customer-in-other-region'],
    ['S3.18: the customer takes no notifications', {}, { takesNotifications: false }, 'customer-takes-none'],
    ['S3.19: the customer has no e-mail address', {}, { email: null }, 'customer-has-no-email'],
    ['S3.19: it has none that can be used', {}, { email: 'office at hargreaves' }, 'address-unusable'],
    ['S3.20: by text it needs a mobile', { via: 'sms' }, { phone: null }, 'customer-has-no-mobile'],
    ['S3.20: a fixed line takes no texts', { via: 'sms' }, { phone: '02 9999 1111' }, 'address-unusable'],
    ['the job has no customer', {}, null, 'no-customer'],
    ['S3.22: the job is of a type that is left out', { onlyTypes: ['plumbing'] }, {}, 'other-service-type'],
    ['S3.22: it is of a priority that is left out', { onlyPriorities: [1, 2] }, {}, 'other-priority'],
    ['S3.22: it is in a status that is left out', { onlyStatuses: [statusId('APPR')] }, {}, 'other-status'],
    [
      'S5.1: a complaint is open, and it asks for a review',
      { asksReview: true },
      { hasComplaint: true },
      'complaint-open',
    ],
  ]
for (const [sentence, rule, customer, because] of GATES) {
  test(`${sentence}: nobody is told, and that is the reason`, () => {
    const result = planned([complete], [says(rule)], { customer })
    assert.deepEqual([told(result), reasons(result)], [[], [because]])
  })
}

test('S3.22: jobs that are meant are told of; a complaint silences nothing else', () => {
  const chosen = says({ onlyTypes: ['burglary'], onlyPriorities: [5], onlyStatuses: [statusId('COMP')] })
  const result = planned([complete], [chosen], { customer: { hasComplaint: true } })
  assert.deepEqual(reasons(result), ['told'])
})

test('S3.24: the head office hears it where that is chosen, and a customer without one says so', () => {
  const rule = says({ tellsHeadOffice: true })
  const headOffice = { email: 'head@hargreaves.example', phone: null, language: 'de' } as const
  const result = planned([complete], [rule], { customer: { headOffice } })
  assert.deepEqual(told(result), ['email head@hargreaves.example', 'email office@hargreaves.example'])
  assert.deepEqual(result.notices.map(({ language }) => language).sort(), ['de', 'fr'])
  assert.deepEqual(reasons(planned([complete], [rule])), ['told', 'no-head-office'])
})

const asked = { requestedBy: { name: 'Jo', email: null, phone: null } }
const OCCASIONS: readonly [sentence: string, changes: readonly Change[], more: object, occasions: readonly string[]][] =
  [
    ['S3.3: a customer asks for service', [], asked, ['request-received']],
    ['S3.3, S3.5: it is accepted', [{ do: 'accept' }], asked, ['request-accepted', 'created', 'status-set']],
    ['S3.4: it is rejected', [{ do: 'reject', because: 'Not our trade' }], asked, ['request-rejected', 'status-set']],
    ['a request that is corrected is no update', [{ do: 'change', set: { initialRequest: 'x' } }], asked, []],
    ['S3.5: somebody opens a job', [], {}, ['created']],
    ['S3.6: a status is set', [{ do: 'set-status', statusId: statusId('DISP') }], {}, ['status-set']],
    [
      'S3.6: setting it again is no change',
      [...[{ do: 'set-status', statusId: statusId('DISP') } as const, { do: 'change', set: { notes: 'x' } } as const]],
      {},
      [],
    ],
    ['S3.7: it is closed', [complete], {}, ['closed', 'status-set', 'job-report']],
    ['S3.7: cancelled is not closed', [{ do: 'cancel' }], {}, ['status-set', 'job-report']],
    [
      'S3.7: approved is no second close',
      [complete, { do: 'set-status', statusId: statusId('APPR') }],
      {},
      ['status-set'],
    ],
  ]
const SMART = /^(dispatched|completed|updated|reassigned)/
for (const [sentence, changes, more, occasions] of OCCASIONS) {
  test(`${sentence}: ${occasions.join(' and ') || 'nothing'}`, () => {
    const all = [...new Set(OCCASIONS.flatMap(([, , , each]) => each))] as TellRule['occasion'][]
    const rules = all.map(occasion =>
      says({
        occasion,
        ...(occasion === 'status-set' && { statusId: eventOf(changes, more).job.statusId, turn: 'every' }),
      }),
    )
    const decided = planned(changes, rules, {}, more).decisions.map(({ occasion }) => occasion)
    assert.deepEqual(
      decided.filter(occasion => !SMART.test(occasion)),
      occasions,
    )
  })
}

test('W2: a region and a status that tell the customer of one save are one message, worded by the first face', () => {
  const status = statusId('COMP')
  const ofStatus = says({
    ...{ owner: { kind: 'status', id: status }, occasion: 'status-set', statusId: status },
    ...{ turn: 'last', graceSeconds: 30 },
  })
  const { notices } = planned([complete], [ofStatus, says()])
  assert.deepEqual(
    notices.map(({ occasions, face, dueAt }) => [occasions.toSorted(), face, dueAt]),
    [[['closed', 'status-set'], 'closed', now.add({ seconds: 30 })]],
  )
})

const recipient = (kind: 'customer' | 'site', address: string, more: Partial<TellRule> = {}) =>
  says({
    owner: { kind, id: kind === 'site' ? 'mill' : 'hargreaves' },
    ...{ occasion: 'job-report', via: 'pdf-email', destination: 'address', address, ...more },
  })

// S4.14: what is sent to who asks for nothing more, for every job, for cancelled ones, and for both.
const raise: Change = { do: 'change', set: { incidentRaised: true } }
const ASKS = [
  {},
  { reportsEveryJob: true },
  { reportsCancelled: true },
  { reportsEveryJob: true, reportsCancelled: true },
]
const MATRIX: readonly [kind: Kind, incident: boolean, end: 'complete' | 'cancel', sent: string][] = [
  ['alarm', true, 'complete', 'yes yes yes yes'],
  ['alarm', false, 'complete', 'yes yes yes yes'],
  ['service', true, 'complete', 'yes yes yes yes'],
  ['service', false, 'complete', 'no yes no yes'],
  ['alarm', true, 'cancel', 'yes yes yes yes'],
  ['alarm', false, 'cancel', 'no no yes yes'],
  ['service', true, 'cancel', 'yes yes yes yes'],
  ['service', false, 'cancel', 'no no yes yes'],
]
for (const [kind, incident, end, sent] of MATRIX) {
  test(`S4.14, S4.19: ${kind}, ${incident ? 'incident' : 'no incident'}, ${end}: ${sent}`, () => {
    const changes = [...(incident ? [raise] : []), { do: end }]
    const seen = ASKS.map(more => told(planned(changes, [recipient('site', 'a@x.example', more)], { kind })).length)
    assert.equal(seen.map(count => (count === 1 ? 'yes' : 'no')).join(' '), sent)
  })
}

test('S4.15 to S4.17: account and property are one list, one copy each; either filter that matches sends', () => {
  const rules = [
    ...[recipient('customer', 'a@x.example'), recipient('customer', 'b@x.example')],
    ...[recipient('site', 'b@x.example', { reportsEveryJob: true }), recipient('site', 'c@x.example')],
  ]
  assert.deepEqual(told(planned([complete], rules)), ['email a@x.example', 'email b@x.example', 'email c@x.example'])
  assert.deepEqual(told(planned([complete], rules, { kind: 'service' })), ['email b@x.example'])
})

test('W10, S4.20: a correction goes to those who had the first report, and to nobody else', () => {
  const [first, second] = [recipient('site', 'a@x.example'), recipient('site', 'b@x.example')]
  const before: ToldBefore = { recalls: 'job-report', rule: first, target: 'address', address: 'old@x.example' }
  const corrected: Change[] = [complete, { do: 'change', set: { outcome: 'Two zones' } }]
  const result = planned(corrected, [first, second], { toldBefore: [before] })
  assert.deepEqual(told(result), ['email old@x.example'])
  assert.deepEqual(result.notices[0]!.about, ['2'])
  assert.deepEqual(reasons(result).sort(), ['had-no-earlier-report', 'had-no-earlier-report', 'told'])
  const again = planned([complete, { do: 'reopen' }, complete], [first, second], { toldBefore: [before] })
  assert.deepEqual(told(again), ['email a@x.example', 'email b@x.example', 'email old@x.example'])
})
