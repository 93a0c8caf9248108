import assert from 'node:assert/strict'
import { test } from 'node:test'
import { now } from '../../test/saves.ts'
import { factsToTell } from '../../test/telling.ts'
import { OURS } from './built-in.run.ts'
import { STARTING_LAYOUT } from './fields.ts'
import { segmentsOf } from './segments.ts'
import { checkTemplate, TAGS } from './template.ts'
import { onShelf } from './template-names.ts'
import { wordsFor } from './words.ts'

// Whoever may write templates must not read what they do not show, and never keeps the house busy.

const RULE = 'rule-019abc00-0000-7000-8000-000000000001'
const NAMES = ['sms', 'on-the-way', 'closed.sms', RULE, `${RULE}.sms`, `${RULE}.call`]
const subjectOf = (name: string) => (/sms|call/.test(name) ? null : 'x')
const because = (name: string, body: string) => {
  const checked = checkTemplate(name, { subject: subjectOf(name), body })
  return checked.ok ? 'ok' : checked.because
}

const HOSTILE: readonly [body: string, because: string][] = [
  ['{{__proto__}}', 'unknown-tag'],
  ['{{constructor}}', 'unknown-tag'],
  ['{{#constructor}}{{prototype}}{{/constructor}}', 'unknown-tag'],
  ['{{technician.constructor}}', 'unknown-tag'],
  ['{{statusLink.length}}', 'unknown-tag'],
  ['{{> on-the-way}}', 'partial'],
  ['{{>../../config}}', 'partial'],
  ['{{=<% %>=}}<% number %>', 'other-delimiters'],
  ['{{=[[ ]]=}}[[constructor]]', 'other-delimiters'],
  ['{{#number}}{{=[[ ]]=}}{{/number}}', 'broken'],
  ['{{number}}'.repeat(10_000), 'too-long'],
  [`${'{{#number}}'.repeat(400)}x${'{{/number}}'.repeat(400)}`, 'too-many-tags'],
  ['{{#changes}}{{#jobs}}x{{/jobs}}{{/changes}}', 'unknown-tag'],
]
for (const [body, expected] of HOSTILE) {
  test(`S3.12: ${body.slice(0, 50)} is refused at once for every kind of template: ${expected}`, () => {
    const began = performance.now()
    for (const name of NAMES) assert.equal(because(name, body), expected, name)
    assert.ok(performance.now() - began < 200)
  })
}

const say = (template: { subject: string | null; body: string }, facts = factsToTell()) => {
  const via = template.subject === null ? 'sms' : 'text-email'
  const templates = { ...OURS, [onShelf('en', via)]: template }
  return wordsFor(facts, { occasions: ['dispatched'], about: [], at: now, via }, { templates, layout: STARTING_LAYOUT })
}

test('even a template nobody has checked reads nothing that is not its own', () => {
  const names = [
    '__proto__',
    'constructor',
    'toString',
    'isPrototypeOf',
    'valueOf',
    'constructor.name',
    'toString.call',
  ]
  const body = names.map(name => `{{${name}}}{{#${name}}}read{{/${name}}}`).join('')
  assert.equal(say({ subject: null, body: `[${body}]` }).body, '[]')
})

test('sections over everything say it once each, and are filled in a moment', () => {
  const asked = TAGS.slice(0, 90).map(({ name }) => `{{#${name}}}.{{/${name}}}`)
  const body = asked.join('')
  assert.deepEqual(checkTemplate('sms', { subject: null, body }), { ok: true })
  const began = performance.now()
  assert.match(say({ subject: null, body }).body, /^\.+$/)
  assert.ok(performance.now() - began < 200)
})

test('ten thousand tags that nobody has checked are filled in a moment, and a text of them is cut', () => {
  const began = performance.now()
  const { body } = say({ subject: null, body: '{{number}} '.repeat(10_000) })
  assert.ok(performance.now() - began < 2000)
  assert.equal(segmentsOf(body).segments, 3)
})

const EVIL = 'Jo\r\nBcc: all@example.com\u0000\u0007\u2028\u202e{{company}} <b>'
const CLEAN = 'Jo Bcc: all@example.com {{company}} <b>'

for (const tag of ['technician', 'certifications'] as const) {
  test(`S3.12: a line break in ${tag} never reaches a subject, nor a control character a text`, () => {
    const facts = factsToTell({ outward: { [tag]: EVIL } })
    assert.equal(say({ subject: `{{${tag}}}`, body: 'x' }, facts).subject, CLEAN)
    assert.equal(say({ subject: null, body: `{{${tag}}}` }, facts).body, CLEAN)
  })
}

test('S3.4: a reason of several lines is one line in a subject and keeps its lines in a letter', () => {
  const facts = factsToTell({ job: { category: 'rejected', outcome: 'Too far\u0007\r\n\r\n\r\n\r\nSorry' } })
  const { subject, body } = say({ subject: '{{rejectedBecause}}', body: '{{rejectedBecause}}' }, facts)
  assert.deepEqual([subject, body], ['Too far Sorry', 'Too far\n\nSorry'])
})

test('S3.11: a link stays one word, and no line break leaves it', () => {
  const facts = factsToTell({ outward: { requestPage: 'https://a.example/x y\r\nBcc: z' } })
  assert.equal(say({ subject: null, body: '{{requestPage}}' }, facts).body, 'https://a.example/x%20y%20Bcc:%20z')
})

test('a status may be called anything: its name is no template and no second line', () => {
  const facts = factsToTell({ names: { x: EVIL }, job: { applied: [{ statusId: 'x' }] } as never })
  assert.equal(say({ subject: '{{statusName}}', body: 'x' }, facts).subject, CLEAN)
})

test('a call of hostile words is still a call about the job', () => {
  const templates = { ...OURS, 'en/call': { subject: null, body: '{{technician}} {{statusLink}}' } }
  const facts = factsToTell({ outward: { technician: '\u0000\r\n' } })
  const telling = { occasions: ['dispatched'], about: [], at: now, via: 'call' } as const
  const { body } = wordsFor(facts, telling, { templates, layout: STARTING_LAYOUT })
  assert.doesNotMatch(body, /http|[\p{Cc}]/u)
  assert.match(body, /\S/)
})
