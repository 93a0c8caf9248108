import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Channel, readAddress } from './address.ts'

const read = (channel: Channel, text: string, country: string): string => {
  const address = readAddress(channel, text, country)
  return address.ok ? address.address : address.because
}

// As it is dialled at home, with the code for calls abroad, and with the country code, spelt as people spell it.
const MOBILES: readonly [country: string, e164: string, ...spellings: string[]][] = [
  ['AU', '+61491570156', '0491 570 156', '(0491) 570-156', '61 491 570 156', '0011 61 491 570 156', '491570156'],
  ['NZ', '+64211234567', '021 123 4567', '0064 21 123 4567', '+64 (0)21 123 4567'],
  ['GB', '+447400123456', '07400 123456', '0044 7400 123456', '+44 (0) 7400-123456'],
  ['US', '+12015550123', '(201) 555-0123', '1-201-555-0123', '201.555.0123'],
  ['DE', '+4915123456789', '0151 23456789', '0049 151 23456789'],
  ['ZA', '+27711234567', '071 123 4567', '0027 71 123 4567'],
  ['SG', '+6581234567', '8123 4567', '65 8123 4567'],
  ['IT', '+393123456789', '312 345 6789', '0039 312 345 6789'],
]
for (const [country, e164, ...spellings] of MOBILES) {
  test(`S1.49, S1.51: however a mobile number is written in ${country}, a text goes to ${e164}`, () => {
    for (const text of [e164, ...spellings]) assert.equal(read('sms', text, country), e164, text)
  })
}

test("S1.49: a number with its country code keeps its country, whichever the company's is", () => {
  for (const [, e164] of MOBILES)
    for (const [country] of MOBILES) assert.equal(read('sms', e164, country), e164, `${e164} in ${country}`)
})

test('S1.49: the same digits are another number in another country', () => {
  assert.equal(read('sms', '021 123 4567', 'NZ'), '+64211234567')
  assert.notEqual(read('sms', '021 123 4567', 'AU'), '+64211234567')
})

for (const [country, fixed] of [
  ['AU', '(02) 9374 4000'],
  ['NZ', '09 887 6986'],
  ['GB', '020 7031 3000'],
  ['DE', '030 303986300'],
  ['ZA', '011 535 9000'],
] as const) {
  test(`S1.51: a text needs a number that can receive one: ${fixed} in ${country} is a fixed line`, () => {
    assert.equal(read('sms', fixed, country), 'not-a-mobile-number')
  })
}

for (const text of ['', '12', '0491 570', '+999 123 456', 'call Jo', 'jo@mill.example', '4.91570156E+11']) {
  test(`S1.51: "${text}" is no phone number`, () => assert.equal(read('sms', text, 'AU'), 'not-a-phone-number'))
}

for (const [text, expected] of [
  [' Desk@Mill.Example ', 'desk@mill.example'],
  ['first.last+jobs@sub.mill.example', 'first.last+jobs@sub.mill.example'],
  ['0491 570 156', 'not-an-email-address'],
  ['desk@mill', 'not-an-email-address'],
  ['a@b.example, c@d.example', 'not-an-email-address'],
  ['a@b.example\r\nBcc: c@d.example', 'not-an-email-address'],
  [`${'a'.repeat(250)}@b.example`, 'not-an-email-address'],
] as const) {
  test(`S1.51: by e-mail "${text.slice(0, 40)}" is ${expected}`, () =>
    assert.equal(read('email', text, 'AU'), expected))
}
