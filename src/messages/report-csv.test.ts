import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { csvHeading, csvOf, csvRows } from './report-csv.ts'
import type { ReportedJob } from './report-words.ts'

const CELLS: [string, string, string][] = [
  ['plain words', 'All sealed', 'All sealed'],
  ['a comma', 'Orange, NSW', '"Orange, NSW"'],
  ['quotation marks', 'said "go"', '"said ""go"""'],
  ['a line break', 'first\nsecond', '"first\nsecond"'],
  ['nothing', '', ''],
  ['a formula', '=1+1', "'=1+1"],
  ['a plus', '+61 2 9999', "'+61 2 9999"],
  ['a minus', '-12', "'-12"],
  ['an at', '@SUM(A1)', "'@SUM(A1)"],
  ['a formula behind blanks', ' \t=1+1', " \t'=1+1"],
  ['a formula in wide letters', '＝1+1', "'＝1+1"],
  ['a formula on its second line', 'ok\n=1+1', '"ok\n\'=1+1"'],
  ['a formula where semicolons part cells', 'ok;=1+1', "ok;'=1+1"],
  ['a formula in quotes where semicolons part cells', 'ok;"=1+1"', '"ok;""\'=1+1"""'],
  ['a sign in the middle', 'a=b, 2-3', '"a=b, 2-3"'],
  ['a number of a job', 'ABC-12', 'ABC-12'],
]
for (const [sentence, cell, written] of CELLS) {
  test(`S1.8: a cell with ${sentence} is written as ${JSON.stringify(written)}`, () => {
    assert.equal(csvOf([[cell, 'x']]), `${written},x\r\n`)
  })
}

test('RFC 4180: whatever is written is read back cell by cell, and no cell begins a formula', () => {
  const cells = fc.array(fc.string({ unit: fc.constantFrom(...'ab=+-@,;"\r\n\t \'ä') }), { minLength: 2, maxLength: 4 })
  fc.assert(
    fc.property(cells, row => {
      const [read] = parse(csvOf([row]), { record_delimiter: '\r\n' }) as [string[]]
      assert.equal(read.length, row.length)
      for (const [i, cell] of read.entries()) {
        assert.equal(cell.replaceAll("'", ''), row[i]!.replaceAll("'", ''))
        assert.doesNotMatch(cell, /(^|[;\n])[\s"]*[=+\-@]/)
      }
    }),
  )
})

const job: ReportedJob = {
  ...{ number: 12, site: 'Hargreaves Mill', address: '12 Mill Rd\nOrange', timeZone: 'Australia/Sydney' },
  ...{ customer: 'Hargreaves', serviceType: 'Burglar alarm', status: 'Complete', provider: null },
  openedAt: Temporal.Instant.from('2026-04-04T15:30:00Z'),
  dispatchedAt: Temporal.Instant.from('2026-04-04T16:30:00.5Z'),
  ...{
    onSiteAt: null,
    offSiteAt: null,
    outcome: 'All "sealed"\r\n\r\n\r\nLeft',
    orderNumber: '=PO',
    docketNumber: null,
  },
}

test('S1.8: each job is a row, its times as the clock of its site showed them and as ISO 8601', () => {
  const text = csvHeading() + csvRows([job], 'ABC')
  assert.deepEqual([...Buffer.from(text).subarray(0, 3)], [0xef, 0xbb, 0xbf])
  assert.ok(text.endsWith('\r\n'))
  const [row] = parse(text, { bom: true, columns: true, record_delimiter: '\r\n' }) as [Record<string, string>]
  assert.deepEqual(row, {
    ...{ Number: 'ABC-12', Site: 'Hargreaves Mill', Address: '12 Mill Rd\nOrange', Customer: 'Hargreaves' },
    ...{ 'Service type': 'Burglar alarm', Status: 'Complete', Opened: '2026-04-05 02:30' },
    // The hour that the clock shows twice: only the offset tells them apart.
    ...{ Dispatched: '2026-04-05 02:30', 'On site': '', 'Off site': '', 'Time zone': 'Australia/Sydney' },
    ...{ Outcome: 'All "sealed"\n\nLeft', 'Order number': "'=PO", 'Docket number': '', Provider: '' },
    ...{ 'Opened (ISO 8601)': '2026-04-05T02:30:00+11:00', 'Dispatched (ISO 8601)': '2026-04-05T02:30:00+10:00' },
    ...{ 'On site (ISO 8601)': '', 'Off site (ISO 8601)': '' },
  })
})
