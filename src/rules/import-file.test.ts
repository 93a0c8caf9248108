import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFile } from './import-file.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function rowsOf(text: string) {
  const read = readFile(bytes(text))
  assert.ok(read.ok, JSON.stringify(read))
  return read.rows
}

const LINE = 'Customer,Hargreaves Timber,All,Dispatched,SMS,0491570156'
const SHORT = 'Owner Type,Owner,Service Type,Notify When,Via,Email Address / Mobile Number'
const SAME: readonly [sentence: string, text: string][] = [
  ['commas', `${SHORT}\n${LINE}\n`],
  ['semicolons, where a comma is a comma', `${SHORT.replaceAll(',', ';')}\n${LINE.replaceAll(',', ';')}\n`],
  ['tabs', `${SHORT.replaceAll(',', '\t')}\n${LINE.replaceAll(',', '\t')}\n`],
  ['a mark of UTF-8 and Windows line ends', `\ufeff${SHORT}\r\n${LINE}\r\n`],
  ['quoted cells', `"${SHORT.replaceAll(',', '","')}"\r\n"${LINE.replaceAll(',', '","')}"`],
  [
    'names of columns in any spelling',
    `OWNER_TYPE, owner ,ServiceType,notify when,VIA,email address/mobile  number\n${LINE}`,
  ],
  ['empty lines and cells around it', `\n${SHORT},,\n,,,,\n\n ${LINE} ,,\n;;\n`.replace(';;\n', '')],
]
for (const [sentence, text] of SAME) {
  test(`a file is read with ${sentence}`, () => {
    const [row, ...more] = rowsOf(text)
    assert.deepEqual(more, [])
    const { ownerType, owner, serviceType, when, via, address, recipient, period } = row!
    assert.deepEqual([ownerType, owner, serviceType, when, via, address].join(), LINE)
    assert.deepEqual([recipient, period], ['', ''])
  })
}

test('S1.15: a file may have its columns in any order, and others, which are named', () => {
  const read = readFile(
    bytes(
      'Via,Owner,Colour,Owner Type,Email Address / Mobile Number,Notify When,Service Type\nSMS,X,red,Customer,1,2,3',
    ),
  )
  assert.ok(read.ok)
  assert.deepEqual([read.rows[0]!.via, read.rows[0]!.owner, read.unusedColumns], ['SMS', 'X', ['Colour']])
})

test("a file's lines are those a person counts, also behind cells that hold line breaks", () => {
  for (const end of ['\n', '\r\n']) {
    const text = [`${SHORT},Recipient`, `${LINE},"two`, 'lines"', '', LINE, `${LINE},"x ""y"" z"`].join(end)
    const rows = rowsOf(text)
    assert.deepEqual(
      rows.map(({ line, recipient }) => [line, recipient]),
      [
        [2, 'two\nlines'],
        [5, ''],
        [6, 'x "y" z'],
      ],
    )
  }
})

const many = (rows: number) => `${SHORT}\n${`${LINE}\n`.repeat(rows)}`
const REFUSED: readonly [because: string, explained: RegExp, file: Uint8Array][] = [
  ['no-rows', /no rows/, bytes('')],
  ['no-rows', /no rows/, bytes(SHORT)],
  [
    'column-missing',
    /no column "Service Type", "Via"\. Wanted: "Owner Type", .*; and where they say something: "Recipient"/,
    bytes('Owner Type,Owner,Notify When,Email Address / Mobile Number\na,b,c,d'),
  ],
  ['column-twice', /two columns "Owner"/, bytes(`${SHORT},OWNER\n${LINE},x`)],
  ['not-utf-8', /save it as "CSV UTF-8"/, Buffer.from(`${SHORT}\nCustomer,Café`, 'latin1')],
  ['not-utf-8', /save it as "CSV UTF-8"/, Buffer.from(`\ufeff${SHORT}\n${LINE}`, 'utf16le')],
  ['not-csv', /opened after line 2 is never closed/, bytes(`${SHORT}\n${LINE}\n${LINE},"never closed\n${LINE}`)],
  ['not-csv', /on line 3 something stands behind a closing quote/, bytes(`${SHORT}\n${LINE}\n"x"y,${LINE}\n`)],
  ['too-many-rows', /more than 5000 rows/, bytes(many(5001))],
  ['file-too-large', /more than 2 MB/, new Uint8Array(2_000_001)],
]
for (const [because, explained, file] of REFUSED) {
  test(`a file is refused whole: ${because} (${file.length} bytes)`, () => {
    const read = readFile(file)
    assert.ok(!read.ok, 'it was taken')
    assert.equal(read.because, because)
    assert.match(read.explained, explained)
  })
}

test('a file of 5,000 rows is taken', () => assert.equal(rowsOf(many(5000)).length, 5000))
