import assert from 'node:assert/strict'
import { test } from 'node:test'
import { later } from '#base/time.ts'
import { brokenUntil, roomIn, type Standing, signOf, standingOf, unused } from './account.ts'
import type { Outcome } from './carrier.ts'

const now = Temporal.Instant.from('2026-11-22T02:14:00Z')
const well = unused('smtp')

const STANDINGS: [string, Partial<typeof well>, Standing][] = [
  ['a new account is well', {}, 'well'],
  ['one that was found down four times in a row is still well', { failures: 4 }, 'well'],
  ['after five it is left alone', { failures: 5, brokenUntil: later(now, 1) }, 'broken'],
  ['when that time is over one message tries it', { failures: 5, brokenUntil: now }, 'probe'],
  ['one whose password is refused is paused, however it is otherwise', { pausedAt: now, failures: 9 }, 'paused'],
]
for (const [sentence, set, standing] of STANDINGS) {
  test(sentence, () => assert.equal(standingOf({ ...well, ...set }, now), standing))
}

test('an account is left alone a little longer after each probe, up to a minute', () => {
  const seconds = [4, 5, 6, 7, 8, 9, 50].map(failures => brokenUntil(failures, now)?.since(now).total('seconds'))
  assert.deepEqual(seconds, [undefined, 5, 10, 20, 40, 60, 60])
})

test('what a wrong clock has put far ahead holds up nothing', () => {
  const ahead = { ...well, failures: 9, brokenUntil: later(now, 3600), busyUntil: later(now, 3600) }
  assert.equal(standingOf(ahead, now), 'probe')
  assert.equal(roomIn(ahead, 10, { lane: 'normal', now }), 10)
})

test('an account of less than one message a second has room for one whenever its rate is not used up', () => {
  const room = (used: number) => roomIn({ ...well, busyUntil: later(now, used) }, 0.1, { lane: 'normal', now })
  assert.deepEqual([room(-1), room(0), room(1), room(10)], [1, 1, 0, 0])
})

const SIGNS: [Partial<Outcome>, ReturnType<typeof signOf>][] = [
  [{ as: 'accepted' }, 'works'],
  [{ as: 'refused', fault: 'address' }, 'works'],
  [{ as: 'unreachable' }, 'works'],
  [{ as: 'unreachable', fault: 'busy' }, 'works'],
  [{ as: 'unreachable', fault: 'down' }, 'down'],
  [{ as: 'unreachable', fault: 'account' }, 'paused'],
  [{ as: 'unknown' }, null],
  [{ as: 'not-tried' }, null],
]
for (const [outcome, sign] of SIGNS) {
  test(`"${outcome.as} ${outcome.fault ?? ''}" says of the account: ${sign ?? 'nothing'}`, () =>
    assert.equal(signOf({ as: 'accepted', code: null, words: '', ...outcome }), sign))
}

test('an account without a rate has room for everything', () => {
  assert.equal(roomIn(well, null, { lane: 'slow', now }), Number.POSITIVE_INFINITY)
})

test('at ten a second others may be one second ahead and urgent ones four: they always find room', () => {
  const room = (lane: 'urgent' | 'normal', used: number) =>
    roomIn({ ...well, busyUntil: later(now, used) }, 10, { lane, now })
  assert.deepEqual([room('normal', -5), room('normal', 0.5), room('normal', 1), room('normal', 9)], [10, 5, 0, 0])
  assert.deepEqual([room('urgent', 0), room('urgent', 1), room('urgent', 4)], [40, 30, 0])
})
