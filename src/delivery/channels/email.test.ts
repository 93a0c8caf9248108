import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import type { Outcome, Outgoing } from '../carrier.ts'
import { type EmailOptions, openEmail } from './email.ts'

// A mail server that plays one part: what it says to each command, or what it does to the connection instead.
type Part = Partial<Record<keyof typeof PART, string>>
const HANGS_UP = 'hangs up'
const KEEPS_SILENT = 'keeps silent'
const DAWDLES = 'says a letter now and then'
const PART = {
  greeting: '220 mail.example',
  EHLO: '250-mail.example\r\n250-PIPELINING\r\n250-AUTH PLAIN\r\n250 8BITMIME',
  AUTH: '235 welcome',
  MAIL: '250 ok',
  // To the second message over the same connection.
  again: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  body: '',
  dot: '250 2.0.0 queued as 4711',
  RSET: '250 ok',
  QUIT: '221 bye',
}

async function mailServer(part: Part) {
  const lines: Record<string, string> = { ...PART, ...part }
  const heard: string[] = []
  const server = createServer(socket => {
    const play = (line = '500 what?') => {
      if (line === HANGS_UP) socket.destroy()
      else if (line === DAWDLES) dawdle(socket)
      else if (line !== KEEPS_SILENT && line !== '') socket.write(`${line}\r\n`)
    }
    let messages = 0
    play(lines.greeting)
    listen(socket, (kind, line) => {
      const verb = line.slice(0, 4).toUpperCase()
      if (kind === 'command') heard.push(line)
      play(kind !== 'command' ? lines[kind] : lines[verb === 'MAIL' && messages++ > 0 ? 'again' : verb])
    })
    socket.on('error', () => {})
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, port, heard, close: () => server.close() }
}

function dawdle(socket: Socket): void {
  const timer = setInterval(() => socket.write('2'), 50)
  socket.on('close', () => clearInterval(timer))
}

function listen(socket: Socket, hear: (kind: 'command' | 'body' | 'dot', line: string) => void): void {
  let text = ''
  let inMessage = false
  socket.on('data', bytes => {
    text += bytes.toString('latin1')
    for (let end = text.indexOf('\r\n'); end >= 0 && !socket.destroyed; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end)
      text = text.slice(end + 2)
      const kind = inMessage ? (line === '.' ? 'dot' : 'body') : 'command'
      hear(kind, line)
      inMessage = inMessage ? kind === 'body' : line.toUpperCase() === 'DATA'
    }
  })
}

const MESSAGE: Outgoing = { id: 'a1', address: 'ana@example.com', subject: 'Hello', body: 'Alarm', papers: [] }
const FROM = 'Callout <callout@callout.example>'

type Scene = Partial<EmailOptions> & { message?: Outgoing; at?: (port: number) => string }

async function sendTo(part: Part, { message = MESSAGE, at, ...options }: Scene = {}) {
  const server = await mailServer(part)
  const carrier = openEmail({ url: at?.(server.port) ?? server.url, from: FROM, connections: 1, ...options })
  const outcome = await carrier.send(message)
  const check = at ? await carrier.check() : undefined
  await carrier.close()
  server.close()
  return { outcome, check, heard: server.heard }
}

