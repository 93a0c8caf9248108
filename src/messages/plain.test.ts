import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fit, line, lines } from './plain.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.string({
    unit: fc.constantFrom(' ', '\n', '\r', '\t', '\u0000', '\u0085', '\u2028', '\u202e', '\ud83d', '\ude00', 'a'),
  }),
)

test('a line is one line of printable, well-formed characters', () => {
  fc.assert(
    fc.property(anyText, text => {
      const made = line(text)
      assert.doesNotMatch(made, /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
      assert.ok(made.isWellFormed())
      assert.equal(line(made), made)
    }),
    { numRuns: 1000 },
  )
})

test('lines keep line breaks and nothing else that cannot be printed', () => {
  fc.assert(
    fc.property(anyText, text => {
      const made = lines(text)
      assert.doesNotMatch(made, /(?!\n)[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|\n{3}| \n/u)
      assert.ok(made.isWellFormed())
      assert.equal(lines(made), made)
    }),
    { numRuns: 1000 },
  )
  assert.equal(lines('a\r\nb \n\n\n\nc\td\n'), 'a\nb\n\nc d')
})

test('names in every script are left as they are', () => {
  for (const name of ['Smith & Sons', 'Łódź', 'Ολυμπία', '東京倉庫', 'مستودع', '👍🏽 Café'])
    assert.equal(line(name), name)
})

test('what is cut ends with three dots after a whole word, unless that word is half of it, and never exceeds its limit', () => {
  assert.equal(fit('one two three', 13), 'one two three')
  assert.equal(fit('one two three', 12), 'one two...')
  assert.equal(fit('one two three', 10), 'one two...')
  assert.equal(fit('onetwothree', 8), 'onetw...')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 8, max: 60 }), (text, limit) => {
      const cut = fit(text, limit)
      assert.ok(cut.length <= limit)
      assert.ok(cut.isWellFormed(), 'half a character cannot be stored')
    }),
    { numRuns: 1000 },
  )
})
