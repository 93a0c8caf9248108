import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import smpp from 'smpp'
import { openSmsc, type Part, TEXT } from '../../../test/smsc.ts'
import type { HandOver, Outcome, Outgoing } from '../carrier.ts'
import type { Ears } from '../heard.ts'
import { openSmpp, type SmppOptions } from './smpp.ts'

const MESSAGE: Outgoing = { ...TEXT, body: 'hi {€}@' }
const DEAF: Ears = { report: async () => {}, reply: async () => {} }
const YES: HandOver = async () => true
const HASTE = { connection: 0.5, enquired: 0.3, answer: 0.3, throttled: 0.2, pause: 0.1 }
const clock = () => Temporal.Instant.from('2026-11-21T16:00:00Z')

// What a failed test left open.
const open = new Set<() => Promise<void>>()
after(() => Promise.all([...open].map(close => close())))

type Scene = Partial<SmppOptions> & { part?: Part; query?: string }
async function scene({ part, query = '', ...options }: Scene = {}) {
  const smsc = await openSmsc(part)
  const url = smsc.url + query
  const carrier = openSmpp({
    name: 'sms',
    url,
    from: 'Callout',
    rate: null,
    ears: DEAF,
    clock,
    patience: HASTE,
    ...options,
  })
  const close = async () => {
    open.delete(close)
    await carrier.close()
    await smsc.close()
  }
  open.add(close)
  return { smsc, carrier, close }
}

async function sendTo(given: Scene & { message?: Partial<Outgoing>; handOver?: HandOver } = {}) {
  const { smsc, carrier, close } = await scene(given)
  const outcome = await carrier.send({ ...MESSAGE, ...given.message }, given.handOver ?? YES)
  await close()
  return { outcome, submits: smsc.submits, heard: smsc.heard }
}

test('a text goes as GSM-7 under data_coding 0, from a name, to an international number, and asks for a receipt', async () => {
  const { outcome, submits } = await sendTo()
  assert.deepEqual(
    { ...outcome, words: '' },
    { as: 'accepted', code: '0x00', words: '', reference: 'm-1', fault: null },
  )
  const [pdu] = submits
  const { source_addr_ton, source_addr_npi, source_addr, data_coding, registered_delivery, esm_class } = pdu!
  assert.deepEqual([source_addr_ton, source_addr_npi, source_addr], [5, 0, 'Callout'])
  assert.deepEqual([pdu!.dest_addr_ton, pdu!.dest_addr_npi, pdu!.destination_addr], [1, 1, '61491570156'])
  assert.deepEqual([data_coding, registered_delivery, esm_class], [0, 1, 0])
  assert.equal((pdu!.short_message as { message: string }).message, 'hi {€}@')
})

// Status, outcome and whose fault: every command_status of SMPP 3.4, section 5.1.3, over a real connection.
const R = 'refused'
const U = 'unreachable'
const STATUSES: [status: number, as: Outcome['as'], fault: Outcome['fault']][] = [
  ...[0x01, 0x02, 0x43, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4].map(
    each => [each, R, 'content'] as [number, 'refused', 'content'],
  ),
  ...[0x0b, 0x33, 0x34, 0x44].map(each => [each, R, 'address'] as [number, 'refused', 'address']),
  ...[0x65, 0x66].map(each => [each, R, null] as [number, 'refused', null]),
  ...[0x14, 0x58].map(each => [each, U, 'busy'] as [number, 'unreachable', 'busy']),
  ...[0x04, 0x05, 0x08].map(each => [each, U, 'down'] as [number, 'unreachable', 'down']),
  ...[
    0x03, 0x06, 0x07, 0x0a, 0x0d, 0x0e, 0x0f, 0x15, 0x40, 0x42, 0x48, 0x49, 0x50, 0x51, 0x53, 0x54, 0x61, 0x62, 0x63,
  ].map(each => [each, U, 'account'] as [number, 'unreachable', 'account']),
  ...[0x0c, 0x11, 0x13, 0x45, 0x55, 0x64, 0x67, 0xfe, 0xff].map(
    each => [each, U, null] as [number, 'unreachable', null],
  ),
  // A provider's own, and one that nobody has defined.
  [0x401, U, null],
  [0x9999, U, null],
]
test('every status that SMPP 3.4 knows has its outcome', async t => {
  const known = Object.entries(smpp.errors).filter(([, status]) => status > 0 && status <= 0xff)
  for (const [name, status] of known)
    assert.ok(
      STATUSES.some(([listed]) => listed === status),
      name,
    )
  for (const [status, as, fault] of STATUSES) {
    await t.test(`0x${status.toString(16)}: ${as}, ${fault}`, async () => {
      const { outcome, submits } = await sendTo({ part: { submit: () => status } })
      assert.deepEqual([outcome.as, outcome.fault, Number(outcome.code)], [as, fault, status])
      assert.equal(outcome.again !== undefined, fault === 'busy')
      assert.equal(submits.length, 1)
    })
  }
})

