import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import { carrierThat, eventually, OK, sendAll, sendingRoom, slowCarrier } from '../../test/sending.ts'
import type { Carrier, HandOver, Outcome } from './carrier.ts'
import { doWith } from './deeds.run.ts'
import { lockHeardOf, moveDeliveries } from './heard.run.ts'
import { openSender } from './sender.run.ts'

const room = await sendingRoom()
const { db, troubles, open, insert, deliveries, tries, states } = room

const LOST: Outcome = { as: 'unknown', code: null, words: 'the answer was lost' }
const AWAY: Outcome = { as: 'unreachable', code: null, words: 'nobody there' }
const outcomes = async () => (await tries()).map(({ outcome }) => outcome)

/** A carrier that does as the test says with `handOver` itself. */
const handing = (hand: (handOver: HandOver) => Promise<Outcome>, more: Partial<Carrier> = {}): Carrier => ({
  ...carrierThat(async () => OK, 2, more),
  send: (_, handOver) => hand(handOver),
})

test('a report that one which is held back has arrived is believed', async () => {
  const [id] = await insert(1)
  const { companyId } = room.place()
  await sendAll(open(carrierThat(async () => AWAY)))
  const by = { kind: 'person', id: 'sam', name: 'Sam' } as const
  await doWith(db, { companyId, id: id!, deed: 'hold', by }, room.now)
  await db.begin(async tx => {
    await lockHeardOf(tx, [{ companyId, deliveryId: id! }])
    await moveDeliveries(tx, [{ companyId, id: id!, state: 'delivered', proved: [] }], room.now)
  })
  assert.deepEqual(await states(), new Set(['delivered']))
})

test('W4: what was not handed over before its use-by time has expired, and its result is recorded', async () => {
  await insert(1, { useBy: later(room.now, 30) })
  const carrier = handing(async () => {
    room.now = later(room.now, 30)
    return { as: 'not-tried', code: null, words: 'not now' }
  })
  await sendAll(open(carrier))
  assert.deepEqual([await states(), troubles], [new Set(['expired']), []])
})

test('W4: what waits in hand until its use-by time is not sent any more', async () => {
  await insert(2, { useBy: later(room.now, 30) })
  let sent = 0
  const carrier = carrierThat(async () => {
    sent++
    room.now = later(room.now, 30)
    return OK
  }, 1)
  const sender = open(carrier)
  await sendAll(sender)
  await sendAll(sender)
  assert.deepEqual([sent, (await deliveries()).map(({ state }) => state).sort()], [1, ['accepted', 'expired']])
})

test('W4: the second copy of a message whose answer was lost is not sent after its use-by time', async () => {
  await insert(1, { useBy: later(room.now, 100) })
  let sent = 0
  const sender = open(
    carrierThat(async () => {
      sent++
      return LOST
    }),
  )
  await sendAll(sender)
  room.now = later(room.now, 301)
  await sendAll(sender)
  assert.equal(sent, 1)
  assert.deepEqual([await states(), await outcomes()], [new Set(['unknown']), ['unknown', 'not-tried']])
  assert.equal(await sender.sendDue(), false)
})

test('W4: whoever can be asked is still asked after its use-by time, and what it does not have has expired', async () => {
  await insert(1, { useBy: later(room.now, 100) })
  const find: Carrier['find'] = async () => ({ as: 'absent' })
  const sender = open(carrierThat(async () => LOST, 2, { doubt: 'ask', find }))
  await sendAll(sender)
  room.now = later(room.now, 301)
  await sendAll(sender)
  assert.deepEqual([await states(), await outcomes()], [new Set(['expired']), ['unknown', 'not-tried']])
})

test('what the carrier is found to have refused has failed for good', async () => {
  await insert(1)
  const refused: Outcome = { as: 'refused', code: '21211', words: 'no such number' }
  const find: Carrier['find'] = async () => ({ as: 'found', outcome: refused })
  const sender = open(carrierThat(async () => LOST, 2, { doubt: 'ask', find }))
  await sendAll(sender)
  room.now = later(room.now, 301)
  await sendAll(sender)
  assert.deepEqual([await states(), await outcomes()], [new Set(['failed-for-good']), ['refused', 'not-tried']])
})

