/** Without this mark at its beginning a spreadsheet takes a file in UTF-8 for the alphabet of its own country. */
export const BYTE_ORDER_MARK = '\ufeff'

/** Records as RFC 4180 asks, every one ended by CRLF, with no cell a spreadsheet would take for a formula. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map(row => `${row.map(cell => quoted(harmless(cell))).join(',')}\r\n`).join('')
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

// "=HYPERLINK(...)" in an outcome must stay words: behind an apostrophe it does. Also after a line break or a semicolon,
// for where semicolons part cells, a comma's quotes mean nothing and there another cell begins, in quotes or without.
// What stands behind apostrophes already gets one more, so that taking one away brings back what was written.
const FORMULA = /(^[\s"]*|[;\r\n\t][\s"]*)(?='*[=+\-@＝＋－＠])/g
const harmless = (cell: string): string => cell.replace(FORMULA, "$1'")

const HARMLESS = /(^[\s"]*|[;\r\n\t][\s"]*)'(?='*[=+\-@＝＋－＠])/g

/** A cell as it was before it was written so that no spreadsheet takes it for a formula. */
export const asWritten = (cell: string): string => cell.replace(HARMLESS, '$1')
