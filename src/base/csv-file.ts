import { isUtf8 } from 'node:buffer'
import { parse } from 'csv-parse/sync'

/** Which columns a file has, by the names above them, and how much of it is taken. */
export type CsvShape<Column extends string> = Readonly<{
  columns: Readonly<Record<Column, string>>
  wanted: readonly Column[]
  mostRows: number
  mostMegabytes: number
}>

/** One row as it is written; a column that the file does not have is empty. `line`: where it begins, the header being line 1. */
export type CsvRow<Column extends string> = Readonly<
  Record<Column, string> & { line: number; fits: 'fits' | 'has more cells than columns' }
>

export type CsvFault =
  | 'file-too-large'
  | 'not-utf-8'
  | 'not-csv'
  | 'no-rows'
  | 'too-many-rows'
  | 'column-missing'
  | 'column-twice'
export type CsvRefused = Readonly<{ ok: false; because: CsvFault; explained: string }>

export type CsvRead<Column extends string> =
  | Readonly<{ ok: true; rows: readonly CsvRow<Column>[]; has: ReadonlySet<Column>; unusedColumns: readonly string[] }>
  | CsvRefused

/** The rows of a CSV file: commas, semicolons or tabs, in UTF-8, its columns in any order and spelling of their names. */
export function readCsv<Column extends string>(bytes: Uint8Array, shape: CsvShape<Column>): CsvRead<Column> {
  const { mostRows, mostMegabytes } = shape
  if (bytes.length > mostMegabytes * 1e6) {
    return refused('file-too-large', `The file has more than ${mostMegabytes} MB: split it.`)
  }
  const text = isUtf8(bytes) ? new TextDecoder().decode(bytes) : '\0'
  if (text.includes('\0')) return refused('not-utf-8', 'The file is not text in UTF-8: save it as "CSV UTF-8".')
  const { records, faults } = recordsIn(text, mostRows)
  if (faults[0]) return refused('not-csv', brokenOff(faults[0], records))
  const [header, ...rows] = records
  if (!header || rows.length === 0) return refused('no-rows', 'The file has no rows under its header.')
  if (rows.length > mostRows) return refused('too-many-rows', `The file has more than ${mostRows} rows: split it.`)
  return underHeader(header.cells, rows, shape)
}

const refused = (because: CsvFault, explained: string): CsvRefused => ({ ok: false, because, explained })

type Cells = Readonly<{ cells: readonly string[]; line: number }>

type Fault = Readonly<{ code: string; lines: number }>

function recordsIn(text: string, mostRows: number): { records: Cells[]; faults: Fault[] } {
  const faults: Fault[] = []
  // One kind of line break, because the reader counts a quoted one of two characters as two lines.
  const read = parse(text.replace(/\r\n?/g, '\n'), {
    delimiter: delimiterOf(text),
    info: true,
    trim: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    // One more than there may be, and the header: enough to see that there are too many.
    to: mostRows + 2,
    skip_records_with_error: true,
    on_skip: error => void faults.push(error as unknown as Fault),
  }) as unknown as { record: string[]; info: { lines: number } }[]
  return { records: read.map(({ record, info }) => ({ cells: record, line: firstLine(record, info.lines) })), faults }
}

// A quote that is never closed is noticed at the end of the file; it was opened in the first row that could not be read.
const brokenOff = ({ code, lines }: Fault, records: readonly Cells[]): string =>
  code === 'CSV_QUOTE_NOT_CLOSED'
    ? `The file is not CSV: a quote that is opened after line ${records.at(-1)?.line ?? 0} is never closed.`
    : `The file is not CSV: on line ${lines} something stands behind a closing quote.`

/** Whichever parts the header most often; commas, if none does. */
function delimiterOf(text: string): string {
  const header = text.trimStart().split(/[\r\n]/, 1)[0]!
  const parts = (delimiter: string) => header.split(delimiter).length
  return [',', ';', '\t'].reduce((most, each) => (parts(each) > parts(most) ? each : most))
}

// The reader knows the line on which a row ends; a cell may hold line breaks.
const firstLine = (record: readonly string[], last: number) => last - (record.join('').split('\n').length - 1)

/** Names of columns and choices are equal whatever their case, spaces and punctuation. */
export const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const YES = ['yes', 'y', 'true', '1', 'x']
const NO = ['no', 'n', 'false', '0']

/** What a cell answers; undefined: neither. */
export function yesOrNo(cell: string): 'yes' | 'no' | undefined {
  if (YES.includes(bare(cell))) return 'yes'
  return NO.includes(bare(cell)) ? 'no' : undefined
}

function underHeader<Column extends string>(
  header: readonly string[],
  rows: readonly Cells[],
  { columns, wanted }: CsvShape<Column>,
): CsvRead<Column> {
  const all = Object.keys(columns) as Column[]
  const byName = new Map(all.map(column => [bare(columns[column]), column]))
  const found = header.map(name => byName.get(bare(name)))
  const twice = found.find((column, i) => column && found.indexOf(column) !== i)
  if (twice) return refused('column-twice', `There are two columns "${columns[twice]}": take one away.`)
  const missing = wanted.filter(column => !found.includes(column))
  const quoted = (these: readonly Column[]) => these.map(column => `"${columns[column]}"`).join(', ')
  if (missing.length > 0) {
    const others = all.filter(column => !wanted.includes(column))
    const may = others.length > 0 ? `; and where they say something: ${quoted(others)}` : ''
    return refused('column-missing', `There is no column ${quoted(missing)}. Wanted: ${quoted(wanted)}${may}.`)
  }
  const unusedColumns = header.filter((name, i) => !found[i] && name !== '')
  const has = new Set(found.filter(column => column !== undefined))
  return { ok: true, rows: rows.map(row => asRow(row, all, found)), has, unusedColumns }
}

function asRow<Column extends string>(
  { cells, line }: Cells,
  all: readonly Column[],
  found: readonly (Column | undefined)[],
): CsvRow<Column> {
  const written = all.map(column => [column, cells[found.indexOf(column)] ?? ''])
  const spills = cells.slice(found.length).some(cell => cell !== '')
  const fits = spills ? 'has more cells than columns' : 'fits'
  return { ...(Object.fromEntries(written) as Record<Column, string>), line, fits }
}
