import assert from 'node:assert/strict'
import { test } from 'node:test'
import { later } from '#base/time.ts'
import { clientOf } from './client.ts'
import { openLimit, openSlots } from './limit.ts'

const NOW = Temporal.Instant.from('2026-11-20T15:00:00Z')

test('T29: after so many there is a wait, which is told; each key has its own, and it fills again', () => {
  const take = openLimit({ most: 3, seconds: 60 })
  assert.deepEqual(
    [1, 2, 3, 4, 5].map(() => take('a', NOW)),
    [0, 0, 0, 20, 20],
  )
  assert.equal(take('b', NOW), 0)
  assert.equal(take('a', later(NOW, 19)), 1)
  assert.equal(take('a', later(NOW, 20)), 0)
  assert.equal(take('a', later(NOW, 20)), 20)
  assert.equal(take('a', later(NOW, 3600)), 0)
})

test('a clock that goes back gives nobody more', () => {
  const take = openLimit({ most: 1, seconds: 60 })
  assert.equal(take('a', NOW), 0)
  assert.equal(take('a', later(NOW, -600)), 60)
})

test('T29: a hundred thousand keys are not remembered: those that were longest away are forgotten', () => {
  const take = openLimit({ most: 1, seconds: 3600 })
  take('first', NOW)
  for (let i = 0; i < 9_998; i++) take(`${i}`, NOW)
  assert.notEqual(take('first', NOW), 0)
  for (let i = 0; i < 9_999; i++) take(`x${i}`, NOW)
  assert.notEqual(take('first', NOW), 0)
  for (let i = 0; i < 10_001; i++) take(`y${i}`, NOW)
  assert.equal(take('first', NOW), 0)
})

const from = (remoteAddress: string | undefined, told?: string) =>
  clientOf({
    env: remoteAddress === undefined ? {} : { incoming: { socket: { remoteAddress } } },
    req: { header: () => told },
  } as never)

test('a client is known by its network; only what stands before us may say for whom it speaks', () => {
  for (const [peer, told, client] of [
    ['203.0.114.7', undefined, '203.0.114.7'],
    ['::ffff:203.0.114.7', undefined, '203.0.114.7'],
    ['203.0.114.7', '8.8.8.8', '203.0.114.7'],
    ['127.0.0.1', '8.8.4.4, 8.8.8.8', '8.8.8.8'],
    ['::1', '8.8.8.8', '8.8.8.8'],
    ['10.0.0.2', 'nonsense', '10.0.0.2'],
    ['10.0.0.2', '<script>', '10.0.0.2'],
    [undefined, undefined, 'unknown'],
  ] as const)
    assert.equal(from(peer, told), client, `${peer} ${told}`)
  assert.equal(from('2a00:1450:4001:81b::1'), from('2a00:1450:4001:81b:ffff::2'))
  assert.notEqual(from('2a00:1450:4001:81b::1'), from('2a00:1450:4001:81c::1'))
})

test('T29: one customer or client does not take all that may be read at a time', () => {
  const slots = openSlots({ all: 3, each: 2 })
  const [first, second] = [slots(['a', 'x']), slots(['a', 'y'])]
  assert.equal(slots(['a', 'z']), undefined)
  assert.ok(slots(['b', 'z']))
  assert.equal(slots(['c', 'w']), undefined)
  for (const leave of [first, second]) leave!()
  assert.ok(slots(['a', 'x']))
})
