import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { getDocumentProxy } from 'unpdf'
import { openPress } from './pdf.run.ts'
import { refuseWords, SheetRefused } from './sheet.ts'
import type { TableSheet } from './table-sheet.ts'

const press = openPress()
after(() => press.close())

test('a printed table has the company, title, facts, heading, rows, totals and footer, in that order', async () => {
  const { pages } = await printed({})
  const facts = ['Date', '21 Nov 2026, 02:14 AEDT']
  const rows = ['ABC-1', 'Cold Store', 'A$120.00', 'ABC-2', 'Timber Yard', 'A$80.50']
  const rest = ['Total', 'A$200.50', 'INV-7', '1 / 1']
  const all = ['Sentry Patrols', 'Invoice INV-7', 'Harbour Foods', ...facts, 'Job', 'Site', 'Amount', ...rows, ...rest]
  assert.deepEqual(linesOf(pages[0]!), all)
})

test('a long table runs over pages, with its heading on each, no row lost and none cut in two', async () => {
  const rows = Array.from({ length: 50 }, (_, i) => [
    `ABC-${i}`,
    `First line ${i}\n2\n3\n4\n5\nLast line ${i}`,
    `A$${i}.00`,
  ])
  const { pages } = await printed({ rows })
  const lines = pages.map(linesOf)
  assert.equal(pages.length, 6)
  for (const page of lines) assert.equal(page.filter(line => line === 'Amount').length, 1)
  assert.deepEqual(lines[1]!.slice(0, 2), ['Invoice INV-7', 'Sentry Patrols'])
  assert.deepEqual(
    lines.flat().filter(line => line.startsWith('ABC-')),
    rows.map(([number]) => number),
  )
  const cut = lines.filter(page => count(page, 'First line') !== count(page, 'Last line'))
  assert.deepEqual(cut, [])
  assert.equal(lines.flat().filter(line => line === 'A$200.50').length, 1, 'the total stands once, at the end')
})

test('amounts end on one line at the right edge, and so does their total', async () => {
  const { pages } = await printed({})
  const amounts = pages[0]!.filter(({ text }) => ['Amount', 'A$120.00', 'A$80.50', 'A$200.50'].includes(text))
  assert.equal(amounts.length, 4)
  for (const { right } of amounts) assert.ok(Math.abs(right - rightEdge) < 0.6, `${right} is ${rightEdge}`)
})

test('nothing of a table runs off the paper: long words, long headings, a row longer than a page', async () => {
  const long = 'W'.repeat(90)
  const { pages } = await printed({
    ...{ company: long, title: long, subtitle: long, footer: `${long} `.repeat(20) },
    facts: [{ label: long, value: long }],
    columns: [long, `${long} `.repeat(5), 'x'].map((label, i) => ({
      label,
      align: i ? 'end' : 'start',
      share: 3 - i,
    })),
    rows: [
      [long.repeat(60), 'Second\n'.repeat(100), '1,000,000,000.00'],
      ['/'.repeat(300), '.'.repeat(400), '日'.repeat(90)],
    ],
    totals: [{ label: long, value: long }],
  })
  const pieces = pages.flat()
  const outside = pieces.filter(({ left, right, y }) => left < 56 || right > 545 || y < 5 || y > 837)
  assert.deepEqual(outside, [])
  assert.equal(pieces.filter(({ text }) => text === 'Second').length, 100)
})

test('what people typed into a table is shown as they typed it and never run as markup', async () => {
  const hostile = '#panic("no") $x^2$ *bold* `raw` @ref <label> [x] -> 3x4'
  const { pages } = await printed({ subtitle: hostile, rows: [['#read("a")', hostile.slice(0, 28), '= 1']] })
  for (const text of [hostile, '#read("a")', hostile.slice(0, 28), '= 1']) {
    assert.ok(linesOf(pages[0]!).includes(text), text)
  }
})

test('a table without facts, rows or totals is printed, and a screen reader is given its heading', async () => {
  const { pages, tags } = await printed({ facts: [], rows: [], totals: [] })
  assert.equal(pages.length, 1)
  for (const tag of ['H1', 'Table', 'TH']) assert.ok(tags.includes(tag), tag)
})

