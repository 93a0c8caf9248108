import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { asWritten, csvOf } from './csv.ts'

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
  ['a formula behind an apostrophe', "'=1+1", "''=1+1"],
  ['a sign in the middle', 'a=b, 2-3', '"a=b, 2-3"'],
  ['a number of a job', 'ABC-12', 'ABC-12'],
]
for (const [sentence, cell, written] of CELLS) {
  test(`S1.8: a cell with ${sentence} is written as ${JSON.stringify(written)}`, () => {
    assert.equal(csvOf([[cell, 'x']]), `${written},x\r\n`)
  })
}

test('RFC 4180: whatever is written is read back as it was, and no cell begins a formula', () => {
  const cells = fc.array(fc.string({ unit: fc.constantFrom(...'ab=+-@,;"\r\n\t \'ä') }), { minLength: 2, maxLength: 4 })
  fc.assert(
    fc.property(cells, row => {
      const [read] = parse(csvOf([row]), { record_delimiter: '\r\n' }) as [string[]]
      assert.equal(read.length, row.length)
      for (const [i, cell] of read.entries()) {
        assert.equal(asWritten(cell), row[i])
        assert.doesNotMatch(cell, /(^|[;\n])[\s"]*[=+\-@]/)
      }
    }),
  )
})
