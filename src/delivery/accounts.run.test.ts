import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { carrierThat, eventually, OK, sendAll, sendingRoom } from '../../test/sending.ts'
import type { Carrier, Outcome } from './carrier.ts'

const room = await sendingRoom()
const { db, open, insert, deliveries, states } = room

const DOWN: Outcome = { as: 'unreachable', code: 'ECONNREFUSED', words: 'nobody there', fault: 'down' }
const LOCKED_OUT: Outcome = { as: 'unreachable', code: '535', words: 'wrong password', fault: 'account' }

/** A carrier in the mood it is put in, which counts what it is given. */
function moody(name: string, mood: Outcome, more: Partial<Carrier> = {}) {
  const carrier = { mood, given: [] as string[] }
  const send = async ({ id }: { id: string }) => {
    carrier.given.push(id)
    return carrier.mood
  }
  return Object.assign(carrier, { carrier: carrierThat(send, 1, { name, ...more }) })
}

const account = async (name: string) =>
  (
    await db.query<{ failures: number; pausedBecause: string | null; brokenUntil: Temporal.Instant | null }>(sql`
      select failures, paused_because, broken_until from carrier_account where name = ${name}`)
  )[0]!

test('what the first carrier does not take goes through the other, and soon everything does', async () => {
  await insert(30)
  const [first, second] = [moody('first', DOWN), moody('second', OK)]
  const sender = open([first.carrier, second.carrier], { batch: 5 })
  await sendAll(sender)
  assert.ok(first.given.length < 12, `${first.given.length} tries at one that is down`)
  assert.equal((await account('first')).failures >= 5, true)
  room.now = later(room.now, 40)
  await sendAll(sender)
  assert.deepEqual(await states(), new Set(['accepted']))
  assert.equal(new Set(second.given).size, 30)
})

test('a carrier that is down alone keeps everything waiting, and burns no retries', async () => {
  await insert(50)
  const only = moody('only', DOWN)
  const sender = open(only.carrier, { batch: 10 })
  for (let i = 0; i < 20; i++) await sender.sendDue().then(() => sender.idle())
  assert.ok(only.given.length <= 10, `${only.given.length} tries`)
  assert.equal((await deliveries()).filter(({ state }) => state === 'waiting').length >= 40, true)
  only.mood = OK
  room.now = later(room.now, 61)
  await sendAll(sender)
  room.now = later(room.now, 120)
  await sendAll(sender)
  assert.deepEqual(await states(), new Set(['accepted']))
  const { failures, brokenUntil } = await account('only')
  assert.deepEqual([failures, brokenUntil], [0, null])
})

test('after its time one message tries a broken carrier, not a hundred', async () => {
  await insert(50)
  const only = moody('only', DOWN)
  const sender = open(only.carrier, { batch: 10 })
  for (let i = 0; i < 5; i++) await sender.sendDue().then(() => sender.idle())
  const before = only.given.length
  room.now = later(room.now, 70)
  await sender.sendDue()
  await sender.idle()
  assert.equal(only.given.length, before + 1)
})

test('a wrong password pauses the account: nothing more is tried, and a new start gives it another chance', async () => {
  await insert(20)
  const only = moody('only', LOCKED_OUT)
  const sender = open(only.carrier, { batch: 4 })
  for (let i = 0; i < 10; i++) await sender.sendDue().then(() => sender.idle())
  assert.ok(only.given.length <= 4, `${only.given.length} tries with a wrong password`)
  assert.equal((await account('only')).pausedBecause, 'wrong password')
  only.mood = OK
  room.now = later(room.now, 120)
  assert.equal(await sender.sendDue(), false)
  await sendAll(open(only.carrier))
  assert.deepEqual(await states(), new Set(['accepted']))
  assert.ok((await db.query<{ n: number }>(sql`select count(*) n from attempt where outcome = 'expired'`))[0]!.n === 0)
})

test('a paused account that takes us again when it is asked goes on by itself', async () => {
  await insert(3)
  const only = moody('only', LOCKED_OUT)
  const sender = open(only.carrier)
  await sendAll(sender)
  only.mood = OK
  await sender.sendDue()
  room.now = later(room.now, 601)
  await eventually(async () => {
    await sender.sendDue()
    return (await account('only')).pausedBecause === null
  })
  await sendAll(sender)
  assert.deepEqual(await states(), new Set(['accepted']))
})

test('W4: while no carrier can be used, what comes too late ends as expired all the same', async () => {
  await insert(3, { useBy: later(room.now, 30) })
  const only = moody('only', LOCKED_OUT)
  const sender = open(only.carrier, { batch: 1 })
  await sendAll(sender)
  room.now = later(room.now, 31)
  while (await sender.sendDue());
  assert.deepEqual(await states(), new Set(['expired']))
})

test('an account of twenty messages a second is given no more than it takes', async () => {
  await insert(10, { dueAt: Temporal.Now.instant().subtract({ seconds: 1 }) })
  const times: number[] = []
  const send = async () => {
    times.push(performance.now())
    return OK
  }
  const sender = open(carrierThat(send, 10, { name: 'limited', rate: 20 }), { clock: () => Temporal.Now.instant() })
  await eventually(async () => {
    await sender.sendDue()
    return times.length === 10
  })
  await sender.idle()
  // Nine gaps of 50 ms; not more precisely than the timers of a busy machine.
  assert.ok(times.at(-1)! - times[0]! > 350, String(times.at(-1)! - times[0]!))
})
