import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openSmsc, type Part, TEXT } from '../../../test/smsc.ts'
import type { Ears, Reply, Report } from '../heard.ts'
import { openSmpp } from './smpp.ts'

const AT = Temporal.Instant.from('2026-11-21T16:00:00Z')
const HASTE = { connection: 0.5, enquired: 0.3, pause: 0.1, part: 0.2 }

// What a failed test left open.
const open = new Set<() => Promise<void>>()
after(() => Promise.all([...open].map(close => close())))

type Scene = { part?: Part; query?: string; ears?: Partial<Ears> }
async function scene({ part, query = '', ears }: Scene = {}) {
  const [reports, replies]: [Report[], Reply[]] = [[], []]
  const smsc = await openSmsc(part)
  const keeping: Ears = {
    report: async report => void reports.push(report),
    reply: async reply => void replies.push(reply),
    ...ears,
  }
  const url = smsc.url + query
  let tick = 0
  const clock = () => AT.add({ milliseconds: tick++ })
  const carrier = openSmpp({ name: 'sms', url, from: 'Callout', rate: null, ears: keeping, clock, patience: HASTE })
  assert.equal((await carrier.check()).as, 'accepted')
  /** Delivers, and resolves with the status of the answer. */
  const deliver = (fields: object, as: 'deliver_sm' | 'data_sm' = 'deliver_sm') => {
    const [session] = smsc.sessions
    return new Promise<number>(resolve => session![as]({ ...FROM_ANA, ...fields }, pdu => resolve(pdu.command_status)))
  }
  const send = () => carrier.send(TEXT, async () => true)
  const close = async () => {
    open.delete(close)
    await carrier.close()
    await smsc.close()
  }
  open.add(close)
  return { smsc, carrier, reports, replies, deliver, send, close }
}
const FROM_ANA = {
  source_addr_ton: 1,
  source_addr_npi: 1,
  source_addr: '61491570156',
  dest_addr_ton: 1,
  dest_addr_npi: 1,
  destination_addr: '61480000000',
  data_coding: 0,
}
const receipt = (stat: string, more = '') => ({
  esm_class: 4,
  short_message: `id:0000012345 sub:001 dlvrd:001 submit date:2611220300 done date:2611220301 stat:${stat} err:042 text:Al ${more}`,
})

const STATES: [stat: string, number: number, says: Report['says']][] = [
  ['ENROUTE', 1, 'handed-on'],
  ['DELIVRD', 2, 'delivered'],
  ['EXPIRED', 3, 'not-delivered'],
  ['DELETED', 4, 'not-delivered'],
  ['UNDELIV', 5, 'not-delivered'],
  ['ACCEPTD', 6, 'handed-on'],
  ['UNKNOWN', 7, 'delayed'],
  ['REJECTD', 8, 'not-delivered'],
]
test('a receipt is read from its text, or from its fields, which are believed first', async () => {
  const { reports, deliver, close } = await scene()
  for (const [stat, number, says] of STATES) {
    assert.equal(await deliver(receipt(stat)), 0)
    const { at, key, raw, words, ...report } = reports.pop()!
    assert.deepEqual(report, { carrier: 'sms', ours: null, reference: '12345', says, code: '042' })
    assert.match(words, /\.$/)
    const fields = { receipted_message_id: 'b7-1\0', message_state: number, short_message: '' }
    assert.equal(await deliver({ esm_class: 4, ...fields }), 0)
    assert.deepEqual([reports[0]!.reference, reports.pop()!.says], ['b7-1', says])
    assert.equal(await deliver({ ...fields, ...receipt('UNDELIV'), esm_class: 0 }), 0)
    assert.deepEqual([reports[0]!.reference, reports.pop()!.says], ['b7-1', says])
  }
  assert.equal(await deliver(receipt('NONSENSE')), 0)
  assert.equal(await deliver({ esm_class: 4, short_message: 'what is this?' }), 0)
  assert.deepEqual(
    reports.map(({ reference, says }) => [reference, says]),
    [
      ['12345', 'delayed'],
      [null, 'delayed'],
    ],
  )
  await close()
})

test('the same receipt again has the same key, a later one of the same message another', async () => {
  const { reports, deliver, close } = await scene()
  for (const stat of ['ACCEPTD', 'ACCEPTD', 'DELIVRD']) await deliver(receipt(stat))
  const [first, again, later] = reports.map(({ key }) => key)
  assert.equal(first, again)
  assert.notEqual(again, later)
  await close()
})

