import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CALLOUT } from '#directory/directory.ts'
import { type InvoiceFacts, invoiceFileName, invoiceSheet } from './invoice-sheet.ts'
import { refuseWords } from './sheet.ts'

const company = { id: 'c', name: 'Sentry Patrols', code: 'ABC', locale: 'en-AU', timeZone: 'Australia/Sydney' }
const line = { jobId: 'j', jobNumber: 12, site: 'Cold Store', description: 'Alarm response', amount: 12_050 }
const invoice = {
  ...{ companyId: 'c', id: 'i', number: 'INV-7', customerId: 'h', customer: 'Harbour Foods', currency: 'AUD' },
  ...{ total: 12_050, issuedAt: Temporal.Instant.from('2026-11-20T15:14:00Z'), by: CALLOUT },
  ...{ creditedAt: null, creditedBy: null, lines: [line] },
}
const sheet = (changes: Partial<InvoiceFacts['invoice']> = {}, of: Partial<typeof company> = {}) =>
  invoiceSheet({ invoice: { ...invoice, ...changes }, company: { ...company, ...of } })
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

test('an invoice has its number, its date on the clock of the company with the zone, its lines and the total', () => {
  const { title, subtitle, facts, rows, totals } = sheet()
  assert.deepEqual([title, subtitle], ['Invoice INV-7', 'Harbour Foods'])
  assert.equal(facts.find(({ label }) => label === 'Date')!.value, '21 Nov 2026, 02:14 AEDT')
  assert.deepEqual(rows, [['ABC-12', 'Cold Store', 'Alarm response', '$120.50']])
  assert.deepEqual(totals, [{ label: 'Total', value: '$120.50' }])
})

const AMOUNTS: [amount: number, currency: string, locale: string, written: string][] = [
  [0, 'AUD', 'en-AU', '$0.00'],
  [12_050, 'AUD', 'en-NZ', 'A$120.50'],
  [12_050, 'JPY', 'en-AU', 'JPY 12,050'],
  [12_050, 'BHD', 'en-AU', 'BHD 12.050'],
  [12_050, 'HUF', 'hu-HU', '120,50 Ft'],
  [12_050, 'IDR', 'en-AU', 'IDR 120.50'],
  [12_050, 'RSD', 'en-AU', 'RSD 120.50'],
  [12_050, 'IQD', 'en-AU', 'IQD 12.050'],
  [12_050, 'CLP', 'es-CL', '$12.050'],
  [123_456_789, 'EUR', 'de-DE', '1.234.567,89 €'],
  [123_456_789, 'EUR', 'fr-FR', '1 234 567,89 €'],
  [1_000_000_000_000, 'GBP', 'en-GB', '£10,000,000,000.00'],
]
for (const [amount, currency, locale, written] of AMOUNTS) {
  test(`${amount} of the smallest unit of ${currency} is written ${written} in ${locale}`, () => {
    const { rows } = sheet({ currency, lines: [{ ...line, amount }] }, { locale })
    assert.equal(plain(rows[0]!.at(-1)!), written)
  })
}

test('a thousand lines as long as they may be add up to the cent and can be printed', () => {
  const full = { ...line, site: 's'.repeat(200), description: 'd'.repeat(300), amount: 999_999_999_999 }
  const large = sheet({ lines: Array(1000).fill(full), total: 999_999_999_999_000 })
  assert.equal(large.totals[0]!.value, '$9,999,999,999,990.00')
  assert.equal(refuseWords(large), null)
})

test('the printed invoice is the same after it was credited', () => {
  assert.deepEqual(sheet({ creditedAt: invoice.issuedAt, creditedBy: CALLOUT }), sheet())
})

test('the name of the file holds only what every file system takes', () => {
  assert.deepEqual(['INV-7', '2026/07 a', 'Δ:1', '../x'].map(invoiceFileName), [
    'INV-7.pdf',
    '2026-07-a.pdf',
    'Δ-1.pdf',
    '..-x.pdf',
  ])
})
