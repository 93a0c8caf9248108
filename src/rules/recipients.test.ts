import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Change } from '#jobs/job.ts'
import { eventOf, now } from '../../test/saves.ts'
import type { Plan } from './notice.ts'
import { plan, type ToldBefore } from './plan.ts'
import { added, muting, standingIn, targetMeant } from './recipients.ts'
import { type AnyRule, PLAIN, type Target, type TellRule } from './rule.ts'
import type { Client } from './wish.ts'

// Whom a job's rules tell when something was said of this job alone.

const says = (more: Partial<TellRule> = {}): TellRule => ({
  ...{ companyId: 'c', id: 'book', version: 1, serviceTypeId: null, active: true },
  owner: { kind: 'customer', id: 'hargreaves' },
  ...{ does: 'tell', occasion: 'completed', via: 'text-email', destination: 'address' },
  ...{ address: 'desk@mill.example', recipient: null, ...PLAIN },
  ...more,
})
const CLIENT: Client = {
  ...{ email: 'office@mill.example', phone: null, language: 'fr', takesNotifications: true },
  ...{ regionId: null, regionIsActive: false, hasComplaint: false },
  headOffice: { email: 'head@mill.example', phone: null, language: null },
}
type Around = { changes?: readonly Change[]; customer?: Client | null; toldBefore?: readonly ToldBefore[] }
const planned = (
  rules: readonly AnyRule[],
  { changes = DONE, customer = CLIENT, toldBefore = [] }: Around = {},
): Plan =>
  plan(eventOf(changes), {
    ...{ rules, kind: 'service', toldBefore, now, customer },
    provider: { email: 'patrol@night.example', mobile: null },
    company: { country: 'AU', deferralMutes: 'everything' },
  })
const DONE: readonly Change[] = [{ do: 'complete' }]
const told = ({ decisions, notices }: Plan) => [
  ...notices.map(({ address }) => address),
  ...decisions.flatMap(({ because, target }) => (because === 'told' ? [] : `${target}: ${because}`)),
]

const of = { job: eventOf([]).job, recipientId: 'recipient' }
const meant = (target: Target, providerId: string | null = null) => ({ ...of, target, providerId })
const JO = { via: 'text-email', address: 'jo@mill.example', recipient: 'Jo' } as const
const replaced = (rule: TellRule, target: Target, providerId: string | null = null) => [
  rule,
  muting(rule, meant(target, providerId)),
  standingIn(rule, JO, meant(target, providerId)),
]
const [both, outward] = [
  says({ destination: 'both' }),
  says({ destination: 'customer', tellsHeadOffice: true, address: null }),
]
const silencing = { ...muting(says({ id: 'm' }), meant('address')), does: 'mute', occasion: null } as const

for (const [sentence, rules, expected] of [
  [
    'one target is muted, the other hears',
    [both, muting(both, meant('address'))],
    ['patrol@night.example', 'address: muted-for-job'],
  ],
  [
    'one whom another rule mutes hears',
    [says(), muting(says({ id: 'other' }), meant('address'))],
    ['desk@mill.example'],
  ],
  [
    'a provider is muted while he has the job',
    [both, muting(both, meant('provider', 'patrol'))],
    ['desk@mill.example', 'provider: muted-for-job'],
  ],
  [
    'a mute of one provider is none of another',
    [both, muting(both, meant('provider', 'second'))],
    ['patrol@night.example', 'desk@mill.example'],
  ],
  ['somebody else is told in his place', replaced(says(), 'address'), ['jo@mill.example', 'address: muted-for-job']],
  [
    'who stands in for another provider is not told',
    replaced(both, 'provider', 'second'),
    ['patrol@night.example', 'desk@mill.example', 'provider: other-provider'],
  ],
  [
    'who stands in for the head office hears beside the customer',
    replaced(outward, 'head-office'),
    ['jo@mill.example', 'office@mill.example', 'head-office: muted-for-job'],
  ],
  [
    'who stands in hears under the conditions of the rule',
    replaced(says({ onlyPriorities: [1] }), 'address'),
    ['address: other-priority', 'address: other-priority'],
  ],
  [
    'who stands in for a rule that is off is not told',
    replaced(says({ active: false }), 'address'),
    ['address: rule-switched-off', 'address: rule-switched-off'],
  ],
  [
    'a site\'s "don\'t notify" does not silence whoever was added',
    [...added({ does: 'add', occasions: ['completed'], ...JO }, of), silencing],
    ['jo@mill.example'],
  ],
  [
    'whoever was added twice, or has a rule of his own, hears once (S1.60)',
    [...added({ does: 'add', occasions: ['completed', 'completed'], ...JO }, of), says({ address: JO.address })],
    ['jo@mill.example'],
  ],
] as [string, AnyRule[], string[]][]) {
  test(`of one job: ${sentence}`, () => assert.deepEqual(told(planned(rules)).sort(), expected.toSorted()))
}

test('who stands in for the customer reads the same words, in the same language, worded by the same rule', () => {
  const [usual] = planned([outward]).notices.filter(({ address }) => address === 'office@mill.example')
  const [instead] = planned(replaced(outward, 'customer')).notices.filter(({ address }) => address === JO.address)
  const { face, language, wordedBy, occasions } = instead!
  assert.deepEqual(
    { face, language, wordedBy, occasions },
    {
      ...{ face: usual!.face, language: usual!.language, wordedBy: ['book'], occasions: ['completed'] },
    },
  )
  assert.equal(language, 'fr')
})

test('a job of another kind than is reported is reported to whoever was added for it (S4.14)', () => {
  const changes: Change[] = [{ do: 'complete' }]
  const report = (rule: TellRule) => told(planned([rule], { changes }))
  const [mine] = added({ does: 'add', occasions: ['job-report'], ...JO }, of)
  assert.deepEqual(report(says({ occasion: 'job-report' })), ['address: report-not-of-this-kind'])
  assert.deepEqual(report(mine!), ['jo@mill.example'])
})

test('S4.20: a corrected report goes to whoever stands in, and not to him who had the first and was muted', () => {
  const rule = says({ occasion: 'job-report', reportsEveryJob: true })
  const had: ToldBefore = { recalls: 'job-report', rule, target: 'address', address: rule.address! }
  const changes: Change[] = [{ do: 'complete' }, { do: 'change', set: { outcome: 'Two zones' } }]
  const corrected = (rules: AnyRule[]) =>
    planned(rules, { changes, toldBefore: [had] }).notices.map(each => each.address)
  assert.deepEqual(corrected([rule]), ['desk@mill.example'])
  assert.deepEqual(corrected(replaced(rule, 'address')), ['jo@mill.example'])
})

test('whom a rule tells must be said where it tells several, and can be nobody else', () => {
  assert.deepEqual(targetMeant(says(), {}), { ok: true, target: 'address' })
  assert.deepEqual(targetMeant(both, {}), { ok: false, because: 'target-missing' })
  assert.deepEqual(targetMeant(both, { target: 'provider' }), { ok: true, target: 'provider' })
  assert.deepEqual(targetMeant(says(), { target: 'customer' }), { ok: false, because: 'no-such-target' })
})
