export const ENCODINGS = ['GSM-7', 'UCS-2'] as const

/** What a text weighs: a phone company carries it, and counts it, in segments. */
export type Segments = Readonly<{
  encoding: (typeof ENCODINGS)[number]
  /** Septets of GSM-7, or UTF-16 units of UCS-2. */
  units: number
  segments: number
  /** Units left in the last segment. */
  room: number
}>

// GSM 03.38: what a phone writes with one unit, and what it writes with an escape and another.
const ALPHABET =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const EXTENSION = '\f^{}\\[~]|€'

const COSTS = new Map([...[...ALPHABET].map(one => [one, 1] as const), ...[...EXTENSION].map(two => [two, 2] as const)])

// The parts of a longer text give some of their room to saying whose parts they are.
const ROOM = { 'GSM-7': { alone: 160, part: 153 }, 'UCS-2': { alone: 70, part: 67 } } as const

/** How many segments a text needs. What takes two units is never parted. One sign outside GSM-7 makes all of it UCS-2. */
export function segmentsOf(text: string): Segments {
  const encoding = isGsm(text) ? 'GSM-7' : 'UCS-2'
  const { alone, part } = ROOM[encoding]
  let [units, segments, used] = [0, 1, 0]
  for (const sign of text) {
    const cost = encoding === 'GSM-7' ? COSTS.get(sign)! : sign.length
    units += cost
    if (used + cost > part) [segments, used] = [segments + 1, 0]
    used += cost
  }
  return units <= alone
    ? { encoding, units, segments: 1, room: alone - units }
    : { encoding, units, segments, room: part - used }
}

function isGsm(text: string): boolean {
  for (const sign of text) if (!COSTS.has(sign)) return false
  return true
}

/**
 * The text with curly quotes, dashes, dots and spaces in their plain likeness, if that makes it GSM-7: one curly quote
 * would more than halve what a segment holds. Letters are never changed, and a text that needs UCS-2 stays as it is.
 */
export function plainSpelling(text: string): string {
  if (isGsm(text)) return text
  const plain = LIKENESS.reduce((spelt, [signs, likeness]) => spelt.replace(signs, likeness), text.normalize('NFC'))
  // Three dots are longer than the one sign they replace: of a text full of them nothing is gained.
  return isGsm(plain) && segmentsOf(plain).segments <= segmentsOf(text).segments ? plain : text
}

const LIKENESS: readonly (readonly [RegExp, string])[] = [
  // Signs nobody sees: soft hyphens and what word processors and web pages leave between letters.
  [/[\u00ad\u200b-\u200d\u2060\ufeff]/g, ''],
  [/[^\S\n\r\f ]/g, ' '],
  [/[\p{Pd}\u2043\u2212\u2022\u00b7]/gu, '-'],
  [/[\u2018-\u201b\u2032\u2035\u2039\u203a`\u00b4]/g, "'"],
  [/[\u201c-\u201f\u2033\u2036\u00ab\u00bb]/g, '"'],
  [/\u2026/g, '...'],
  [/\u2044/g, '/'],
]

/** The text if it needs at most `most` segments, else its beginning up to a word's end and three dots that does. */
export function fitSegments(text: string, most: number): string {
  if (segmentsOf(text).segments <= most) return text
  // No segment holds more signs than this; what lies behind cannot matter.
  const signs = [...text.slice(0, most * ROOM['GSM-7'].alone)]
  const length = longestThatFits(signs, most)
  const beginning = signs.slice(0, length).join('')
  const end = `${beginning}${signs[length] ?? ''}`.search(/\s\S*$/)
  const cut = end > beginning.length / 2 ? beginning.slice(0, end) : beginning
  return cut.trimEnd() + DOTS
}

// Three dots and not "…": that one sign would make all of it UCS-2.
const DOTS = '...'

/** How many of the signs fit, with three dots behind them. More signs never need fewer segments, so halving finds it. */
function longestThatFits(signs: readonly string[], most: number): number {
  let [fits, tooMany] = [0, signs.length + 1]
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1
    const fitsToo = segmentsOf(signs.slice(0, middle).join('') + DOTS).segments <= most
    if (fitsToo) fits = middle
    else tooMany = middle
  }
  return fits
}
