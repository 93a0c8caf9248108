import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Expectation, expectationOf, lineOf, reminderExpected, sentenceFor, type Told } from './sentences.ts'

const told: Told = {
  because: 'told',
  target: 'address',
  address: 'facilities@mill.example',
  recipient: null,
  via: 'pdf-email',
  pdf: true,
  droppedBecause: null,
}

for (const [change, sentence] of [
  [{}, 'Told facilities@mill.example by e-mail with PDF.'],
  [{ recipient: 'Facilities desk' }, 'Told Facilities desk (facilities@mill.example) by e-mail with PDF.'],
  [{ via: 'text-email', pdf: false }, 'Told facilities@mill.example by e-mail.'],
  [{ via: 'text-email', pdf: true }, 'Told facilities@mill.example by e-mail with PDF.'],
  [
    { via: 'sms', pdf: false, target: 'provider', address: '+61491570156' },
    'Told the provider (+61491570156) by text.',
  ],
  [
    { because: 'muted-by-site', pdf: null },
    'Not told: facilities@mill.example by e-mail with PDF. Why: "don\'t notify" at this site.',
  ],
  [
    { because: 'provider-has-no-mobile', via: 'sms', target: 'provider', address: null, pdf: null },
    'Not told: the provider by text. Why: the provider has no mobile.',
  ],
  [
    { droppedBecause: 'too-late' },
    'Not told after all: facilities@mill.example by e-mail with PDF. Why: it came too late to be useful.',
  ],
] as [Partial<Told>, string][]) {
  test(sentence, () => assert.equal(sentenceFor({ ...told, ...change }), sentence))
}

const expected: Expectation = { ...told, because: 'told', pdf: null, messageOf: 'm1' }
const clock = '24 Nov 2026, 09:00 AEDT'

for (const [change, sentence, reminder] of [
  [
    { recipient: 'Facilities desk' },
    'Will tell Facilities desk (facilities@mill.example) by e-mail with PDF.',
    'Will remind Facilities desk (facilities@mill.example) by e-mail with PDF on 24 Nov 2026, 09:00 AEDT: 2 of 4.',
  ],
  [
    { because: 'muted-by-site', recipient: 'Site manager', via: 'sms', address: '+61491570156' },
    'Not telling Site manager (+61491570156) by text: "don\'t notify" at this site.',
    'Not reminding Site manager (+61491570156) by text on 24 Nov 2026, 09:00 AEDT: "don\'t notify" at this site.',
  ],
  [
    { because: 'sent-often-enough', target: 'provider', address: null, via: 'text-email' },
    'Not telling the provider by e-mail: it has reminded as often as it may.',
    'Not reminding the provider by e-mail on 24 Nov 2026, 09:00 AEDT: it has reminded as often as it may.',
  ],
] as [Partial<Expectation>, string, string][]) {
  test(`W1: ${sentence}`, () => {
    assert.equal(expectationOf({ ...expected, ...change }), sentence)
    assert.equal(reminderExpected({ ...expected, ...change }, clock, { number: 2, of: 4 }), reminder)
  })
}

test('W1, S1.60: all in one line, and whom several rules tell together only once', () => {
  const cole = { recipient: 'J. Cole', address: '+61491570156', via: 'sms', messageOf: 'm2' } as const
  const silent = { because: 'rule-switched-off', recipient: 'Site manager', via: 'sms', messageOf: null } as const
  const [one, two, none] = [expected, { ...expected, ...cole }, { ...expected, ...silent }]
  assert.equal(lineOf([]), 'No rule speaks of this.')
  assert.equal(
    lineOf([one, one, two, none]),
    'Will tell: facilities@mill.example by e-mail with PDF, J. Cole (+61491570156) by text. ' +
      'Not telling: Site manager (facilities@mill.example) by text (the rule is switched off).',
  )
  assert.match(lineOf([none]), /^Will tell: nobody\. Not telling: /)
  assert.doesNotMatch(lineOf([one]), /Not telling/)
})