test('a carrier that breaks when it is asked about a lost answer is asked again', async () => {
  await insert(1)
  let asked = 0
  const find: Carrier['find'] = async () => {
    if (++asked === 1) throw new TypeError('a bug')
    return { as: 'found', outcome: OK }
  }
  const sender = open(carrierThat(async () => LOST, 2, { doubt: 'ask', find }))
  await sendAll(sender)
  room.now = later(room.now, 301)
  await sendAll(sender)
  room.now = later(room.now, 61)
  await sendAll(sender)
  assert.deepEqual([await states(), troubles.map(({ doing }) => doing)], [new Set(['accepted']), ['sending']])
})

test('a lost answer of an account that is gone is not asked for at another, which cannot know', async () => {
  await insert(1)
  const sender = open(carrierThat(async () => LOST, 2, { name: 'old' }))
  await sendAll(sender)
  await sender.stop()
  room.now = later(room.now, 301)
  const find = async () => assert.fail('asked')
  await sendAll(open(carrierThat(async () => OK, 2, { name: 'new', doubt: 'ask', find })))
  assert.deepEqual([troubles, await states(), await outcomes()], [[], new Set(['accepted']), ['unknown', 'accepted']])
})

test('an attempt that was cut off stays with the account that had it, even when that is gone', async () => {
  await insert(1)
  const { carrier, begun } = slowCarrier(1)
  const sender = open({ ...carrier, name: 'old' })
  await sender.sendDue()
  await eventually(() => begun.length === 1)
  await sender.stop()
  room.now = later(room.now, 60)
  await sendAll(open(carrierThat(async () => OK, 2, { name: 'new' })))
  const [row] = await db.query<{ carrier: string; outcome: string }>(sql`select carrier, outcome from attempt`)
  assert.deepEqual(row, { carrier: 'old', outcome: 'unknown' })
})

test('a carrier that asks twice for the last byte is answered the same, and what it breaks after that may have been sent', async () => {
  await insert(1)
  const said: boolean[] = []
  const carrier = handing(async handOver => {
    said.push(await handOver(), await handOver())
    throw new TypeError('a bug')
  })
  await sendAll(open(carrier))
  assert.deepEqual([said, await states()], [[true, true], new Set(['unknown'])])
})

test('a carrier that asks for the last byte after it has answered is told no, and nothing changes', async () => {
  await insert(1)
  let late: HandOver | undefined
  const carrier = handing(async handOver => {
    late = handOver
    return AWAY
  })
  await sendAll(open(carrier))
  assert.deepEqual(
    [await late!(), await states(), await outcomes()],
    [false, new Set(['failed-for-now']), ['unreachable']],
  )
})

test('the database going away while the rate is used up loses nothing that was taken', async () => {
  await insert(3, { dueAt: Temporal.Now.instant() })
  let broken = true
  const shaky: Database = {
    ...db,
    query: async statement => {
      if (!broken || !statement.text.includes('set busy_until')) return db.query(statement)
      broken = false
      throw new Error('Connection terminated unexpectedly')
    },
  }
  const common = { lane: 'normal', channel: 'email', clock: () => Temporal.Now.instant(), stopWithin: 0.05 } as const
  const carriers = [carrierThat(async () => OK, 2, { rate: 50 })]
  const sender = openSender(shaky, {
    ...common,
    carriers,
    trouble: error => troubles.push({ error, doing: '', ids: [] }),
  })
  await sender.sendDue()
  await sender.idle()
  await sender.stop()
  assert.equal(troubles.length, 1)
  assert.deepEqual(await states(), new Set(['accepted']))
})

test('a broken carrier that keeps its probe waiting is given no second one meanwhile', async () => {
  await insert(30)
  let answer: ((outcome: Outcome) => void) | undefined
  const down: Outcome = { ...AWAY, fault: 'down' }
  let slow = false
  let given = 0
  const first = carrierThat(
    async () => {
      given++
      return slow ? new Promise<Outcome>(resolve => (answer = resolve)) : down
    },
    5,
    { name: 'first' },
  )
  const sender = open(first, { batch: 5 })
  await sendAll(sender)
  slow = true
  room.now = later(room.now, 100)
  const before = given
  await sender.sendDue()
  await eventually(() => given === before + 1)
  for (let i = 0; i < 5; i++) await sender.sendDue()
  assert.equal(given, before + 1)
  answer!(OK)
  await sender.idle()
  const [account] = await db.query<{ failures: number }>(sql`select failures from carrier_account where name = 'first'`)
  assert.equal(account!.failures, 0)
})
