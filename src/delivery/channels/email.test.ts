import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAWDLES, HANGS_UP, KEEPS_SILENT, MAIL, type Part, playMailServer, yes } from '../../../test/mail-server.ts'
import type { HandOver, Outcome, Outgoing } from '../carrier.ts'
import { type EmailOptions, openEmail } from './email.ts'

const FROM = 'Callout <callout@callout.example>'

type Scene = Partial<EmailOptions> & { message?: Outgoing; at?: (port: number) => string; handOver?: HandOver }

async function sendTo(part: Part, { message = MAIL, at, handOver = yes, ...options }: Scene = {}) {
  const server = await playMailServer(part)
  const carrier = openEmail({ url: at?.(server.port) ?? server.url, from: FROM, connections: 1, ...options })
  const outcome = await carrier.send(message, handOver)
  const check = at ? await carrier.check() : undefined
  await carrier.close()
  server.close()
  return { outcome, check, heard: server.heard }
}

const LOST = /^The message was handed over, but its answer was lost\. /

const HASTE = { connection: 0.3, greeting: 0.3, silence: 0.3 }
const SILENCES: [sentence: string, part: Part, as: Outcome['as'], words: RegExp][] = [
  ['a server that never greets', { greeting: KEEPS_SILENT }, 'unreachable', /did not answer in time/],
  ['a server that falls silent before the message', { RCPT: KEEPS_SILENT }, 'unreachable', /did not answer in time/],
  ['a server that never says what became of the message', { dot: KEEPS_SILENT }, 'unknown', LOST],
]
for (const [sentence, part, as, words] of SILENCES) {
  test(`${sentence}: ${as}`, async () => {
    const { outcome } = await sendTo(part, { patience: HASTE })
    assert.deepEqual({ as: outcome.as, code: outcome.code }, { as, code: 'ETIMEDOUT' })
    assert.match(outcome.words, words)
  })
}

for (const again of [HANGS_UP, '421 4.7.0 enough for one connection']) {
  test(`a connection that ends before a second message ("${again}") costs nothing: it goes over a new one`, async () => {
    const server = await playMailServer({ again })
    const carrier = openEmail({ url: server.url, from: FROM, connections: 1 })
    const outcomes = [await carrier.send(MAIL, yes), await carrier.send({ ...MAIL, attempt: 2 }, yes)]
    await carrier.close()
    server.close()
    assert.deepEqual(
      outcomes.map(({ as }) => as),
      ['accepted', 'accepted'],
    )
  })
}

test('F52: a server that dawdles without end is left: its answer is unknown', async () => {
  const { outcome } = await sendTo({ dot: DAWDLES }, { patience: HASTE })
  assert.deepEqual({ as: outcome.as, code: outcome.code }, { as: 'unknown', code: 'EABORT' })
  assert.match(outcome.words, /took too long altogether/)
})

test('F49: a server that hangs up in the middle of a message has not got it', async () => {
  const paper = { name: 'job.pdf', type: 'application/pdf', bytes: new Uint8Array(20_000_000) }
  const { outcome } = await sendTo({ body: HANGS_UP }, { message: { ...MAIL, papers: [paper] } })
  assert.equal(outcome.as, 'unreachable')
})

test('nobody at the port: unreachable, and the check says what to look at', async () => {
  const server = await playMailServer({})
  server.close()
  const carrier = openEmail({ url: server.url, from: FROM })
  const outcome = await carrier.send(MAIL, yes)
  assert.deepEqual({ as: outcome.as, code: outcome.code }, { as: 'unreachable', code: 'ECONNREFUSED' })
  const check = await carrier.check()
  assert.equal(check.as, 'unreachable')
  assert.match(check.words, /^127\.0\.0\.1:\d+: .* Check the host and the port, and that the mail server is running\.$/)
  await carrier.close()
})

test('a name nobody knows: unreachable', async () => {
  const carrier = openEmail({ url: 'smtp://mail.invalid', from: FROM, patience: HASTE })
  assert.equal((await carrier.send(MAIL, yes)).as, 'unreachable')
  await carrier.close()
})

const SECRET = 'p@ss/word'
const echoed = `535 5.7.8 no, sam:${SECRET} ${Buffer.from(`\0sam\0${SECRET}`).toString('base64')}`

test('a wrong password costs no message, and is never repeated', async () => {
  const at = (port: number) => `smtp://sam:${encodeURIComponent(SECRET)}@127.0.0.1:${port}`
  const { outcome, check } = await sendTo({ AUTH: echoed }, { at })
  assert.deepEqual(outcome, {
    as: 'unreachable',
    fault: 'account',
    code: '535',
    words: '5.7.8 no, sam:(secret) (secret)',
  })
  assert.equal(check!.as, 'unreachable')
  assert.match(check!.words, /Check the user name and the password\.$/)
  assert.doesNotMatch(check!.words, /p@ss/)
})

test('a password is not sent in the clear to another machine', async () => {
  // Not one of the names of this machine, though it leads here.
  const at = (port: number) => `smtp://sam:secret@127.1:${port}`
  const { outcome, check, heard } = await sendTo({}, { at })
  assert.equal(outcome.as, 'unreachable')
  assert.match(check!.words, /certificate/)
  assert.ok(!heard.some(line => line.startsWith('AUTH')), heard.join())
})

test('a server that answers passes the check', async () => {
  const { check } = await sendTo({}, { at: port => `smtp://sam:secret@localhost:${port}` })
  assert.equal(check!.as, 'accepted')
  assert.match(check!.words, /^The mail server at localhost:\d+ answers\.$/)
})

const FAULTS: [string, Partial<Outgoing>][] = [
  ['a line break and another header in the address', { address: 'ana@example.com\r\nBcc: eve@example.com' }],
  ['a line break at the end of the address', { address: 'ana@example.com\n' }],
  ['two addresses', { address: 'ana@example.com, eve@example.com' }],
  ['an address in brackets', { address: '<ana@example.com>' }],
  ['no address', { address: '' }],
  ['a line break in the subject', { subject: 'Hello\r\nBcc: eve@example.com' }],
  ['a lone carriage return in the subject', { subject: 'Hello\rBcc: eve@example.com' }],
  ['a NUL in the subject', { subject: 'Hello\0' }],
  [
    'a line break in the name of a paper',
    { papers: [{ name: 'a\r\nb.pdf', type: 'application/pdf', bytes: new Uint8Array(1) }] },
  ],
]
for (const [sentence, fault] of FAULTS) {
  test(`${sentence}: refused with words, and nothing is handed over`, async () => {
    const { outcome, heard } = await sendTo({}, { message: { ...MAIL, ...fault } })
    assert.equal(outcome.as, 'refused')
    assert.match(outcome.words, /\.$/)
    assert.deepEqual(heard, [])
  })
}

for (const url of ['', 'mail.example', 'http://mail.example', 'smtp://', 'smtp://sam:secret@ba d']) {
  test(`"${url}" is no mail server, and is not repeated`, () => {
    assert.throws(
      () => openEmail({ url, from: FROM }),
      (error: Error) => !JSON.stringify({ ...error, text: String(error) }).includes('secret'),
    )
  })
}
for (const from of ['', 'Callout', 'Callout <nobody>', 'Callout\r\nBcc: x <a@example.com>']) {
  test(`"${JSON.stringify(from)}" cannot be a sender`, () => {
    assert.throws(() => openEmail({ url: 'smtp://localhost', from }), /cannot be the sender/)
  })
}
