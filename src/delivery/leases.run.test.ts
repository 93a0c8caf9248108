import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAfter, later } from '#base/time.ts'
import { NIGHT } from '../../test/deliveries.ts'
import { carrierThat, eventually, OK, sendAll, sendingRoom, slowCarrier } from '../../test/sending.ts'
import type { Outcome } from './carrier.ts'

const room = await sendingRoom()
const { open, insert, deliveries, tries, states } = room

test('a server that thinks for long keeps what it was given: the lease is renewed while it thinks', async () => {
  const realNow = Temporal.Now.instant()
  await insert(2, { dueAt: realNow })
  const { carrier, begun, answerAll } = slowCarrier(1)
  const sender = open(carrier, { lease: 0.3, clock: () => Temporal.Now.instant() })
  await sender.sendDue()
  const firstLease = (await deliveries())[0]!.dueAt
  await eventually(async () =>
    (await deliveries()).every(({ dueAt }) => dueAt.since(firstLease).total('seconds') > 0.3),
  )
  assert.equal(begun.length, 1)
  const other = open(carrierThat(() => assert.fail('sent twice')))
  room.now = later(firstLease, 0.1)
  assert.equal(await other.sendDue(), false)
  answerAll()
  await eventually(() => begun.length === 2)
  answerAll()
  await sender.idle()
  assert.deepEqual(
    (await tries()).map(({ number, outcome }) => [number, outcome]),
    [
      [1, 'accepted'],
      [1, 'accepted'],
    ],
  )
})

test('what waited past its lease is not sent but given back, because another may have it', async () => {
  await insert(3)
  const { carrier, begun, answerAll } = slowCarrier(1)
  const sender = open(carrier)
  await sender.sendDue()
  await eventually(() => begun.length === 1)
  room.now = later(room.now, 60)
  answerAll()
  await sender.idle()
  assert.equal(begun.length, 1)
  assert.deepEqual((await deliveries()).map(({ state }) => state).sort(), ['accepted', 'waiting', 'waiting'])
  await sendAll(open(carrierThat(async () => OK)))
  assert.deepEqual(await states(), new Set(['accepted']))
  assert.deepEqual((await tries()).map(({ outcome }) => outcome).sort(), [
    'accepted',
    'accepted',
    'accepted',
    'not-tried',
    'not-tried',
  ])
})

test('stopping gives back what was not begun, finishes what was, and takes nothing more', async () => {
  await insert(10)
  const { carrier, begun, answerAll } = slowCarrier(2)
  const sender = open(carrier, { stopWithin: 60 })
  await sender.sendDue()
  await eventually(() => begun.length === 2)
  const stopped = sender.stop()
  await eventually(async () => (await tries()).filter(({ outcome }) => outcome === 'not-tried').length === 8)
  assert.equal(begun.length, 2)
  answerAll()
  await stopped
  assert.equal(await sender.sendDue(), false)
  const waiting = (await deliveries()).filter(({ state }) => state === 'waiting')
  assert.equal(waiting.length, 8)
  assert.ok(waiting.every(({ dueAt }) => dueAt.equals(NIGHT)))
  await sendAll(open(carrierThat(async () => OK)))
  assert.deepEqual(await states(), new Set(['accepted']))
})

test('S1.9: stopping does not wait for ever; what was handed over is sent again once, under the same id, when its answer stays away', async () => {
  const [id] = await insert(1)
  const { carrier, begun, answerAll } = slowCarrier(1)
  const sender = open(carrier)
  await sender.sendDue()
  await eventually(() => begun.length === 1)
  await sender.stop()
  room.now = later(room.now, 60)
  const again: string[] = []
  const other = open(
    carrierThat(async message => {
      again.push(message.id)
      return OK
    }),
  )
  await sendAll(other)
  assert.deepEqual([again, await states()], [[], new Set(['unknown'])])
  room.now = later(room.now, 300)
  await sendAll(other)
  assert.deepEqual([begun, again], [[id], [id]])
  assert.deepEqual(
    (await tries()).map(({ number, outcome }) => [number, outcome]),
    [
      [1, 'unknown'],
      [2, 'accepted'],
    ],
  )
  answerAll()
  await eventually(async () => (await tries())[0]!.outcome === 'accepted')
})

test('W2: a lease renewed while the result is recorded does not bring forward when it is tried again', async () => {
  const before = Temporal.Now.instant()
  await insert(400, { dueAt: before, useBy: later(before, 3600) })
  const lost: Outcome = { as: 'unknown', code: null, words: 'no answer' }
  const sender = open(
    carrierThat(async () => lost, 8),
    { lease: 0.15, clock: () => Temporal.Now.instant() },
  )
  await eventually(async () => {
    await sender.sendDue()
    return (await states()).isSubsetOf(new Set(['unknown']))
  })
  await sender.idle()
  const soon = (await deliveries()).filter(({ dueAt }) => isAfter(later(before, 290), dueAt))
  assert.deepEqual(soon, [])
})
