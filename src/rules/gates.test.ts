import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Approach, GATES, type Gate, gatesOf } from './gates.ts'

const OPEN: Approach = {
  rule: { via: 'text-email', active: true, owner: { kind: 'region', id: 'north' } },
  region: { name: 'North', active: true },
  customer: { name: 'Hargreaves', regionId: 'north', takesNotifications: true, email: 'a@x.example', phone: null },
  country: 'AU',
  channelGoesOut: true,
  isSending: true,
}

test('S3.13 to S3.19: with all seven gates open the customer hears of it', () =>
  assert.deepEqual(
    gatesOf(OPEN).map(({ gate, open, words }) => [gate, open, words]),
    GATES.map(gate => [gate, true, '']),
  ))

test('S5.3: a status has no region between it and the customer', () => {
  const ofStatus = {
    ...OPEN,
    rule: { ...OPEN.rule, owner: { kind: 'status', id: 'travelling' } as const },
    region: null,
  }
  assert.deepEqual(
    gatesOf({ ...ofStatus, customer: { ...OPEN.customer, regionId: null } }).map(({ gate, open }) => [gate, open]),
    GATES.filter(gate => !gate.includes('region')).map(gate => [gate, true]),
  )
})

const { customer, rule } = OPEN
const region = { name: 'North', active: true }
const CLOSED: readonly [statement: string, set: Partial<Approach>, gate: Gate, words: RegExp][] = [
  ['S3.13', { channelGoesOut: false }, 'channel', /No account is set up for e-mail/],
  ['S3.14', { isSending: false }, 'sending', /not at work/],
  ['S3.15', { region: { ...region, active: false } }, 'region-active', /North is switched off/],
  ['S3.16', { rule: { ...rule, active: false } }, 'rule-active', /notification is switched off/],
  ['S3.17', { customer: { ...customer, regionId: 'south' } }, 'customer-in-region', /Hargreaves is not in .* North/],
  ['S3.18', { customer: { ...customer, takesNotifications: false } }, 'customer-takes-notifications', /does not take/],
  ['S3.19', { customer: { ...customer, email: null } }, 'customer-reachable', /no e-mail address/],
  ['S3.19', { customer: { ...customer, email: 'a at x' } }, 'customer-reachable', /cannot be used/],
  ['S3.20', { rule: { ...rule, via: 'sms' } }, 'customer-reachable', /no mobile/],
]
for (const [statement, set, gate, words] of CLOSED) {
  test(`${statement}: the gate "${gate}" alone is closed and says so`, () => {
    const closed = gatesOf({ ...OPEN, ...set }).filter(({ open }) => !open)
    assert.deepEqual(
      closed.map(each => each.gate),
      [gate],
    )
    assert.match(closed[0]!.words, words)
  })
}
