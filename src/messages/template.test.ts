import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkTemplate, fill, TAGS, type TemplateFault } from './template.ts'

const check = (body: string) => checkTemplate('sms', { subject: null, body })
const because = (body: string) => {
  const checked = check(body)
  return checked.ok ? 'ok' : checked.because
}

const CASES: readonly [body: string, because: TemplateFault | 'ok', about: string][] = [
  ['{{number}} at {{site}}', 'ok', 'known tags'],
  ['{{#outcome}}Outcome: {{outcome}}{{/outcome}}{{^outcome}}none yet{{/outcome}}', 'ok', 'if there is one, and if not'],
  ['{{#changes}}{{label}} {{#from}}{{from}} to {{/from}}{{to}}{{/changes}}', 'ok', 'a list with its own tags'],
  [
    '{{! a note to ourselves }}{{{number}}}{{&site}}',
    'ok',
    'comments and the unescaped forms, which here are the same',
  ],
  ['{{nmber}}', 'unknown-tag', 'a slip of the finger'],
  ['{{constructor}}', 'unknown-tag', 'what every object inherits'],
  ['{{__proto__}}', 'unknown-tag', 'what every object inherits from'],
  ['{{hasOwnProperty}}', 'unknown-tag', 'a name the renderer itself asks for'],
  ['{{site.constructor}}', 'unknown-tag', 'a path into a value'],
  ['{{#changes}}{{constructor.constructor}}{{/changes}}', 'unknown-tag', 'a path into an item'],
  ['{{.}}', 'unknown-tag', 'the whole view'],
  ['{{}}', 'unknown-tag', 'nothing'],
  ['{{#a}}x{{/a}}', 'unknown-tag', 'a section of an unknown tag'],
  ['{{#changes}}{{#changes}}x{{/changes}}{{/changes}}', 'unknown-tag', 'a list in itself, which would multiply'],
  ['{{#changes}}{{#facts}}x{{/facts}}{{/changes}}', 'unknown-tag', 'a list in another'],
  ['{{#changes}}{{initialRequest}}{{/changes}}', 'unknown-tag', 'a long value once for each item'],
  ['{{changes}}', 'list-out-of-place', 'a list where a value is wanted'],
  ['{{#site}}x', 'broken', 'a section that is not closed'],
  ['x{{/site}}', 'broken', 'a section that is not opened'],
  ['{{#site}}{{#status}}{{/site}}{{/status}}', 'broken', 'sections that cross'],
  ['{{site', 'broken', 'a tag that is not closed'],
  ['{{> sms}}', 'partial', 'another template'],
  ['{{=<% %>=}}<% constructor %>', 'other-delimiters', 'other braces'],
  [' \n ', 'empty', 'nothing to say'],
  ['x'.repeat(10_001), 'too-long', 'a novel'],
  ['{{site}}'.repeat(101), 'too-many-tags', 'one value a hundred times'],
]

for (const [body, expected, about] of CASES) {
  test(`a template with ${about} is ${expected === 'ok' ? 'accepted' : `refused: ${expected}`}`, () => {
    assert.equal(because(body), expected)
  })
}

test('an unknown tag is named, and so are the known ones', () => {
  const checked = check('{{nmber}}')
  assert.ok(!checked.ok)
  assert.match(
    checked.explained,
    /There is no tag \{\{nmber\}\}\. Did you mean \{\{number\}\}\? Known: .*\{\{number\}\}, .*\{\{facts\}\}\./,
  )
  const inside = check('{{#changes}}{{number}}{{/changes}}')
  assert.ok(!inside.ok)
  assert.equal(inside.explained, 'There is no tag {{number}} in this list. Known: {{label}}, {{to}}, {{from}}.')
})

test('a fault says in which part and in which line it is', () => {
  const faults = [
    ['one', 'Dear\n\n{{nmber}} is'],
    ['one', 'Dear\n{{#changes}}\n{{label}}\n{{number}}{{/changes}}'],
    ['one', 'Dear\n{{#site}}x'],
    ['{{nmber}}', 'two\nlines'],
  ].map(([subject, body]) => {
    const checked = checkTemplate('text-email', { subject: subject!, body: body! })
    return checked.ok ? 'ok' : `${checked.part} ${checked.explained.split(/[.{]/)[0]}`
  })
  assert.deepEqual(faults, [
    'body Line 3: There is no tag ',
    'body Line 4: There is no tag ',
    'body Line 2: Unclosed section "site"',
    'subject There is no tag ',
  ])
})

test('an e-mail needs a subject and a text has none', () => {
  const faults = [
    checkTemplate('sms', { subject: 'x', body: 'x' }),
    checkTemplate('text-email', { subject: null, body: 'x' }),
    checkTemplate('pdf-email', { subject: '{{nmber}}', body: 'x' }),
    checkTemplate('fax', { subject: null, body: 'x' }),
  ].map(checked => (checked.ok ? 'ok' : checked.because))
  assert.deepEqual(faults, ['subject-not-wanted', 'subject-missing', 'unknown-tag', 'unknown-template'])
})

test('every tag has a description and an example that shows how it is written', () => {
  for (const { name, description, example, of } of TAGS) {
    assert.ok(description && example, name)
    if (of) assert.deepEqual(check(example), { ok: true })
  }
})

const bare = (values: object) => Object.assign(Object.create(null), values)
const VALUES = bare(
  Object.fromEntries(
    TAGS.map(({ name, of }) => [
      name,
      of ? of.map(() => bare({ label: 'item', to: 'item', from: 'item', value: 'item' })) : 'value',
    ]),
  ),
)
const NAMES = [
  ...TAGS.map(({ name }) => name),
  'label',
  'to',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'length',
  '.',
]
const tag = fc
  .tuple(fc.constantFrom('', '#', '^', '/', '&', '{', '>', '='), fc.constantFrom(...NAMES))
  .map(([sigil, name]) => `{{${sigil}${name}}}`)
const section = fc
  .tuple(fc.constantFrom('#', '^'), fc.constantFrom(...NAMES), fc.constantFrom(...NAMES))
  .map(([sigil, name, inside]) => `{{${sigil}${name}}}{{${inside}}}{{/${name}}}`)

test('whatever is accepted can be filled, and says nothing but its own words and the values it was given', () => {
  let accepted = 0
  const template = fc.array(fc.oneof(tag, section, fc.constantFrom('text', '\n', '{{', '}}')), { maxLength: 3 })
  fc.assert(
    fc.property(template, parts => {
      const body = parts.join('')
      if (!check(body).ok) return
      accepted++
      assert.match(fill(body, VALUES), /^(value|text|item|\n|\})*$/)
    }),
    { numRuns: 5000 },
  )
  assert.ok(accepted > 500, `only ${accepted} were accepted`)
})

test('a view answers only to its own names, so that even an unchecked template reads nothing else', () => {
  const asked = '{{constructor}}{{__proto__}}{{toString}}{{valueOf}}{{#constructor}}x{{/constructor}}'
  assert.equal(fill(asked, VALUES), '')
})

test('a call has no subject', () => {
  assert.deepEqual(checkTemplate('call', { subject: null, body: '{{number}}' }), { ok: true })
  const checked = checkTemplate('call', { subject: 'Job', body: '{{number}}' })
  assert.ok(!checked.ok && checked.because === 'subject-not-wanted' && checked.explained === 'A call has no subject.')
})
