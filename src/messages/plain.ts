// What must not reach a header, a phone or a log: control characters, and marks that turn the reading direction.
const SPACES_AND_UNPRINTABLES = /[\s\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu
const UNPRINTABLE = /[^\S\n ]|(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu

// Nearly every text is clean already, and looking is ten times cheaper than replacing.
const IS_LINE = /^[!-~]*(?: [!-~]+)*$/
const IS_PRINTABLE = /^[ -~\n]*$/

/** The text as one line of printable characters: fit for a header, a name, a fact. */
export const line = (text: string): string =>
  IS_LINE.test(text) ? text : text.toWellFormed().replace(SPACES_AND_UNPRINTABLES, ' ').trim()

/** The text as printable lines: no trailing spaces, never more than one empty line together. */
export function lines(text: string): string {
  const printable = IS_PRINTABLE.test(text)
    ? text
    : text.toWellFormed().replace(/\r\n?/g, '\n').replace(UNPRINTABLE, ' ')
  const trimmed = printable.includes(' \n') ? printable.split('\n').map(trimEnd).join('\n') : printable
  return trimmed.replace(/\n{3,}/g, '\n\n').trim()
}

const trimEnd = (text: string): string => text.trimEnd()

/** The text if it has at most `limit` characters, else its beginning up to a word's end and three dots. */
export function fit(text: string, limit: number): string {
  if (text.length <= limit) return text
  // Three dots and not "…": that one sign would make a phone company count every other one double.
  const room = text.slice(0, limit - DOTS.length + 1)
  const end = Math.max(room.lastIndexOf(' '), room.lastIndexOf('\n'))
  const cut = end > limit / 2 ? room.slice(0, end) : room.slice(0, -1)
  return cut.trimEnd().replace(HALF_A_CHARACTER, '') + DOTS
}

const DOTS = '...'
const HALF_A_CHARACTER = /[\ud800-\udbff]$/
