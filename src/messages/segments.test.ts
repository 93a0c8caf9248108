import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fitSegments, plainSpelling, segmentsOf } from './segments.ts'

// The standard's own tables (3GPP TS 23.038, 6.2.1), written down apart from the code: code point by septet.
const DEFAULT_TABLE = [
  [0x40, 0xa3, 0x24, 0xa5, 0xe8, 0xe9, 0xf9, 0xec, 0xf2, 0xc7, 0x0a, 0xd8, 0xf8, 0x0d, 0xc5, 0xe5],
  [0x394, 0x5f, 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8, 0x3a3, 0x398, 0x39e, 0x1b, 0xc6, 0xe6, 0xdf, 0xc9],
  [0x20, 0x21, 0x22, 0x23, 0xa4, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f],
  [0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f],
  [0xa1, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f],
  [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0xc4, 0xd6, 0xd1, 0xdc, 0xa7],
  [0xbf, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
  [0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0xe4, 0xf6, 0xf1, 0xfc, 0xe0],
].flat()
const ESCAPE = 0x1b
const EXTENSION_TABLE: Record<number, string> = {
  10: '\f',
  20: '^',
  40: '{',
  41: '}',
  47: '\\',
  60: '[',
  61: '~',
  62: ']',
  64: '|',
  101: '€',
}
const SEPTETS = new Map<string, readonly number[]>([
  ...DEFAULT_TABLE.flatMap((point, septet) =>
    septet === ESCAPE ? [] : [[String.fromCodePoint(point), [septet]] as const],
  ),
  ...Object.entries(EXTENSION_TABLE).map(([septet, sign]) => [sign, [ESCAPE, Number(septet)]] as const),
])

/** Writes a text as a phone would: sign by sign, a new part as soon as a sign has no room in this one. */
function partsOf(text: string): number[][] {
  const signs = [...text]
  const isGsm = signs.every(sign => SEPTETS.has(sign))
  const codes = signs.map(sign => (isGsm ? [...SEPTETS.get(sign)!] : sign.split('').map(unit => unit.charCodeAt(0))))
  const alone = codes.flat()
  if (alone.length <= (isGsm ? 160 : 70)) return [alone]
  const parts: number[][] = [[]]
  for (const code of codes) {
    if (parts.at(-1)!.length + code.length > (isGsm ? 153 : 67)) parts.push([])
    parts.at(-1)!.push(...code)
  }
  return parts
}

const anyText = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('a', ' ', 'the ', 'Zone 4\n', 'é', 'Ω', '@') },
      { weight: 3, arbitrary: fc.constantFrom('€', '{', '\\', '\f') },
      { weight: 1, arbitrary: fc.constantFrom('ç', '’', '東', '👍', '👩‍🚒', '`', '\ud83d') },
    ),
    { maxLength: 600, size: 'max' },
  )
  .map(pieces => pieces.join(''))
const gsmText = fc
  .array(fc.constantFrom('a', ' ', 'word ', '€', '^', 'ü', '\n'), { maxLength: 600, size: 'max' })
  .map(pieces => pieces.join(''))

test('S1.45: every text is counted as a phone writes it, part by part', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, gsmText), text => {
      const parts = partsOf(text)
      const isGsm = [...text].every(sign => SEPTETS.has(sign))
      const [alone, part] = isGsm ? [160, 153] : [70, 67]
      assert.deepEqual(segmentsOf(text), {
        encoding: isGsm ? 'GSM-7' : 'UCS-2',
        units: parts.flat().length,
        segments: parts.length,
        room: (parts.length === 1 ? alone : part) - parts.at(-1)!.length,
      })
    }),
    { numRuns: 500 },
  )
})

test('the whole GSM alphabet is GSM-7: 127 signs of one unit and ten of two', () => {
  assert.equal(SEPTETS.size, 137)
  for (const [sign, septets] of SEPTETS) {
    const { encoding, units } = segmentsOf(sign)
    assert.deepEqual([encoding, units], ['GSM-7', septets.length], JSON.stringify(sign))
  }
})

test('no other sign below U+3000 is', () => {
  for (let point = 0; point < 0x3000; point++) {
    const sign = String.fromCodePoint(point)
    if (!SEPTETS.has(sign)) assert.equal(segmentsOf(sign).encoding, 'UCS-2', point.toString(16))
  }
})

