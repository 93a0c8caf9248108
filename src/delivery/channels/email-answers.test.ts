import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HANGS_UP, MAIL, PART, type Part, playMailServer, yes } from '../../../test/mail-server.ts'
import type { Fault, Outcome } from '../carrier.ts'
import { openEmail } from './email.ts'

async function sendTo(part: Part, user = '') {
  const server = await playMailServer(part)
  const url = server.url.replace('//', `//${user}`)
  const carrier = openEmail({ url, from: 'Callout <callout@callout.example>', connections: 1 })
  const outcome = await carrier.send(MAIL, yes)
  await carrier.close()
  server.close()
  return { outcome, heard: server.heard }
}

const LOST = /^The message was handed over, but its answer was lost\. /
type Row = [sentence: string, part: Part, as: Outcome['as'], fault: Fault | null, code: string, words: RegExp]
const CASES: Row[] = [
  ['a message the server queued is accepted', {}, 'accepted', null, '250', /^2\.0\.0 queued as 4711$/],

  ['F44: a server that is away for now', { greeting: '421 going' }, 'unreachable', 'down', '421', /going/],
  ['too many connections', { greeting: '421 4.7.0 Too many connections' }, 'unreachable', 'busy', '421', /Too many/],
  ['a machine that takes no mail', { greeting: '554 no mail here' }, 'unreachable', 'down', '554', /no mail here/],
  ['one that does not greet back', { EHLO: '421 4.3.2 going' }, 'unreachable', 'down', '421', /going/],

  [
    'F44: one that shuts down in the middle',
    { MAIL: '421 4.3.2 going' },
    'unreachable',
    'down',
    '421',
    /^4\.3\.2 going$/,
  ],
  ['a sender who is too fast', { MAIL: '450 4.7.1 rate exceeded' }, 'unreachable', 'busy', '450', /rate/],
  ['an error for now at the sender', { MAIL: '451 4.3.0 wait' }, 'unreachable', null, '451', /wait/],
  ['a full disk at the sender', { MAIL: '452 4.3.1 disk full' }, 'unreachable', null, '452', /disk full/],
  ['454 at the sender', { MAIL: '454 4.7.0 too many messages' }, 'unreachable', 'busy', '454', /too many/],
  ['a sender it will not have, which is ours to mend', { MAIL: '550 5.7.1 who?' }, 'unreachable', null, '550', /who/],
  ['one whose name cannot be', { MAIL: '553 5.1.8 sender' }, 'unreachable', null, '553', /sender/],
  ['a server that wants a password first', { MAIL: '530 5.7.0 log in' }, 'unreachable', 'account', '530', /log in/],
  ['too big to begin with', { MAIL: '552 5.3.4 too big' }, 'refused', 'content', '552', /too big/],

  ['F44: one that shuts down here', { RCPT: '421 4.3.2 going' }, 'unreachable', 'down', '421', /4\.3\.2 going/],
  ['F54: one that slows us down', { RCPT: '421 4.7.28 unusual volume' }, 'unreachable', 'busy', '421', /unusual/],
  ['F45: a greylisted recipient', { RCPT: '450 4.7.1 greylisted' }, 'unreachable', null, '450', /^4\.7\.1 greylisted$/],
  ['an error for now at the recipient', { RCPT: '451 4.3.0 wait' }, 'unreachable', null, '451', /wait/],
  ['a mailbox that is full for now', { RCPT: '452 4.2.2 full' }, 'unreachable', null, '452', /full/],
  ['454 at the recipient', { RCPT: '454 4.7.1 relay later' }, 'unreachable', null, '454', /later/],
  ['F46: no such mailbox', { RCPT: '550-5.1.1 no\r\n550 such' }, 'refused', 'address', '550', /^5\.1\.1 no such$/],
  ['no such mailbox, in few words', { RCPT: '550 no' }, 'refused', 'address', '550', /^no$/],
  ['F46: not a local user', { RCPT: '551 5.1.6 moved' }, 'refused', 'address', '551', /moved/],
  ['F46: a mailbox name that cannot be', { RCPT: '553 5.1.3 bad name' }, 'refused', 'address', '553', /bad name/],
  ['F46: an address it cannot read', { RCPT: '501 5.1.3 syntax' }, 'refused', 'address', '501', /syntax/],
  ['F47: too many recipients', { RCPT: '552 5.5.3 too many' }, 'unreachable', null, '552', /too many/],
  ['a mailbox that is full', { RCPT: '550 5.2.2 over quota' }, 'unreachable', null, '550', /over quota/],
  ['a recipient it will not relay to', { RCPT: '554 5.7.1 no relay' }, 'refused', null, '554', /no relay/],
  ['a machine it will not hear from', { RCPT: '550 5.7.1 listed' }, 'refused', null, '550', /listed/],
  ['one that wants a password here', { RCPT: '530 5.7.0 log in' }, 'unreachable', 'account', '530', /log in/],

  ['421 before the message', { DATA: '421 4.3.2 going' }, 'unreachable', 'down', '421', /going/],
  ['450 before the message', { DATA: '450 4.3.0 wait' }, 'unreachable', null, '450', /wait/],
  ['F45: an error for now before the message', { DATA: '451 4.3.0 wait' }, 'unreachable', null, '451', /wait/],
  ['a full disk before the message', { DATA: '452 4.3.1 full' }, 'unreachable', null, '452', /full/],
  ['a session out of step', { DATA: '503 bad sequence' }, 'unreachable', null, '503', /bad sequence/],
  ['554 before the message', { DATA: '554 5.7.1 no' }, 'refused', 'content', '554', /no/],

  ['F44: one that answers the message so', { dot: '421 4.3.2 going' }, 'unreachable', 'down', '421', /^4\.3\.2 going$/],
  ['450 after the message', { dot: '450 4.7.1 greylisted' }, 'unreachable', null, '450', /greylisted/],
  ['451 after the message', { dot: '451 4.7.1 later' }, 'unreachable', null, '451', /later/],
  ['F45: a full disk after the message', { dot: '452 4.3.1 disk full' }, 'unreachable', null, '452', /disk full/],
  ['454 after the message', { dot: '454 4.7.0 throttled' }, 'unreachable', 'busy', '454', /throttled/],
  ['550 after the message', { dot: '550 5.7.1 policy' }, 'refused', 'content', '550', /policy/],
  ['no such mailbox, known only then', { dot: '550 5.1.1 nobody' }, 'refused', 'address', '550', /nobody/],
  ['551 after the message', { dot: '551 no' }, 'refused', 'content', '551', /no/],
  ['a mailbox it would overfill', { dot: '552 5.2.2 over quota' }, 'unreachable', null, '552', /over quota/],
  ['a message that is too big', { dot: '552 5.3.4 too big' }, 'refused', 'content', '552', /too big/],
  ['553 after the message', { dot: '553 no' }, 'refused', 'content', '553', /no/],
  ['F48: words it takes for spam', { dot: '554 5.7.1 spam' }, 'refused', 'content', '554', /spam/],

  [
    'one that hangs up before it greets',
    { greeting: HANGS_UP },
    'unreachable',
    'down',
    'ECONNECTION',
    /closed the connection/,
  ],
  [
    'one that hangs up at the sender',
    { MAIL: HANGS_UP },
    'unreachable',
    'down',
    'ECONNECTION',
    /closed the connection/,
  ],
  ['one that hangs up at the recipient', { RCPT: HANGS_UP }, 'unreachable', 'down', 'ECONNECTION', /closed/],
  ['F49: one that hangs up before the message', { DATA: HANGS_UP }, 'unreachable', 'down', 'ECONNECTION', /^The mail/],
  ['F50: one that hangs up after the message', { dot: HANGS_UP }, 'unknown', null, 'ECONNECTION', LOST],
  ['F56: an answer to the message that is none', { dot: 'hello' }, 'unknown', null, 'EMESSAGE', LOST],
  ['F56: a nonsensical answer to the message', { dot: '354 hello' }, 'unknown', null, '354', LOST],
  ['something that is no mail server', { greeting: 'SSH-2.0-x' }, 'unreachable', 'down', 'EPROTOCOL', /SSH-2\.0-x/],
]
for (const [sentence, part, as, fault, code, words] of CASES) {
  for (const pipelining of ['with', 'without'] as const) {
    test(`${sentence}: ${as}, ${fault} (${pipelining} pipelining)`, async () => {
      const ehlo = pipelining === 'with' ? {} : { EHLO: PART.EHLO.replace('250-PIPELINING\r\n', '') }
      const { outcome, heard } = await sendTo({ ...ehlo, ...part })
      assert.deepEqual({ as: outcome.as, fault: outcome.fault ?? null, code: outcome.code }, { as, fault, code })
      assert.match(outcome.words, words)
      assert.ok(heard.filter(line => line === 'DATA').length <= 1, 'offered once, whatever becomes of it')
    })
  }
}

