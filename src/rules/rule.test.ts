import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkRule } from './check.ts'
import { type MuteRule, PLAIN, type TellRule } from './rule.ts'

const tell: TellRule = {
  companyId: 'c',
  id: 'r',
  version: 1,
  owner: { kind: 'customer', id: 'x' },
  serviceTypeId: null,
  active: true,
  does: 'tell',
  occasion: 'dispatched',
  via: 'sms',
  destination: 'address',
  address: '0491 570 156',
  recipient: null,
  ...PLAIN,
}
const mute: MuteRule = {
  companyId: 'c',
  id: 'r',
  version: 1,
  owner: { kind: 'site', id: 'x' },
  serviceTypeId: null,
  active: true,
  does: 'mute',
  occasion: null,
}

const reminder: TellRule = { ...tell, occasion: 'incomplete', everyDays: 1, times: 2 }

const CASES: readonly [sentence: string, rule: TellRule | MuteRule, expected: string][] = [
  ["a mobile number is kept in E.164, read in the company's country", tell, '+61491570156'],
  ['a number with a country code keeps its country', { ...tell, address: '+44 7400 123456' }, '+447400123456'],
  ['a fixed line cannot receive a text', { ...tell, address: '(02) 9374 4000' }, 'not-a-mobile-number'],
  ['a number that is none is refused', { ...tell, address: '12' }, 'not-a-phone-number'],
  [
    'an e-mail address is kept in lower case',
    { ...tell, via: 'text-email', address: ' Desk@Mill.Example ' },
    'desk@mill.example',
  ],
  [
    'an e-mail address with a line break is refused',
    { ...tell, via: 'pdf-email', address: 'a@b.example\r\nBcc: x@y.example' },
    'not-an-email-address',
  ],
  ['a mobile number is no e-mail address', { ...tell, via: 'pdf-email' }, 'not-an-email-address'],
  ['S1.49: a rule to an address needs one', { ...tell, address: null }, 'address-missing'],
  ['S1.55: a rule to the provider takes no address', { ...tell, destination: 'provider' }, 'address-not-wanted'],
  ['S1.55: a rule to the provider instead has none', { ...tell, destination: 'provider', address: null }, 'null'],
  [
    "S1.54: a provider's own rule cannot notify the provider",
    { ...tell, owner: { kind: 'provider', id: 'p' }, destination: 'both' },
    'provider-rule-tells-itself',
  ],
  ['S1.3, S1.15: a reminder after a day or more', reminder, '+61491570156'],
  ['S1.3: a reminder after no day at all is refused', { ...reminder, everyDays: 0 }, 'interval-out-of-range'],
  ['a reminder after half a day is refused', { ...reminder, everyDays: 0.5 }, 'interval-out-of-range'],
  ['a reminder after more than a year is refused', { ...reminder, everyDays: 367 }, 'interval-out-of-range'],
  ['a reminder that is never sent is refused', { ...reminder, times: 0 }, 'times-out-of-range'],
  ['a reminder that is sent a hundred times', { ...reminder, times: 100 }, '+61491570156'],
  ['one more is refused', { ...reminder, times: 101 }, 'times-out-of-range'],
  ['S1.15: a reminder needs its days', { ...reminder, everyDays: null }, 'interval-missing'],
  ['S1.15: and its times', { ...reminder, times: null }, 'times-missing'],
  ['S1.16: only reminders have days', { ...tell, everyDays: 3 }, 'interval-not-wanted'],
  ['S1.16: only reminders have times', { ...tell, times: 3 }, 'interval-not-wanted'],
  [
    'S1.34, S1.36: details are chased after somebody has left',
    { ...reminder, occasion: 'details-missing', details: ['outcome'] },
    '+61491570156',
  ],
  ['details are chased by no other rule', { ...reminder, details: ['outcome'] }, 'details-not-wanted'],
  [
    "S1.25: a customer's rule for Invoiced may group",
    { ...tell, occasion: 'invoiced', groupsInvoice: true },
    '+61491570156',
  ],
  ['S1.25: other occasions have nothing to group', { ...tell, groupsInvoice: true }, 'grouping-not-wanted'],
  [
    'S1.25: nobody but the customer sees all jobs of an invoice',
    { ...tell, occasion: 'invoiced', groupsInvoice: true, owner: { kind: 'site', id: 's' } },
    'grouping-not-wanted',
  ],
  ["S1.56: a site may say don't notify", mute, 'undefined'],
  ['S1.56: nobody else may', { ...mute, owner: { kind: 'customer', id: 'x' } }, 'only-sites-mute'],
]
for (const [sentence, rule, expected] of CASES) {
  test(sentence, () => {
    const checked = checkRule(rule, 'AU')
    assert.equal(checked.ok ? String((checked.rule as TellRule).address) : checked.because, expected)
  })
}
