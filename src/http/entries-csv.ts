import { z } from '@hono/zod-openapi'
import { asWritten, csvOf } from '#base/csv.ts'
import { bare, type CsvRow, type CsvShape, yesOrNo } from '#base/csv-file.ts'
import type { EntryKind } from '#directory/directory.ts'
import { type Fault, SHAPES } from '#directory/entry.ts'
import { type AskedEntry, type JudgedEntry, keyOf, namedBy, type Reads } from '#directory/import.ts'
import { readShape } from './door-reading.ts'
import { ENTRIES } from './entries.ts'
import { DIRECTORY } from './refusals.ts'

const fieldsOf = (kind: EntryKind) => SHAPES[kind].fields as readonly string[]
const pointsOf = (kind: EntryKind): Readonly<Record<string, EntryKind>> => SHAPES[kind].points ?? {}

/** The columns of a file of this kind: the fields as the API calls them, and before what names another entry its name. */
const columnsOf = (kind: EntryKind): string[] => [
  'id',
  ...fieldsOf(kind).flatMap(field => (field in pointsOf(kind) ? [namedBy(field), field] : [field])),
]

/** The heading of a file of this kind. */
export const entriesHeading = (kind: EntryKind): string => csvOf([columnsOf(kind)])

type Entry = Readonly<Record<string, unknown>>

/** Entries as rows of a file. `nameOf`: the name of what they point at. */
export const entriesRows = (kind: EntryKind, entries: readonly Entry[], nameOf: (id: string) => string): string =>
  csvOf(entries.map(entry => columnsOf(kind).map(column => cellOf(kind, entry, { column, nameOf }))))

function cellOf(
  kind: EntryKind,
  entry: Entry,
  { column, nameOf }: { column: string; nameOf: (id: string) => string },
): string {
  const pointer = `${column}Id`
  if (pointer in pointsOf(kind)) return typeof entry[pointer] === 'string' ? nameOf(entry[pointer]) : ''
  const value = entry[column] ?? ''
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}

/** Twenty thousand customers are some two megabytes. */
export const shapeOf = (kind: EntryKind): CsvShape<string> => ({
  columns: Object.fromEntries(columnsOf(kind).map(column => [column, column])),
  wanted: [keyOf(kind)],
  mostRows: 20_000,
  mostMegabytes: 8,
})

/** What a row of such a file says; `has`: the columns there are. */
export function entryAsked(kind: EntryKind, row: CsvRow<string>, has: ReadonlySet<string>): AskedEntry {
  const cell = (column: string): string | null => (has.has(column) ? asWritten(row[column]!).trim() : null)
  const { line, fits } = row
  const fields = fieldsOf(kind)
  const faults = fits === 'fits' ? [] : ['It has more cells than there are columns: quote cells with commas.']
  const values: Record<string, unknown> = {}
  for (const field of fields.filter(each => !(each in pointsOf(kind)) && has.has(each))) {
    const read = meantBy(ENTRIES[kind].entry.shape[field], cell(field)!)
    if (!read.ok) faults.push(`${field} ${read.explained}`)
    else if (read.value !== undefined) values[field] = read.value
  }
  // As the database says them.
  const idIn = (column: string) => cell(column)?.toLowerCase() ?? null
  const points = Object.keys(pointsOf(kind)).map(field => [field, { id: idIn(field), name: cell(namedBy(field)) }])
  return { line, id: idIn('id') || null, values, points: Object.fromEntries(points), fault: faults[0] ?? null }
}

type Value = Readonly<{ ok: true; value: unknown } | { ok: false; explained: string }>

/** A cell as a value of this shape. One that is empty says "none" where there may be none, and else nothing. */
function meantBy(shape: z.ZodType, cell: string): Value {
  if (cell === '') return { ok: true, value: shape.safeParse(null).success ? null : undefined }
  const inner = shape instanceof z.ZodNullable ? shape.unwrap() : shape
  if (inner instanceof z.ZodEnum) {
    return { ok: true, value: inner.options.find(option => bare(String(option)) === bare(cell)) ?? cell }
  }
  if (inner instanceof z.ZodNumber) return { ok: true, value: /^-?\d+$/.test(cell) ? Number(cell) : cell }
  if (!(inner instanceof z.ZodBoolean)) return { ok: true, value: cell }
  const said = yesOrNo(cell)
  return said ? { ok: true, value: said === 'yes' } : { ok: false, explained: `is "${cell}": write yes or no.` }
}

/** The API's own checks of what is added and changed, and its words for what is wrong. */
export const readsOf = (kind: EntryKind): Reads => ({
  added: values => checked(ENTRIES[kind].added, values),
  changed: values => checked(ENTRIES[kind].changed, values),
  explain: ({ because, field }: Fault, value) => {
    const [, title, detail] = DIRECTORY[because]
    return `${field} "${value}": ${title}. ${detail}`
  },
})

function checked(shape: z.ZodObject, values: Readonly<Record<string, unknown>>): ReturnType<Reads['added']> {
  const read = readShape(shape, values)
  if (read.ok) return { ok: true, values: read.value }
  const [first] = read.errors!
  const value = values[first!.field]
  const which = typeof value === 'string' && value.length <= 100 ? `${first!.field} "${value}"` : first!.field
  return { ok: false, explained: `${which} ${first!.problem}.` }
}

const DOES = { add: 'added', change: 'changed', same: 'as before', fault: 'with a fault' } as const

/** What became of all lines: "Of 3 lines: 2 added, 1 with a fault." */
export function entriesInWords(rows: readonly JudgedEntry[], run: 'dry' | 'whole' | 'without-faults'): string {
  const counts = Object.entries(DOES).map(([does, words]) => ({
    words,
    count: rows.filter(row => row.does === does).length,
  }))
  const told = counts.filter(({ count }) => count > 0).map(({ count, words }) => `${count} ${words}`)
  const lines = `Of ${rows.length} ${rows.length === 1 ? 'line' : 'lines'}: ${told.join(', ')}.`
  if (run === 'dry') return `Nothing was stored, this was a dry run. ${lines}`
  const stopped = run === 'whole' && rows.some(({ does }) => does === 'fault')
  return stopped ? `Nothing was stored, because a line has a fault. ${lines}` : lines
}