const LOGINS: [answer: string, fault: Fault][] = [
  ['535 5.7.8 wrong', 'account'],
  ['534 5.7.9 mechanism too weak', 'account'],
  ['538 5.7.11 encryption first', 'account'],
  ['454 4.7.0 cannot ask who you are now', 'down'],
  ['421 4.7.0 too many sessions', 'busy'],
]
for (const [answer, fault] of LOGINS) {
  test(`F55: "${answer}" to our password: unreachable, ${fault}`, async () => {
    const { outcome } = await sendTo({ AUTH: answer }, 'sam:secret@')
    assert.deepEqual({ as: outcome.as, fault: outcome.fault }, { as: 'unreachable', fault })
  })
}

const QUEUED: [answer: string, reference: string | null][] = [
  ['250 2.0.0 Ok: queued as 4cXyZ12345z', '4cXyZ12345z'],
  ['250 OK id=1sAbCd-0000000004X-1a2B', '1sAbCd-0000000004X-1a2B'],
  ['250 2.0.0 52B1aXyZ012345 Message accepted for delivery', '52B1aXyZ012345'],
  ['250 thank you', null],
]
for (const [answer, reference] of QUEUED) {
  test(`"${answer}" names the message ${reference}`, async () => {
    const { outcome } = await sendTo({ dot: answer })
    assert.deepEqual({ as: outcome.as, reference: outcome.reference }, { as: 'accepted', reference })
  })
}