const LOGINS: [status: number, fault: Outcome['fault']][] = [
  [0x0d, 'account'],
  [0x0e, 'account'],
  [0x0f, 'account'],
  [0x0b, 'account'],
  [0x401, 'account'],
  [0x05, 'down'],
  [0x08, 'down'],
  [0x58, 'busy'],
]
for (const [status, fault] of LOGINS) {
  test(`a login answered 0x${status.toString(16)} is unreachable, ${fault}: nothing is handed over`, async () => {
    let asked = 0
    const { outcome, heard } = await sendTo({ part: { bind: () => status }, handOver: async () => ++asked > 0 })
    assert.deepEqual([outcome.as, outcome.fault, asked], ['unreachable', fault, 0])
    assert.ok(!heard.includes('submit_sm'))
  })
}

test('nothing of a text leaves before the hand-over is committed, and nothing at all when it is not', async () => {
  const heardBefore: string[][] = []
  const { smsc, carrier, close } = await scene()
  const outcome = await carrier.send(MESSAGE, async () => {
    heardBefore.push([...smsc.heard])
    return false
  })
  // Whatever had been written before would have been heard before this answer.
  assert.equal((await carrier.check()).as, 'accepted')
  assert.equal(outcome.as, 'not-tried')
  assert.deepEqual(heardBefore, [['bind_transceiver']])
  assert.deepEqual(smsc.heard, ['bind_transceiver', 'enquire_link'])
  await close()
})

const LOST: [sentence: string, part: Part, as: Outcome['as']][] = [
  ['a link that breaks after the text', { submit: () => 'hang-up' }, 'unknown'],
  ['an answer that does not come', { submit: () => 'nothing' }, 'unknown'],
  ['an answer that is none to a text', { submit: () => 'nack' }, 'unreachable'],
  ['nobody who answers the login', { bind: () => 'nothing' }, 'unreachable'],
]
for (const [sentence, part, as] of LOST) {
  test(`${sentence}: ${as}`, async () => assert.equal((await sendTo({ part })).outcome.as, as))
}

test('a link that breaks while the hand-over is being committed: nothing was sent, and it is unreachable', async () => {
  const { smsc, carrier, close } = await scene()
  const outcome = await carrier.send(MESSAGE, async () => {
    for (const session of smsc.sessions) session.destroy()
    // Comes back only after the broken link was noticed.
    await carrier.check()
    return true
  })
  assert.deepEqual([outcome.as, outcome.fault], ['unreachable', 'down'])
  assert.equal(smsc.submits.length, 0)
  await close()
})

test('nobody at the port: unreachable, and the check says what to look at without the password', async () => {
  const smsc = await openSmsc()
  await smsc.close()
  const carrier = openSmpp({
    name: 'sms',
    url: smsc.url,
    from: '12345',
    rate: null,
    ears: DEAF,
    clock,
    patience: HASTE,
  })
  const outcome = await carrier.send(MESSAGE, YES)
  assert.deepEqual([outcome.as, outcome.code, outcome.fault], ['unreachable', 'ECONNREFUSED', 'down'])
  const check = await carrier.check()
  assert.match(check.words, /127\.0\.0\.1:\d+.*Check the host and the port/)
  assert.doesNotMatch(check.words, /secret/)
  await carrier.close()
})

test('a wrong password: the check says so', async () => {
  const { carrier, close } = await scene({ part: { bind: (_, password) => (password === 'right' ? 0 : 0x0e) } })
  const check = await carrier.check()
  assert.deepEqual([check.as, check.fault, check.code], ['unreachable', 'account', '0x0E'])
  assert.match(check.words, /password is wrong.*Check the system id/)
  await close()
})

test('the link comes up again by itself, and says goodbye when it is closed', async () => {
  const { smsc, carrier, close } = await scene()
  assert.equal((await carrier.send(MESSAGE, YES)).as, 'accepted')
  for (const session of smsc.sessions) session.destroy()
  while (smsc.heard.filter(each => each === 'bind_transceiver').length < 2) await new Promise(setImmediate)
  while ((await carrier.send(MESSAGE, YES)).as !== 'accepted');
  await close()
  assert.equal(smsc.heard.at(-1), 'unbind')
})

