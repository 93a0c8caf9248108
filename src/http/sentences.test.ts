import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sentenceFor, type Told } from './sentences.ts'

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