const LOST = /^The message was handed over, but its answer was lost\. /
const CASES: [sentence: string, part: Part, as: Outcome['as'], code: string, words: RegExp][] = [
  ['a message the server queued is accepted', {}, 'accepted', '250', /^2\.0\.0 queued as 4711$/],

  ['F44: a server that is too busy from the start', { greeting: '421 too busy' }, 'unreachable', '421', /too busy/],
  ['F44: one that shuts down in the middle', { MAIL: '421 4.3.2 going' }, 'unreachable', '421', /^4\.3\.2 going$/],
  ['F44: one that shuts down at the recipient', { RCPT: '421 4.3.2 going' }, 'unreachable', '421', /4\.3\.2 going/],
  ['F44: one that answers the whole message so', { dot: '421 4.3.2 going' }, 'unreachable', '421', /^4\.3\.2 going$/],
  ['a machine that takes no mail at all', { greeting: '554 no mail here' }, 'unreachable', '554', /no mail here/],

  ['F45: a greylisted recipient', { RCPT: '450 4.7.1 greylisted' }, 'unreachable', '450', /^4\.7\.1 greylisted$/],
  ['F45: an error for now before the message', { DATA: '451 4.3.0 wait' }, 'unreachable', '451', /wait/],
  ['F45: a full disk after the message', { dot: '452 4.3.1 disk full' }, 'unreachable', '452', /disk full/],

  ['F46: no such mailbox', { RCPT: '550-5.1.1 no\r\n550 such mailbox' }, 'refused', '550', /^5\.1\.1 no such mailbox$/],
  ['F46: not a local user', { RCPT: '551 5.1.6 moved' }, 'refused', '551', /moved/],
  ['F46: a mailbox name that cannot be', { RCPT: '553 5.1.3 bad name' }, 'refused', '553', /bad name/],
  ['F46: an address it cannot read', { RCPT: '501 5.1.3 syntax' }, 'refused', '501', /syntax/],
  ['F47: too many recipients', { RCPT: '552 5.5.3 too many' }, 'unreachable', '552', /too many/],
  ['a mailbox that is full', { RCPT: '550 5.2.2 over quota' }, 'unreachable', '550', /over quota/],
  ['a mailbox that this message would overfill', { dot: '552 5.2.2 over quota' }, 'unreachable', '552', /over quota/],
  ['a message that is too big', { dot: '552 5.3.4 too big' }, 'refused', '552', /too big/],
  ['a message that is too big to begin with', { MAIL: '552 5.3.4 too big' }, 'refused', '552', /too big/],
  ['F48: words it takes for spam', { dot: '554 5.7.1 spam' }, 'refused', '554', /spam/],
  ['a recipient it will not relay to', { RCPT: '554 5.7.1 no relay' }, 'refused', '554', /no relay/],

  ['a sender it will not have, which is ours to put right', { MAIL: '550 5.7.1 who?' }, 'unreachable', '550', /who/],
  ['a server that wants a password first', { MAIL: '530 5.7.0 log in' }, 'unreachable', '530', /log in/],
  ['one that wants it at the recipient', { RCPT: '530 5.7.0 log in' }, 'unreachable', '530', /log in/],
  ['a session out of step', { DATA: '503 bad sequence' }, 'unreachable', '503', /bad sequence/],

  ['one that hangs up before it greets', { greeting: HANGS_UP }, 'unreachable', 'ECONNECTION', /closed the connection/],
  ['one that hangs up at the sender', { MAIL: HANGS_UP }, 'unreachable', 'ECONNECTION', /closed the connection/],
  ['one that hangs up at the recipient', { RCPT: HANGS_UP }, 'unreachable', 'ECONNECTION', /closed the connection/],
  ['F49: one that hangs up before the message', { DATA: HANGS_UP }, 'unreachable', 'ECONNECTION', /^The mail server/],
  ['F50: one that hangs up after the message', { dot: HANGS_UP }, 'unknown', 'ECONNECTION', LOST],
  ['F56: an answer to the message that is none', { dot: 'hello' }, 'unknown', 'EMESSAGE', LOST],
  ['F56: a nonsensical answer to the message', { dot: '354 hello' }, 'unknown', '354', LOST],
  ['something that is no mail server', { greeting: 'SSH-2.0-x' }, 'unreachable', 'EPROTOCOL', /SSH-2\.0-x/],
]
for (const [sentence, part, as, code, words] of CASES) {
  for (const pipelining of ['with', 'without'] as const) {
    test(`${sentence}: ${as} (${pipelining} pipelining)`, async () => {
      const ehlo = pipelining === 'with' ? {} : { EHLO: PART.EHLO.replace('250-PIPELINING\r\n', '') }
      const { outcome, heard } = await sendTo({ ...ehlo, ...part })
      assert.deepEqual({ as: outcome.as, code: outcome.code }, { as, code })
      assert.match(outcome.words, words)
      assert.ok(heard.filter(line => line === 'DATA').length <= 1, 'offered once, whatever becomes of it')
    })
  }
}

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
    const server = await mailServer({ again })
    const carrier = openEmail({ url: server.url, from: FROM, connections: 1 })
    const outcomes = [await carrier.send(MESSAGE), await carrier.send({ ...MESSAGE, id: 'a2' })]
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
  const { outcome } = await sendTo({ body: HANGS_UP }, { message: { ...MESSAGE, papers: [paper] } })
  assert.equal(outcome.as, 'unreachable')
})

test('nobody at the port: unreachable, and the check says what to look at', async () => {
  const server = await mailServer({})
  server.close()
  const carrier = openEmail({ url: server.url, from: FROM })
  const outcome = await carrier.send(MESSAGE)
  assert.deepEqual({ as: outcome.as, code: outcome.code }, { as: 'unreachable', code: 'ECONNREFUSED' })
  const check = await carrier.check()
  assert.equal(check.as, 'unreachable')
  assert.match(check.words, /^127\.0\.0\.1:\d+: .* Check the host and the port, and that the mail server is running\.$/)
  await carrier.close()
})

test('a name nobody knows: unreachable', async () => {
  const carrier = openEmail({ url: 'smtp://mail.invalid', from: FROM, patience: HASTE })
  assert.equal((await carrier.send(MESSAGE)).as, 'unreachable')
  await carrier.close()
})

const SECRET = 'p@ss/word'
const echoed = `535 5.7.8 no, sam:${SECRET} ${Buffer.from(`\0sam\0${SECRET}`).toString('base64')}`

test('a wrong password costs no message, and is never repeated', async () => {
  const at = (port: number) => `smtp://sam:${encodeURIComponent(SECRET)}@127.0.0.1:${port}`
  const { outcome, check } = await sendTo({ AUTH: echoed }, { at })
  assert.deepEqual(outcome, { as: 'unreachable', code: '535', words: '5.7.8 no, sam:(password) (password)' })
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
    const { outcome, heard } = await sendTo({}, { message: { ...MESSAGE, ...fault } })
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
