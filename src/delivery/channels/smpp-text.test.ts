import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { segmentsOf } from '#messages/segments.ts'
import { destinationOf, sourceOf, submissionsOf } from './smpp-text.ts'

const sent = (text: string, longAs: 'parts' | 'message_payload' = 'parts') => {
  const submissions = submissionsOf(text, { reference: 7, longAs })!
  return submissions.map(each => ('short_message' in each ? each.short_message : each.message_payload))
}

const signs = fc.array(fc.constantFrom('a', '€', '{', '@', 'Ω', ' '), { maxLength: 500 })
const wide = fc.array(fc.constantFrom('a', '🚨', 'ж', '€'), { maxLength: 300 })

test('what is sent is what was counted: as many parts, as many units, and nothing torn apart', () => {
  fc.assert(
    fc.property(fc.oneof(signs, wide), chosen => {
      const text = chosen.join('')
      const { encoding, segments, units } = segmentsOf(text)
      const parts = sent(text).map(bytes => (segments === 1 ? bytes : bytes.subarray(6)))
      assert.equal(parts.length, segments)
      const octets = parts.reduce((sum, { length }) => sum + length, 0)
      assert.equal(octets, encoding === 'GSM-7' ? units : units * 2)
      for (const part of parts) {
        assert.ok(part.length <= (segments === 1 ? 160 : 153))
        // An escape at the end, or the first half of a sign, would be completed by the next part and by no phone.
        if (encoding === 'GSM-7') assert.notEqual(part.at(-1), 0x1b)
        else assert.ok(Buffer.from(part).swap16().toString('utf16le').isWellFormed())
      }
    }),
  )
})

const EDGES: [text: string, parts: number, octets: number][] = [
  ['', 1, 0],
  ['a'.repeat(160), 1, 160],
  ['a'.repeat(161), 2, 159],
  [`${'a'.repeat(152)}€${'a'.repeat(10)}`, 2, 158],
  ['ж'.repeat(70), 1, 140],
  ['ж'.repeat(71), 2, 140],
  [`${'ж'.repeat(66)}🚨жжж`, 2, 138],
]
for (const [text, parts, octets] of EDGES) {
  test(`a text of ${text.length} units (${text.slice(-3)}) goes in ${parts}, the first of ${octets} octets`, () => {
    assert.deepEqual([sent(text).length, sent(text)[0]!.length], [parts, octets])
  })
}

test('the euro and its like are written with an escape, and the at sign is zero', () => {
  assert.equal(sent('hi {€}@')[0]!.toString('hex'), '6869201b281b651b2900')
  assert.equal(sent('ж🚨')[0]!.toString('hex'), '0436d83ddea8')
})

test('in message_payload a long text has no header, and more than 255 parts are too many otherwise', () => {
  assert.deepEqual(
    sent('a'.repeat(500), 'message_payload').map(({ length }) => length),
    [500],
  )
  assert.equal(submissionsOf('a'.repeat(153 * 255), { reference: 7, longAs: 'parts' })?.length, 255)
  assert.equal(submissionsOf('a'.repeat(153 * 255 + 1), { reference: 7, longAs: 'parts' }), null)
})

const SENDERS: [from: string, as: readonly [number, number, string] | null][] = [
  ['+61480000000', [1, 1, '61480000000']],
  ['61480000000', [1, 1, '61480000000']],
  ['19123', [3, 0, '19123']],
  ['Callout', [5, 0, 'Callout']],
  ['Wolf & Sons', [5, 0, 'Wolf & Sons']],
  ['A name too long', null],
  ['Mühle', null],
  ['', null],
]
for (const [from, as] of SENDERS) {
  test(`a sender "${from}" is ${as ? `of type ${as[0]}` : 'none'}`, () => {
    const source = sourceOf(from)
    assert.deepEqual(source && [source.source_addr_ton, source.source_addr_npi, source.source_addr], as)
  })
}

test('a recipient is an international number or nobody', () => {
  assert.deepEqual(destinationOf('+61491570156'), {
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    destination_addr: '61491570156',
  })
  for (const address of ['0491570156', '61491570156', '+0491570156', '+6149157015a', '']) {
    assert.equal(destinationOf(address), null)
  }
})