test('a link on which nobody answers any more is dropped, and a new one is made', async () => {
  let [binds, alive] = [0, false]
  const bind = () => {
    alive = ++binds > 1
    return 0
  }
  const { smsc, close } = await scene({
    part: { bind, alive: () => alive },
    patience: { ...HASTE, enquire: 0.05, enquired: 0.05 },
  })
  while (smsc.heard.filter(each => each === 'enquire_link').length < 3) await new Promise(setImmediate)
  assert.equal(binds, 2)
  await close()
})

test('no more than `connections` texts wait for an answer at once', async () => {
  let handedOver = 0
  const { smsc, carrier, close } = await scene({ connections: 3, part: { submit: () => 'nothing' } })
  const sending = Array.from({ length: 5 }, () => carrier.send(MESSAGE, async () => ++handedOver > 0))
  while (smsc.submits.length < 3) await new Promise(setImmediate)
  assert.equal((await carrier.check()).as, 'accepted')
  assert.deepEqual([handedOver, smsc.submits.length], [3, 3])
  await Promise.all(sending)
  assert.equal(smsc.submits.length, 5)
  await close()
})

test('after "too fast" the next text waits for the pause, and then goes', async () => {
  const submit = (_: unknown, count: number) => (count === 1 ? 0x58 : 0)
  const { smsc, carrier, close } = await scene({ part: { submit }, patience: { ...HASTE, throttled: 1 } })
  assert.equal((await carrier.send(MESSAGE, YES)).again, 1)
  const sending = carrier.send(MESSAGE, YES)
  assert.equal((await carrier.check()).as, 'accepted')
  assert.equal(smsc.submits.length, 1)
  assert.equal((await sending).as, 'accepted')
  await close()
})

const LONG = `${'Alarm {1} '.repeat(40)}€`

test('a long text goes in parts, in order, of one reference; only the last asks for a receipt and gives its name', async () => {
  const { outcome, submits } = await sendTo({ message: { body: LONG } })
  assert.deepEqual([outcome.as, outcome.reference], ['accepted', 'm-4'])
  const parts = submits.map(({ short_message }) => short_message as { message: string; udh: Buffer[] })
  assert.deepEqual(
    parts.map(({ udh }) => [...udh[0]!]),
    [1, 2, 3, 4].map(number => [0, 3, 0x2a, 4, number]),
  )
  assert.equal(parts.map(({ message }) => message).join(''), LONG)
  assert.deepEqual(
    submits.map(({ esm_class, registered_delivery }) => [esm_class, registered_delivery]),
    [
      [0x40, 0],
      [0x40, 0],
      [0x40, 0],
      [0x40, 1],
    ],
  )
})

test('with payload=message_payload a long text goes whole', async () => {
  const { submits } = await sendTo({ query: '?payload=message_payload', message: { body: LONG } })
  assert.equal(submits.length, 1)
  assert.equal((submits[0]!.message_payload as { message: string }).message, LONG)
  assert.deepEqual([submits[0]!.registered_delivery, submits[0]!.data_coding], [1, 0])
})

const BROKEN_OFF: [sentence: string, submit: NonNullable<Part['submit']>, as: Outcome['as']][] = [
  ['the second part is lost', (_, count) => (count === 2 ? 'hang-up' : 0), 'unknown'],
  ['the second part fails', (_, count) => (count === 2 ? 0x08 : 0), 'unknown'],
  ['the second part is refused', (_, count) => (count === 2 ? 0x0b : 0), 'refused'],
  ['the second part never gets through', (_, count) => (count >= 2 ? 0x58 : 0), 'unknown'],
  ['the second part is too fast at first', (_, count) => (count === 2 ? 0x58 : 0), 'accepted'],
  ['the first part fails', () => 0x08, 'unreachable'],
]
for (const [sentence, submit, as] of BROKEN_OFF) {
  test(`of a long text ${sentence}: ${as}`, async () => {
    const { outcome } = await sendTo({ part: { submit }, message: { body: LONG } })
    assert.equal(outcome.as, as)
    if (as !== 'accepted' && as !== 'unreachable') assert.match(outcome.words, /^The provider took 1 of 4 parts/)
  })
}

test('what is no international number is refused without asking anybody', async () => {
  const { outcome, heard } = await sendTo({ message: { address: '0491570156' } })
  assert.deepEqual([outcome.as, outcome.fault], ['refused', 'address'])
  assert.ok(!heard.includes('submit_sm'))
})

test('a URL or a sender that cannot be used is said at once, without the password', () => {
  const opening = (url: string, from: string) => () =>
    openSmpp({ name: 'sms', url, from, rate: null, ears: DEAF, clock })
  assert.throws(opening('http://u:secret@h', '12345'), (error: Error) => !error.message.includes('secret'))
  assert.throws(opening('smpp://u:secret@h', 'A name too long'), /at most 11 letters/)
})