test('a receipt too long to be a key is cut between two characters, whatever it is made of', async () => {
  const { reports, deliver, close } = await scene()
  const fire = Buffer.from('🚒'.repeat(300), 'utf16le').swap16()
  for (const odd of ['', ' ']) {
    const message_payload = Buffer.concat([Buffer.from(odd, 'utf16le').swap16(), fire])
    assert.equal(await deliver({ esm_class: 4, data_coding: 8, short_message: '', message_payload }), 0)
  }
  assert.deepEqual(
    reports.map(({ key, raw }) => [key.isWellFormed(), JSON.stringify(raw).isWellFormed()]),
    [
      [true, true],
      [true, true],
    ],
  )
  await close()
})

test('a receipt may come as data_sm, with its text in message_payload', async () => {
  const { reports, deliver, close } = await scene()
  const { short_message, esm_class } = receipt('DELIVRD')
  assert.equal(await deliver({ esm_class, message_payload: short_message }, 'data_sm'), 0)
  assert.equal(reports[0]!.says, 'delivered')
  await close()
})

const IDS: [sentence: string, query: string, given: string[], received: string, reference: string][] = [
  ['the same in both', '', ['M-1'], 'm-1', 'm-1'],
  ['filled up with zeros', '', ['00000123'], '123', '123'],
  ['hexadecimal, then decimal', '', ['ABC001'], '11255809', 'abc001'],
  ['decimal, then hexadecimal', '', ['11255809'], '00ABC001', '11255809'],
  ['hexadecimal without a letter, once seen to be', '', ['ABC001'], '4096', '1000'],
  ['decimal, where the other form is also a number that was given', '', ['1000'], '4096', '4096'],
  ['said by the URL', '?receipts=decimal', ['x'], '4096', '1000'],
]
for (const [sentence, query, given, received, reference] of IDS) {
  test(`the name of a message is ${sentence}`, async () => {
    const part = { nameOf: (count: number) => given[count - 1]! }
    const { reports, deliver, send, close } = await scene({ part, query })
    for (const _ of given) assert.equal((await send()).as, 'accepted')
    if (sentence.includes('once seen')) await deliver({ esm_class: 4, short_message: 'id:11255809 stat:DELIVRD' })
    await deliver({ esm_class: 4, short_message: `id:${received} stat:DELIVRD` })
    assert.equal(reports.at(-1)!.reference, reference)
    await close()
  })
}

test('what a person writes is a reply with international numbers, even when it looks like a receipt', async () => {
  const { replies, deliver, close } = await scene()
  assert.equal(await deliver({ short_message: 'Yes {1} € @home' }), 0)
  assert.equal(await deliver({ short_message: receipt('DELIVRD').short_message }), 0)
  assert.equal(await deliver({ data_coding: 8, short_message: Buffer.from('Fähre 🚨\0\ud83d', 'utf16le').swap16() }), 0)
  assert.equal(await deliver({ data_coding: 1, short_message: Buffer.from('a@b_c $5 [x]', 'latin1') }), 0)
  assert.equal(await deliver({ data_coding: 3, short_message: Buffer.from('é', 'latin1') }), 0)
  assert.equal(await deliver({ data_coding: 4, short_message: Buffer.from('bin') }), 0)
  const words = ['Yes {1} € @home', receipt('DELIVRD').short_message, 'Fähre 🚨\ufffd', 'a@b_c $5 [x]', 'é', 'bin']
  assert.deepEqual(
    replies.map(reply => reply.words),
    words,
  )
  const [{ carrier, channel, from, to, at }] = replies as [Reply]
  assert.deepEqual([carrier, channel, from, to], ['sms', 'sms', '+61491570156', '+61480000000'])
  assert.ok(Temporal.Instant.compare(at, AT) >= 0)
  await close()
})

const NUMBERS: [address: string, ton: number, from: string][] = [
  ['61491570156', 1, '+61491570156'],
  ['61491570156', 0, '+61491570156'],
  ['0061491570156', 0, '+61491570156'],
  ['0491570156', 2, '0491570156'],
  ['12345', 3, '12345'],
  ['Bank', 5, 'Bank'],
]
test('who wrote is an international number where it can only be one, else as it came', async () => {
  const { replies, deliver, close } = await scene()
  for (const [source_addr, source_addr_ton] of NUMBERS)
    await deliver({ source_addr, source_addr_ton, short_message: 'x' })
  assert.deepEqual(
    replies.map(({ from }) => from),
    NUMBERS.map(([, , from]) => from),
  )
  await close()
})

