import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { htmlOf, type Letter } from './html.ts'

const page = (more: Partial<Letter> = {}) =>
  htmlOf({ company: 'Night Owl', locale: 'en-AU', subject: 'On the way', body: 'Hello', portraitOf: null, ...more })
const paragraphs = (body: string) => [...page({ body }).matchAll(/<p dir="auto">(.*?)<\/p>/gs)].map(found => found[1])

const CASES: readonly [string, string, readonly string[]][] = [
  ['an empty line parts paragraphs, a line stays a line', 'Hello\nAna\n\nBye', ['Hello<br>\nAna', 'Bye']],
  [
    'signs are signs',
    `<b onclick="x('1')">&amp;</b>`,
    ['&#60;b onclick=&#34;x(&#39;1&#39;)&#34;&#62;&#38;amp;&#60;/b&#62;'],
  ],
  [
    'the address of a page is a link',
    'See https://x.example/a?b=1&c=2#d.',
    ['See <a href="https://x.example/a?b=1&#38;c=2#d" rel="noopener">https://x.example/a?b=1&#38;c=2#d</a>.'],
  ],
  [
    'a bracket or a quote around it is not part of it',
    '(http://x.example/) "https://y.example"',
    [
      '(<a href="http://x.example/" rel="noopener">http://x.example/</a>) ' +
        '&#34;<a href="https://y.example" rel="noopener">https://y.example</a>&#34;',
    ],
  ],
  [
    'no other scheme is a link',
    'javascript:alert(1) data:text/html,x ftp://x.example',
    ['javascript:alert(1) data:text/html,x ftp://x.example'],
  ],
  ['what only looks like an address is none', 'https:// and https://[', ['https:// and https://[']],
]
for (const [name, body, wanted] of CASES) {
  test(`S5.1: the page says what the words say: ${name}`, () => assert.deepEqual(paragraphs(body), wanted))
}

test('the page names its language and the company, and is read light or dark', () => {
  const html = page({ locale: 'de-AT', company: 'Wach & Söhne', subject: '<Hallo>' })
  assert.match(html, /<html lang="de">/)
  assert.match(html, /<h1 dir="auto">Wach &#38; Söhne<\/h1>/)
  assert.match(html, /<title>&#60;Hallo&#62;<\/title>/)
  assert.match(html, /prefers-color-scheme: dark/)
})

test('the portrait stands in the mail itself, and only when there is one', () => {
  assert.match(page({ portraitOf: 'Jo "J" Cole' }), /<img src="cid:portrait@callout" alt="Jo &#34;J&#34; Cole"/)
  assert.doesNotMatch(page(), /<img/)
})

test('whatever anybody has typed: no tag, attribute or address comes of it but links, and nothing is fetched', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          '<',
          '>',
          '"',
          "'",
          '&',
          ' ',
          '\n',
          'https://',
          'x.example/',
          'img src=',
          '</p>',
          ']]>',
          '<!--',
        ),
      )
      .map(parts => parts.join('')),
  )
  const shape = (html: string) =>
    [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/ href="https?:\/\/[^"<>\s]*" rel="noopener"/, ' LINK'))
  const known = new Set([...shape(page({ portraitOf: 'x' })), '<a LINK>', '</a>', '<br>'])
  fc.assert(
    fc.property(text, text, text, (company, subject, body) => {
      const html = page({ company, subject, body })
      for (const tag of shape(html)) assert.ok(known.has(tag), tag)
      assert.doesNotMatch(html, /<(?:link|script|iframe)|@import|url\(/)
    }),
  )
})
