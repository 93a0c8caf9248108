import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { NIGHT } from '../../test/deliveries.ts'
import { carrierThat, eventually, OK, sendAll, sendingRoom } from '../../test/sending.ts'
import type { Carrier, Outgoing } from './carrier.ts'

const room = await sendingRoom()
const { db, troubles, open, insert, deliveries, tries, states } = room

test('W2: two senders send 250 messages, each once, and every one is recorded', async () => {
  const ids = await insert(250)
  const sent: string[] = []
  const carrier = carrierThat(async ({ id }) => {
    sent.push(id)
    return OK
  }, 5)
  await Promise.all([sendAll(open(carrier)), sendAll(open(carrier))])
  assert.deepEqual(sent.sort(), ids.sort())
  assert.deepEqual(await states(), new Set(['accepted']))
  assert.deepEqual(troubles, [])
})

test('a message is handed over exactly as it was stored', async () => {
  const paper = { name: 'a.pdf', bytes: new Uint8Array([1, 2, 3]) }
  const [id] = await insert(1, { address: 'a@example.com', subject: 'S', body: 'B', paper })
  const sent: Outgoing[] = []
  await sendAll(
    open(
      carrierThat(async message => {
        sent.push(message)
        return OK
      }),
    ),
  )
  const [message] = sent
  assert.deepEqual(
    { ...message, papers: message!.papers.map(each => ({ ...each, bytes: [...each.bytes] })) },
    {
      ...{ companyId: room.place().companyId, id, attempt: 1, lane: 'normal' },
      ...{ address: 'a@example.com', subject: 'S', body: 'B', replyTo: null },
      ...{ html: null, pictures: [], calendar: null },
      papers: [{ name: 'a.pdf', type: 'application/pdf', bytes: [1, 2, 3] }],
    },
  )
})

test('papers that are too much to be in memory together are fetched one by one', async () => {
  const bytes = new Uint8Array(9_000_000)
  await insert(2, { paper: { name: 'photos.pdf', bytes } })
  const sizes: (number | undefined)[] = []
  await sendAll(
    open(
      carrierThat(async ({ papers }) => {
        sizes.push(papers[0]?.bytes.length)
        return OK
      }),
    ),
  )
  assert.deepEqual(sizes, [9_000_000, 9_000_000])
})

test('a connection begins nothing new before its last result is committed', async () => {
  await insert(60)
  const connections = 3
  let begun = 0
  const unrecorded: number[] = []
  const carrier = carrierThat(async () => {
    const begunBy = ++begun
    const [{ count }] = (await db.query(sql`select count(*) from attempt where outcome is not null`)) as [
      { count: number },
    ]
    unrecorded.push(begunBy - count)
    return OK
  }, connections)
  await sendAll(open(carrier, { batch: 20 }))
  assert.equal(unrecorded.length, 60)
  assert.ok(Math.max(...unrecorded) <= connections, String(Math.max(...unrecorded)))
})

test('one that is refused and one whose carrier breaks do not hold up the others', async () => {
  const [broken, refused] = await insert(30)
  const carrier = carrierThat(async ({ id }) => {
    if (id === broken) throw new TypeError('a bug')
    return id === refused ? { as: 'refused', code: '550', words: 'no such mailbox' } : OK
  })
  await sendAll(open(carrier))
  const rows = new Map((await deliveries()).map(row => [row.id, row.state]))
  assert.equal(rows.get(broken!), 'unknown')
  assert.equal(rows.get(refused!), 'failed-for-good')
  assert.equal([...rows.values()].filter(state => state === 'accepted').length, 28)
  assert.deepEqual(
    troubles.map(({ doing, ids }) => [doing, ids]),
    [['sending', [broken]]],
  )
  const [attempt] = await db.query<{ outcome: string }>(sql`select outcome from attempt where delivery_id = ${broken}`)
  assert.equal(attempt!.outcome, 'unknown')
})

test('a carrier that breaks before it has handed over is tried again', async () => {
  await insert(1)
  const carrier: Carrier = {
    ...carrierThat(async () => OK),
    send: () => {
      throw new TypeError('a bug')
    },
  }
  await sendAll(open(carrier))
  assert.deepEqual(await states(), new Set(['failed-for-now']))
  assert.equal(troubles.length, 1)
})

test('words PostgreSQL cannot store are cut down to what it can', async () => {
  await insert(1)
  await sendAll(open(carrierThat(async () => ({ ...OK, words: `a\0b\ud800${'x'.repeat(2000)}` }))))
  assert.equal((await tries())[0]!.words, `ab\ufffd${'x'.repeat(996)}`)
})

test('W3: a carrier that is down loses nothing; each message is sent once when it is back', async () => {
  const ids = await insert(20)
  let down = true
  const sent: string[] = []
  const carrier = carrierThat(async ({ id }) => {
    if (down) return { as: 'unreachable', code: 'ECONNREFUSED', words: 'nobody there' }
    sent.push(id)
    return OK
  })
  const sender = open(carrier)
  await sendAll(sender)
  assert.deepEqual(await states(), new Set(['failed-for-now']))
  assert.equal(await sender.sendDue(), false)
  room.now = later(room.now, 36)
  await sendAll(sender)
  down = false
  room.now = later(room.now, 144)
  await sendAll(sender)
  assert.deepEqual(sent.sort(), ids.sort())
  assert.deepEqual(await states(), new Set(['accepted']))
  assert.ok((await deliveries()).every(({ attempts }) => attempts === 3))
})

test('W4: what is past its use-by time is not sent', async () => {
  await insert(3, { useBy: NIGHT })
  const sender = open(carrierThat(() => assert.fail('sent too late')))
  assert.equal(await sender.sendDue(), true)
  await sender.idle()
  assert.deepEqual(await states(), new Set(['expired']))
  assert.deepEqual(troubles, [])
})

test('an answer the database does not take at once is kept and recorded later, and not sent again', async () => {
  await insert(5)
  let sends = 0
  const carrier = carrierThat(async () => {
    if (++sends === 5) await db.script('alter table attempt rename to gone')
    await eventually(() => sends === 5)
    return OK
  }, 5)
  const sender = open(carrier)
  await sender.sendDue()
  await eventually(() => troubles.length > 0)
  await db.script('alter table gone rename to attempt')
  await sender.idle()
  assert.equal(sends, 5)
  assert.ok(troubles.every(({ doing }) => doing === 'recording'))
  assert.deepEqual(await states(), new Set(['accepted']))
})
