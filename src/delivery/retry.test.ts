import assert from 'node:assert/strict'
import { test } from 'node:test'
import { later } from '#base/time.ts'
import type { Lane } from '#rules/notice.ts'
import type { Outcome } from './carrier.ts'
import { nextAfter, retryAt, type Tried, whyDropped } from './retry.ts'
import type { State } from './state.ts'

const now = Temporal.Instant.from('2026-11-21T00:00:00Z')
// Its last eight digits are 0, so that nothing is added to its pauses.
const PLAIN = '00000000-0000-5000-8000-000000000000'
const UTMOST = '00000000-0000-5000-8000-0000ffffffff'

const seconds = (until: Temporal.Instant) => until.since(now).total('seconds')

const LANES: [Lane, number[]][] = [
  ['urgent', [5, 25, 120, 300, 900, 900]],
  ['normal', [30, 120, 600, 1800, 3600, 3600]],
  ['slow', [300, 1800, 3600, 7200, 14_400, 14_400]],
]
for (const [lane, pauses] of LANES) {
  test(`what failed in the ${lane} lane is tried again after ${pauses.join(', ')} seconds`, () => {
    const waits = pauses.map((_, i) => seconds(retryAt({ id: PLAIN, lane, channel: 'email', tries: i + 1 }, now)))
    assert.deepEqual(waits, pauses)
  })
}

test('a webhook is tried again as Standard Webhooks says: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 hours', () => {
  const hours = Array.from({ length: 9 }, (_, i) => retryAt({ ...soon, channel: 'webhook', tries: i + 1 }, now))
  assert.deepEqual(hours.map(seconds), [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400])
})

test('pauses are stretched by up to a fifth, never shortened, and always the same for the same delivery', () => {
  const wait = (id: string) => seconds(retryAt({ ...soon, id, tries: 2 }, now))
  assert.equal(wait(PLAIN), 120)
  assert.ok(wait(UTMOST) > 143.9 && wait(UTMOST) <= 144, String(wait(UTMOST)))
  assert.equal(wait(UTMOST), wait(UTMOST))
})

const soon: Tried = {
  ...({ id: PLAIN, lane: 'normal', channel: 'email', tries: 1, doubts: 0, doubt: 'blind' } as const),
  useBy: later(now, 301),
}
const urgentText: Partial<Tried> = { lane: 'urgent', channel: 'sms' }
const slowText: Partial<Tried> = { lane: 'slow', channel: 'sms' }
type Asked = [string, Partial<Outcome>, Partial<Tried>, State, number | null]
const CASES: Asked[] = [
  ['what the carrier has is accepted', { as: 'accepted' }, {}, 'accepted', null],
  ['what will never work is not tried again', { as: 'refused' }, {}, 'failed-for-good', null],
  ['a carrier that is down is tried again', { as: 'unreachable' }, {}, 'failed-for-now', 30],
  ['a carrier that says when is tried again then', { as: 'unreachable', again: 77 }, {}, 'failed-for-now', 77],
  ['a carrier that is too busy is tried again soon', { fault: 'busy' }, { tries: 9 }, 'failed-for-now', 10],
  ['an account that is refused is tried again when it may be mended', { fault: 'account' }, {}, 'failed-for-now', 60],
  ['what was not tried is due again at once', { as: 'not-tried' }, {}, 'failed-for-now', 1],
  ['W4: a try at its use-by time would be too late', { as: 'unreachable' }, { useBy: later(now, 30) }, 'expired', null],
  ['W4: a later pause that passes the use-by time ends it', { as: 'unreachable' }, { tries: 3 }, 'expired', null],
  [
    'R7: after a lost answer a receipt is waited for, then it is sent a second time',
    { as: 'unknown' },
    {},
    'unknown',
    300,
  ],
  ['R7: an urgent text waits ten seconds for its receipt', { as: 'unknown' }, urgentText, 'unknown', 10],
  ['R7: after a second lost answer nobody sends a third', { as: 'unknown' }, { doubts: 1 }, 'unknown', null],
  ['R8: slow work that costs money is not repeated at all', { as: 'unknown' }, slowText, 'unknown', null],
  ['R6: who can be asked is asked, however often', { as: 'unknown' }, { doubts: 7, doubt: 'ask' }, 'unknown', 300],
  ['R6: who knows it by our id is given it again', { as: 'unknown' }, { doubts: 7, doubt: 'key' }, 'unknown', 300],
]
for (const [sentence, outcome, tried, state, after] of CASES) {
  test(sentence, () => {
    const answer = { as: 'unreachable', code: null, words: '', ...outcome } as const
    const next = nextAfter(answer, { ...soon, ...tried }, now)
    assert.equal(next.state, state)
    assert.equal(next.dueAt && seconds(next.dueAt), after)
  })
}

const quiet = { jobIsDeferred: false, jobHasMovedOn: null }

test('S1.39: a reminder is dropped when there is nothing left to remind of', () => {
  assert.equal(
    whyDropped({ ...quiet, jobHasMovedOn: 'no-longer-incomplete', useBy: later(now, 60) }, now),
    'no-longer-incomplete',
  )
})
test('S1.41: a notice whose job is deferred when it is due is dropped', () => {
  assert.equal(whyDropped({ ...quiet, jobIsDeferred: true, useBy: later(now, 60) }, now), 'job-deferred')
})
test('W4: a notice at its use-by time is too late, and one before it is not', () => {
  assert.equal(whyDropped({ ...quiet, useBy: now }, now), 'too-late')
  assert.equal(whyDropped({ ...quiet, useBy: later(now, 1) }, now), null)
})
