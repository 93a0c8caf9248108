import assert from 'node:assert/strict'
import { test } from 'node:test'
import { later } from '#base/time.ts'
import { carrierThat, OK, sendAll, sendingRoom } from '../../test/sending.ts'
import type { Carrier, Found, Outcome } from './carrier.ts'

const room = await sendingRoom()
const { open, insert, states, tries } = room

const LOST: Outcome = { as: 'unknown', code: null, words: 'the answer was lost' }

/** A carrier whose answers are lost until it is put in order; what it has heard, and what it says when it is asked. */
function forgetful(more: Partial<Carrier> = {}) {
  const heard: string[] = []
  const self = { answer: LOST, heard }
  const send = async ({ id }: { id: string }) => {
    heard.push(id)
    return self.answer
  }
  return Object.assign(self, { carrier: carrierThat(send, 2, more) })
}

const outcomes = async () => (await tries()).map(({ outcome }) => outcome)

test('R7: nobody is sent more than two copies, whatever becomes of the answers', async () => {
  await insert(1)
  const { carrier, heard } = forgetful()
  const sender = open(carrier)
  for (let i = 0; i < 10; i++) {
    await sendAll(sender)
    room.now = later(room.now, 400)
  }
  assert.equal(heard.length, 2)
  assert.deepEqual([await states(), await outcomes()], [new Set(['unknown']), ['unknown', 'unknown']])
})

test('R6: a carrier that can be asked and has it is not sent a second one', async () => {
  await insert(1)
  const find = async (): Promise<Found> => ({ as: 'found', outcome: { ...OK, reference: 'SM1' } })
  const { carrier, heard } = forgetful({ doubt: 'ask', find })
  const sender = open(carrier)
  await sendAll(sender)
  room.now = later(room.now, 301)
  await sendAll(sender)
  assert.equal(heard.length, 1)
  assert.deepEqual([await states(), await outcomes()], [new Set(['accepted']), ['accepted', 'not-tried']])
})

test('R6: a carrier that can be asked and does not have it is sent it again', async () => {
  await insert(1)
  const about: object[] = []
  const find: Carrier['find'] = async lost => {
    about.push({ attempt: lost.attempt, at: lost.at })
    return { as: 'absent' }
  }
  const lost = forgetful({ doubt: 'ask', find })
  const sender = open(lost.carrier)
  const at = room.now
  await sendAll(sender)
  lost.answer = OK
  room.now = later(room.now, 301)
  await sendAll(sender)
  assert.deepEqual([lost.heard.length, about], [2, [{ attempt: 1, at }]])
  assert.deepEqual([await states(), await outcomes()], [new Set(['accepted']), ['unknown', 'accepted']])
})

test('a carrier that cannot say is asked again for a quarter of an hour, then it is sent once more, and never a third time', async () => {
  await insert(1)
  const asked: Temporal.Instant[] = []
  const find = async (): Promise<Found> => {
    asked.push(room.now)
    return { as: 'cannot-say', words: 'not listed yet' }
  }
  const { carrier, heard } = forgetful({ doubt: 'ask', find })
  const sender = open(carrier)
  for (let i = 0; i < 60; i++) {
    await sendAll(sender)
    room.now = later(room.now, 61)
  }
  assert.equal(heard.length, 2)
  assert.ok(asked.length > 15 && asked.length < 30, String(asked.length))
  assert.deepEqual(await states(), new Set(['unknown']))
})

test('R6: a carrier that knows it by its id is given it again until it answers', async () => {
  await insert(1)
  const lost = forgetful({ doubt: 'key' })
  const sender = open(lost.carrier)
  for (let i = 0; i < 4; i++) {
    await sendAll(sender)
    room.now = later(room.now, 400)
  }
  lost.answer = OK
  await sendAll(sender)
  assert.deepEqual([new Set(lost.heard).size, lost.heard.length], [1, 5])
  assert.deepEqual(await states(), new Set(['accepted']))
})

test('the second copy of an urgent text goes through the other carrier', async () => {
  await insert(1, { lane: 'urgent', channel: 'sms', address: '+61491570156' })
  const [first, second] = [forgetful({ name: 'first' }), forgetful({ name: 'second' })]
  second.answer = OK
  const sender = open([first.carrier, second.carrier], { lane: 'urgent', channel: 'sms' })
  await sendAll(sender)
  room.now = later(room.now, 10)
  await sendAll(sender)
  assert.deepEqual([first.heard.length, second.heard.length], [1, 1])
  assert.deepEqual(await states(), new Set(['accepted']))
})