test('two equal replies are two, and one that was never confirmed is the same again', async () => {
  const keys: string[] = []
  const gone = Promise.withResolvers<void>()
  const reply = async ({ key }: Reply) => {
    keys.push(key)
    if (keys.length !== 3) return
    // The link breaks after it was stored and before it was confirmed.
    const [session] = smsc.sessions
    session!.destroy()
    while (smsc.sessions.has(session!) || smsc.sessions.size === 0) await new Promise(setImmediate)
    gone.resolve()
  }
  const { smsc, deliver, close } = await scene({ ears: { reply } })
  await deliver({ short_message: '1' })
  await deliver({ short_message: '1' })
  deliver({ short_message: '1' })
  await gone.promise
  assert.equal(await deliver({ short_message: '1' }), 0)
  assert.equal(new Set(keys.slice(0, 3)).size, 3)
  assert.equal(keys[3], keys[2])
  await close()
})

test('what cannot be stored is answered "not now", and taken when it comes again', async () => {
  let broken = true
  const failing = async () => {
    if (broken) throw new Error('the disk is full')
  }
  const { deliver, close } = await scene({ ears: { report: failing, reply: failing } })
  assert.equal(await deliver(receipt('DELIVRD')), 0x64)
  assert.equal(await deliver({ short_message: 'Yes' }), 0x64)
  broken = false
  assert.equal(await deliver({ short_message: 'Yes' }), 0)
  await close()
})

const partOf = (number: number, words: string, header: number[] = [5, 0, 3, 7, 2]) => ({
  esm_class: 0x40,
  short_message: { udh: Buffer.from([...header, number]), message: words },
})

test('the parts of a long reply become one, in whatever order they come, and all are confirmed', async () => {
  const { replies, deliver, close } = await scene()
  const WIDE = [6, 8, 4, 1, 7, 2]
  const sar = { sar_msg_ref_num: 9, sar_total_segments: 2 }
  for (const [second, first] of [
    [partOf(2, 'world'), partOf(1, 'Hello ')],
    [partOf(2, 'world', WIDE), partOf(1, 'Hello ', WIDE)],
    [
      { ...sar, sar_segment_seqnum: 2, short_message: 'world' },
      { ...sar, sar_segment_seqnum: 1, short_message: 'Hello ' },
    ],
  ] as [object, object][]) {
    assert.deepEqual(await Promise.all([deliver(second), deliver(second), deliver(first)]), [0, 0, 0])
    assert.equal(replies.pop()!.words, 'Hello world')
    assert.equal(replies.length, 0)
  }
  await close()
})

test('a part whose rest does not come is kept by itself and only then confirmed', async () => {
  const { replies, deliver, carrier, smsc, close } = await scene()
  const answered = deliver(partOf(1, 'Hello '))
  await carrier.check()
  assert.equal(replies.length, 0)
  assert.equal(await answered, 0)
  assert.equal(await deliver(partOf(2, 'world')), 0)
  assert.deepEqual(
    replies.map(({ words }) => words),
    ['(1/2) Hello ', '(2/2) world'],
  )
  // Held when everything is closed: kept before goodbye is said.
  const late = deliver(partOf(1, 'Bye'))
  while (smsc.heard.at(-1) !== 'deliver_sm_resp') await new Promise(setImmediate)
  await carrier.check()
  await close()
  assert.equal(await late, 0)
  assert.equal(replies.at(-1)!.words, '(1/2) Bye')
})

test('a PDU nobody can read is answered with an error, and the next one is heard', async () => {
  const { smsc, replies, deliver, close } = await scene()
  const [session] = smsc.sessions
  // deliver_sm whose field message_state (0427) has no value: the library cannot read it.
  const body = Buffer.concat([Buffer.alloc(17), Buffer.from([0x04, 0x27, 0, 0])])
  const head = Buffer.alloc(16)
  head.writeUInt32BE(head.length + body.length, 0)
  head.writeUInt32BE(5, 4)
  head.writeUInt32BE(77, 12)
  session!.socket.write(Buffer.concat([head, body]))
  while (!smsc.heard.includes('generic_nack')) await new Promise(setImmediate)
  assert.equal(await deliver({ short_message: 'still here' }), 0)
  assert.deepEqual(
    replies.map(({ words }) => words),
    ['still here'],
  )
  await close()
})

test('it answers whether it is there, and a goodbye', async () => {
  const { smsc, close } = await scene()
  const [session] = smsc.sessions
  assert.equal(await new Promise<number>(done => session!.enquire_link(pdu => done(pdu.command_status))), 0)
  assert.equal(await new Promise<number>(done => session!.unbind(pdu => done(pdu.command_status))), 0)
  await close()
})