const a = (times: number) => 'a'.repeat(times)
const CASES: readonly [
  sentence: string,
  text: string,
  encoding: string,
  units: number,
  segments: number,
  room: number,
][] = [
  ['nothing at all is one empty segment', '', 'GSM-7', 0, 1, 160],
  ['160 units are one segment', a(160), 'GSM-7', 160, 1, 0],
  ['161 are two', a(161), 'GSM-7', 161, 2, 145],
  ['two parts hold 306', a(306), 'GSM-7', 306, 2, 0],
  ['307 are three', a(307), 'GSM-7', 307, 3, 152],
  ['three parts hold 459', a(459), 'GSM-7', 459, 3, 0],
  ['460 are four', a(460), 'GSM-7', 460, 4, 152],
  ['a sign of two units fills one segment to 160', `${a(158)}€`, 'GSM-7', 160, 1, 0],
  ['and breaks it at 161', `${a(159)}€`, 'GSM-7', 161, 2, 145],
  ['80 signs of two units are one segment', '€'.repeat(80), 'GSM-7', 160, 1, 0],
  ['81 are two, with one unit of the first part left empty', '€'.repeat(81), 'GSM-7', 162, 2, 143],
  ['a sign of two units ends at the 153rd', `${a(151)}{${a(153)}`, 'GSM-7', 306, 2, 0],
  ['one that would begin at the 153rd goes to the next part', `${a(152)}{${a(152)}`, 'GSM-7', 306, 3, 152],
  ['and the same at the end of the second part', `${a(153)}${a(152)}|${a(10)}`, 'GSM-7', 317, 3, 141],
  ['70 units are one segment', `ç${a(69)}`, 'UCS-2', 70, 1, 0],
  ['71 are two', `ç${a(70)}`, 'UCS-2', 71, 2, 63],
  ['two parts hold 134', `ç${a(133)}`, 'UCS-2', 134, 2, 0],
  ['135 are three', `ç${a(134)}`, 'UCS-2', 135, 3, 66],
  ['an emoji fills one segment to 70', `${a(68)}👍`, 'UCS-2', 70, 1, 0],
  ['an emoji ends at the 67th unit', `${a(65)}👍${a(67)}`, 'UCS-2', 134, 2, 0],
  ['one that would begin at the 67th goes to the next part', `${a(66)}👍${a(66)}`, 'UCS-2', 134, 3, 66],
  ['signs of two GSM units are one of UCS-2', `ç${'€'.repeat(69)}`, 'UCS-2', 70, 1, 0],
  ['capital Ç is GSM-7, and the small one is not', 'Ç', 'GSM-7', 1, 1, 159],
  ['a grave accent alone is not', '`', 'UCS-2', 1, 1, 69],
]
for (const [sentence, text, encoding, units, segments, room] of CASES) {
  test(`${sentence} (${encoding})`, () => assert.deepEqual(segmentsOf(text), { encoding, units, segments, room }))
}

const SPELT: readonly [sentence: string, text: string, plain: string][] = [
  ['curly quotes', '‘Zone 4’ “open” ‚low‛ „low‟ «x» ‹y›', `'Zone 4' "open" 'low' "low" "x" 'y'`],
  ['dashes', 'a‐b‑c‒d–e—f―g−h', 'a-b-c-d-e-f-g-h'],
  ['an ellipsis', 'wait…', 'wait...'],
  ['spaces that do not break, narrow ones, and tabs', 'a\u00a0b\u202fc\u2009d\te\u3000f', 'a b c d e f'],
  ['signs nobody sees', '\ufeffkey\u00adholder\u200b', 'keyholder'],
  ['primes, accents alone, and bullets', '6′ 2″ `x´\n• y', `6' 2" 'x'\n- y`],
  ['a letter written as two signs is the same letter', 'Cafe\u0301', 'Café'],
]
for (const [sentence, text, plain] of SPELT) {
  test(`spelt plainly: ${sentence}`, () => {
    assert.equal(plainSpelling(text), plain)
    assert.equal(segmentsOf(plain).encoding, 'GSM-7')
  })
}

test('no letter is ever changed: a text that needs UCS-2 for one stays as it was written', () => {
  for (const text of ['Façade “open” … 4', 'Łódź – brama', '“東京”', '👍🏽 – ok', 'Ολυμπία…'])
    assert.equal(plainSpelling(text), text)
  assert.equal(plainSpelling('ÇA VA – @ £5 {zone} €'), 'ÇA VA - @ £5 {zone} €')
})

test('dots that would cost a second segment are not spelt out', () => {
  assert.equal(plainSpelling('…'.repeat(53)), '...'.repeat(53))
  assert.equal(plainSpelling('…'.repeat(54)), '…'.repeat(54))
})

test('plain spelling never costs a segment, and has nothing to do a second time', () => {
  const sign = fc.oneof(
    { weight: 99, arbitrary: fc.constantFrom('word', ' ', '…', '…', '–', '“', '’', '\u00a0', '{') },
    { weight: 1, arbitrary: fc.constantFrom('ç', '東') },
  )
  const curly = fc.array(sign, { maxLength: 200, size: 'max' }).map(pieces => pieces.join(''))
  fc.assert(
    fc.property(curly, text => {
      const plain = plainSpelling(text)
      assert.ok(segmentsOf(plain).segments <= segmentsOf(text).segments)
      assert.equal(plainSpelling(plain), plain)
    }),
    { numRuns: 500 },
  )
})

test('what is cut to so many segments is the longest beginning that fits, up to the end of a word', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 4 }), (text, most) => {
      const cut = fitSegments(text, most)
      assert.ok(partsOf(cut).length <= most, `${partsOf(cut).length} parts`)
      if (partsOf(text).length <= most) return assert.equal(cut, text)
      const beginning = cut.slice(0, -3)
      assert.ok(cut.endsWith('...') && text.startsWith(beginning))
      if (text.isWellFormed()) assert.ok(cut.isWellFormed(), 'half a sign cannot be stored')
      const longer = text.slice(beginning.length).match(/^\s*\S+/)?.[0] ?? ''
      assert.ok(partsOf(`${beginning}${longer}...`).length > most, 'one more word would have fitted')
    }),
    { numRuns: 500 },
  )
})

test('a cut is at the end of a word, unless that leaves less than half; then it is within one', () => {
  assert.equal(fitSegments(`${'word '.repeat(31)}words`, 1), `${'word '.repeat(31)}words`)
  assert.equal(fitSegments(`${'word '.repeat(31)}wordy words`, 1), `${'word '.repeat(31).trimEnd()}...`)
  assert.equal(fitSegments(a(161), 1), `${a(157)}...`)
  assert.equal(fitSegments(`${a(157)} ${a(9)}`, 1), `${a(157)}...`)
  assert.equal(fitSegments(`${a(60)} ${a(200)}`, 1), `${a(60)} ${a(96)}...`)
})

test('what is cut away no longer counts: without the emoji at the end a text is GSM-7 again', () => {
  const cut = fitSegments(`${'word '.repeat(100)}👍`, 3)
  assert.deepEqual([segmentsOf(cut).encoding, cut.length > 440], ['GSM-7', true])
})