test('the same table gives the same bytes, between job sheets too', async () => {
  const other = openPress()
  const job = { status: '', zone: '', fields: [], texts: [], visits: [], photos: [] }
  const words = { company: 'A', title: 'B', subtitle: '', footer: '', locale: 'en-AU' }
  const headings = { technician: '', status: '', photos: '' }
  const [first, between, again] = await Promise.all([
    press.print(table({})),
    press.print({ ...words, ...job, headings }),
    press.print(table({})),
  ])
  const elsewhere = await other.print(table({}))
  await other.close()
  assert.ok(Buffer.from(first).equals(again))
  assert.ok(Buffer.from(first).equals(elsewhere))
  assert.ok(!Buffer.from(first).equals(between))
})

test('a table of more than anybody reads is refused, and a full one is not', async () => {
  const rows = (many: number, text: string): string[][] => Array(many).fill(['', '', text])
  assert.equal(refuseWords(table({ rows: rows(5000, 'x'.repeat(116)) })), null)
  assert.match(refuseWords(table({ rows: rows(5000, 'x'.repeat(120)) }))!, /^The table has \d+ letters; .* 600000\.$/)
  const message = 'The table has 15003 cells; a printed one holds at most 15000.'
  await assert.rejects(press.print(table({ rows: rows(5001, '') })), { constructor: SheetRefused, message })
})

test('a table that takes too long fails by its name', async () => {
  const impatient = openPress({ limitMilliseconds: 200 })
  const rows = Array(4000).fill(['a', 'b', 'c'])
  await assert.rejects(impatient.print(table({ rows })), { message: 'The table took longer than 200 ms to print.' })
  await impatient.close()
})

const rightEdge = ((210 - 20) / 25.4) * 72

function table(changes: Partial<TableSheet>): TableSheet {
  return {
    kind: 'table',
    company: 'Sentry Patrols',
    title: 'Invoice INV-7',
    subtitle: 'Harbour Foods',
    facts: [{ label: 'Date', value: '21 Nov 2026, 02:14 AEDT' }],
    columns: [
      { label: 'Job', align: 'start', share: 1 },
      { label: 'Site', align: 'start', share: 2 },
      { label: 'Amount', align: 'end', share: 1 },
    ],
    rows: [
      ['ABC-1', 'Cold Store', 'A$120.00'],
      ['ABC-2', 'Timber Yard', 'A$80.50'],
    ],
    totals: [{ label: 'Total', value: 'A$200.50' }],
    footer: 'INV-7',
    locale: 'en-AU',
    ...changes,
  }
}

type Piece = { text: string; left: number; right: number; y: number }

const linesOf = (page: readonly Piece[]): string[] => page.map(({ text }) => text)

const count = (lines: readonly string[], start: string): number => lines.filter(line => line.startsWith(start)).length

async function printed(changes: Partial<TableSheet>): Promise<{ pages: Piece[][]; tags: string[] }> {
  const document = await getDocumentProxy((await press.print(table(changes))).slice())
  const pages: Piece[][] = []
  const tags: string[] = []
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    pages.push(joined(items.filter(item => 'str' in item)))
    tags.push(...tagsIn((await page.getStructTree()) ?? {}))
  }
  return { pages, tags }
}

type Text = { str: string; transform: number[]; width: number }

// Pieces of one line that touch are one text; a column further on is another.
function joined(items: readonly Text[]): Piece[] {
  const pieces: Piece[] = []
  for (const { str, transform, width } of items.filter(({ str }) => str.trim() !== '')) {
    const [left, y] = [transform[4]!, transform[5]!]
    const last = pieces.at(-1)
    const touches = last !== undefined && last.y === y && Math.abs(left - last.right) < 3
    if (touches) Object.assign(last, { text: last.text + str, right: left + width })
    else pieces.push({ text: str, left, right: left + width, y })
  }
  return pieces
}

type Tag = { role?: string; children?: object[] }

const tagsIn = ({ role, children = [] }: Tag): string[] => [`${role}`, ...children.flatMap(tagsIn)]
