import { isUtf8 } from 'node:buffer'
import { parse } from 'csv-parse/sync'

/** What SMART calls the fields of a notification row (S1.15): how the columns of a file are headed. */
export const COLUMNS = {
  ownerType: 'Owner Type',
  owner: 'Owner',
  serviceType: 'Service Type',
  when: 'Notify When',
  via: 'Via',
  address: 'Email Address / Mobile Number',
  recipient: 'Recipient',
  notifyProvider: 'Notify Provider',
  dontNotify: "Don't Notify",
  period: 'Period (days)',
  times: 'Number of Times',
} as const
type Column = keyof typeof COLUMNS

const WANTED: readonly Column[] = ['ownerType', 'owner', 'serviceType', 'when', 'via', 'address']

/** One row as it is written. `line` is where it begins in the file, the header being line 1. */
export type FileRow = Readonly<Record<Column, string> & { line: number; fits: 'fits' | 'has more cells than columns' }>

export type FileFault =
  | 'file-too-large'
  | 'not-utf-8'
  | 'not-csv'
  | 'no-rows'
  | 'too-many-rows'
  | 'column-missing'
  | 'column-twice'

export type FileRead =
  | Readonly<{ ok: true; rows: readonly FileRow[]; unusedColumns: readonly string[] }>
  | Readonly<{ ok: false; because: FileFault; explained: string }>

export const MOST_ROWS = 5000
export const MOST_BYTES = 2_000_000

/** The rows of a CSV file: commas or semicolons, in UTF-8, its columns in any order and spelling of their names. */
export function readFile(bytes: Uint8Array): FileRead {
  if (bytes.length > MOST_BYTES) return refused('file-too-large', 'The file has more than 2 MB: split it.')
  const text = isUtf8(bytes) ? new TextDecoder().decode(bytes) : '\0'
  if (text.includes('\0')) return refused('not-utf-8', 'The file is not text in UTF-8: save it as "CSV UTF-8".')
  const { records, faults } = recordsIn(text)
  if (faults[0]) return refused('not-csv', brokenOff(faults[0], records))
  const [header, ...rows] = records
  if (!header || rows.length === 0) return refused('no-rows', 'The file has no rows under its header.')
  if (rows.length > MOST_ROWS) return refused('too-many-rows', `The file has more than ${MOST_ROWS} rows: split it.`)
  return underHeader(header.cells, rows)
}

const refused = (because: FileFault, explained: string): FileRead => ({ ok: false, because, explained })

type Cells = Readonly<{ cells: readonly string[]; line: number }>

type Fault = Readonly<{ code: string; lines: number }>

function recordsIn(text: string): { records: Cells[]; faults: Fault[] } {
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
    to: MOST_ROWS + 2,
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

function delimiterOf(text: string): ',' | ';' {
  const header = text.trimStart().split(/[\r\n]/, 1)[0]!
  return header.split(';').length > header.split(',').length ? ';' : ','
}

// The reader knows the line on which a row ends; a cell may hold line breaks.
const firstLine = (record: readonly string[], last: number) => last - (record.join('').split('\n').length - 1)

/** Names of columns and choices are equal whatever their case, spaces and punctuation. */
export const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const BY_NAME = new Map(Object.entries(COLUMNS).map(([column, name]) => [bare(name), column as Column]))

function underHeader(header: readonly string[], rows: readonly Cells[]): FileRead {
  const columns = header.map(name => BY_NAME.get(bare(name)))
  const twice = columns.find((column, i) => column && columns.indexOf(column) !== i)
  if (twice) return refused('column-twice', `There are two columns "${COLUMNS[twice]}": take one away.`)
  const missing = WANTED.filter(column => !columns.includes(column))
  if (missing.length > 0) return refused('column-missing', missingColumns(missing))
  const unusedColumns = header.filter((name, i) => !columns[i] && name !== '')
  return { ok: true, rows: rows.map(row => asRow(row, columns)), unusedColumns }
}

const quoted = (columns: readonly Column[]) => columns.map(column => `"${COLUMNS[column]}"`).join(', ')

const missingColumns = (missing: readonly Column[]): string => {
  const others = (Object.keys(COLUMNS) as Column[]).filter(column => !WANTED.includes(column))
  return `There is no column ${quoted(missing)}. Wanted: ${quoted(WANTED)}; and where they say something: ${quoted(others)}.`
}

function asRow({ cells, line }: Cells, columns: readonly (Column | undefined)[]): FileRow {
  const cellOf = (column: Column) => cells[columns.indexOf(column)] ?? ''
  const written = Object.keys(COLUMNS).map(column => [column, cellOf(column as Column)])
  const spills = cells.slice(columns.length).some(cell => cell !== '')
  const fits = spills ? 'has more cells than columns' : 'fits'
  return { ...(Object.fromEntries(written) as Record<Column, string>), line, fits }
}
