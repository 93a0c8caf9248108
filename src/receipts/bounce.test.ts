import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import PostalMime from 'postal-mime'
import { openLinks } from '#delivery/links.ts'
import { MOST_READ, readBounce } from './bounce.ts'

const NOW = Temporal.Instant.from('2026-11-23T00:00:00Z')
const links = openLinks({ secret: 'a secret of this test', publicUrl: null, bounceAddress: 'bounces@callout.example' })
const ID = '0192f0c1-5f0b-7000-8000-00000000000'
const file = (name: string) => readFileSync(new URL(`../../test/bounces/${name}.eml`, import.meta.url), 'utf8')
const read = async (mail: string) =>
  readBounce(await PostalMime.parse(mail, { forceRfc822Attachments: true }), links, NOW)

async function told(mail: string) {
  const bounce = await read(mail)
  return typeof bounce === 'string' ? bounce : [`${bounce.of.id}.${bounce.of.attempt}`, bounce.says, bounce.code]
}

// Postfix made these; the words are its own and those of the servers it spoke to.
const REAL: [name: string, id: number, says: string, code: string, words: RegExp][] = [
  ['no-such-mailbox', 1, 'not-delivered', '5.1.1', /does not exist here$/],
  ['taken-for-spam', 2, 'not-delivered', '5.7.1', /^554 5\.7\.1 Message rejected as spam$/],
  ['try-again-later', 3, 'delayed', '4.3.0', /Try again later/],
  ['server-away', 4, 'delayed', '4.4.1', /Connection refused/],
  ['unknown-user', 5, 'not-delivered', '5.1.1', /unknown user/],
]
for (const [name, id, says, code, words] of REAL) {
  test(`${name}: ${says}, ${code}`, async () => {
    const bounce = await read(file(name))
    assert.ok(typeof bounce !== 'string')
    assert.deepEqual(
      { ...bounce.of, says: bounce.says, code: bounce.code },
      { id: `${ID}${id}`, attempt: 1, says, code },
    )
    assert.match(bounce.words, words)
    assert.ok(bounce.at.toString().startsWith('2026-11-22T03:06:3'))
  })
}

const REPORT = file('no-such-mailbox')
const TOKEN = /bounces\+[0-9a-v]{48}@/g
const untokened = REPORT.replace(TOKEN, 'bounces@')

test('without a token the envelope id tells which message it was, and without that its Message-ID', async () => {
  assert.deepEqual(await told(untokened), [`${ID}1.1`, 'not-delivered', '5.1.1'])
  const unnamed = untokened.replace(/Original-Envelope-Id: .*\n/, '')
  assert.deepEqual(await told(unnamed), [`${ID}1.null`, 'not-delivered', '5.1.1'])
  assert.equal(await told(unnamed.replace(/Message-ID: <0192.*\n/, '')), 'not-ours')
})

test('a token we did not make is not believed, nor anything else in that mail', async () => {
  const token = REPORT.match(TOKEN)![0]
  const forged = token.replace(/.@$/, last => (last === '0@' ? '1@' : '0@'))
  assert.equal(await told(REPORT.replaceAll(token, forged)), 'forged')
})

test('the same report has the same key however often it comes, and another report another', async () => {
  const keyOf = async (mail: string) => {
    const bounce = await read(mail)
    return typeof bounce === 'string' ? '' : bounce.key
  }
  const again = REPORT.replace('Received:', 'Received: by another.example; Sun, 22 Nov 2026 04:00:00 +0000\nReceived:')
  assert.equal(await keyOf(again), await keyOf(REPORT))
  assert.notEqual(await keyOf(file('unknown-user')), await keyOf(REPORT))
})

const status = (line: string) => REPORT.replace(/Action: failed\nStatus: 5\.1\.1\n/, line)
const STATUSES: [string, string, unknown][] = [
  ['that it was delivered', 'Action: delivered\nStatus: 2.0.0\n', 'delivered'],
  ['that it went on to a machine that reports nothing', 'Action: relayed (to x)\nStatus: 2.0.0\n', 'handed-on'],
  ['that it failed, in capitals', 'ACTION: FAILED\nSTATUS: 5.1.1\n', 'not-delivered'],
]
for (const [sentence, line, says] of STATUSES) {
  test(`a report ${sentence}`, async () => {
    assert.equal((await told(status(line)))[1], says)
  })
}

for (const action of ['', 'Action: constructor\n', 'Action: __proto__\n']) {
  test(`a report says nothing with "${action.trim()}" for an action`, async () => {
    assert.equal(await told(status(`${action}Status: 5.1.1\n`)), 'says-nothing')
  })
}

test('a line as long as all that is read, in which no address stands, is no work', async () => {
  const long = 'a'.repeat(MOST_READ)
  assert.equal((await told(REPORT.replace(/^To: .*$/m, `To: ${long}`)))[1], 'not-delivered')
})

test('a code that says nothing is made good by the words', async () => {
  assert.deepEqual((await told(status('Action: failed\nStatus: 5.0.0\n')))[2], '5.1.1')
  assert.deepEqual((await told(status('Action: failed\n')))[2], '5.1.1')
})

const COMPLAINT = `From: feedback@far.example
To: abuse@callout.example
Message-ID: <c1@far.example>
Date: Mon, 30 Nov 2026 00:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is spam.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Far/1.0
Version: 1
Original-Mail-From: <${REPORT.match(TOKEN)![0]}callout.example>

--b
Content-Type: message/rfc822

Message-ID: <${ID}1@callout.example>
Subject: hello

hello
--b--
`

test('W9: a complaint is one, and its clock is not believed when it is ahead of ours', async () => {
  const bounce = await read(COMPLAINT)
  assert.ok(typeof bounce !== 'string')
  assert.deepEqual([bounce.of, bounce.says, bounce.code], [{ id: `${ID}1`, attempt: 1 }, 'complained', 'abuse'])
  assert.equal(bounce.words, 'Reported as abuse by Far/1.0')
  assert.ok(bounce.at.equals(NOW))
  assert.deepEqual((await told(COMPLAINT.replace(/Original-Mail-From.*\n/, '')))[0], `${ID}1.null`)
  assert.equal(await told(COMPLAINT.replace('Type: abuse', 'Type: not-spam')), 'says-nothing')
})

const mail = (headers: string) =>
  `From: ana@example.com\nTo: ${REPORT.match(TOKEN)![0]}callout.example\n${headers}\nback soon`
test('an automatic answer and an ordinary mail are no reports, whichever address they came to', async () => {
  assert.equal(await told(mail('Auto-Submitted: auto-replied\n')), 'auto-reply')
  assert.equal(await told(mail('Precedence: bulk\n')), 'auto-reply')
  assert.equal(await told(mail('Subject: hello\n')), 'not-a-report')
  assert.equal(await told(''), 'not-a-report')
})

test('what PostgreSQL could not store is not in it, nor more than anybody will read', async () => {
  const bounce = await read(
    status('Action: failed\nStatus: 5.1.1\nX-Odd: \0\n').replace('550-5.1.1', `\0${'x'.repeat(5000)}`),
  )
  assert.ok(typeof bounce !== 'string')
  assert.ok(bounce.words.length <= 1000)
  assert.doesNotMatch(JSON.stringify(bounce), /\\u0000/)
})
