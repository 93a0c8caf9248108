import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AMOUNT, costsOf, type Price } from './prices.ts'

const sms: Price = { channel: 'sms', amount: '0.0795', currency: 'AUD' }
const email: Price = { channel: 'email', amount: '0.000001', currency: 'AUD' }

for (const [units, prices, costs] of [
  [{ email: 5, sms: 3, voice: 0 }, [], []],
  [{ email: 0, sms: 3, voice: 0 }, [sms], [{ currency: 'AUD', amount: '0.2385' }]],
  [{ email: 1, sms: 1, voice: 0 }, [sms, email], [{ currency: 'AUD', amount: '0.079501' }]],
  [{ email: 0, sms: 0, voice: 0 }, [sms], [{ currency: 'AUD', amount: '0' }]],
  [{ email: 0, sms: -2, voice: 0 }, [sms], [{ currency: 'AUD', amount: '-0.159' }]],
  // As floating point this would be 2384999999.9999...
  [{ email: 0, sms: 30_000_000_003, voice: 0 }, [sms], [{ currency: 'AUD', amount: '2385000000.2385' }]],
  [
    { email: 0, sms: 0, voice: 2 },
    [{ channel: 'voice', amount: '0.05', currency: 'AUD' }],
    [{ currency: 'AUD', amount: '0.1' }],
  ],
  [
    { email: 2, sms: 1, voice: 0 },
    [sms, { ...email, amount: '12', currency: 'EUR' }],
    [
      { currency: 'AUD', amount: '0.0795' },
      { currency: 'EUR', amount: '24' },
    ],
  ],
] as const) {
  test(`W6: ${units.email} e-mails and ${units.sms} segments cost ${JSON.stringify(costs)}`, () =>
    assert.deepEqual(costsOf(units, prices), costs))
}

test('an amount is decimal, with at most six digits after the point', () => {
  for (const good of ['0', '0.08', '12', '999999.999999']) assert.match(good, AMOUNT)
  for (const bad of ['', '.5', '1.', '1,5', '-1', '01', '1e3', '0.0000001', '1000000', ' 1'])
    assert.doesNotMatch(bad, AMOUNT)
})
