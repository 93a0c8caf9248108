import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Channel } from '#base/address.ts'
import { later } from '#base/time.ts'
import type { OutcomeKind } from './carrier.ts'
import { nextAfter, retryAt, type State, whyDropped } from './retry.ts'

const now = Temporal.Instant.from('2026-11-21T00:00:00Z')
// Its last eight digits are 0, so that nothing is added to its pauses.
const PLAIN = '00000000-0000-5000-8000-000000000000'
const UTMOST = '00000000-0000-5000-8000-0000ffffffff'

const seconds = (until: Temporal.Instant) => until.since(now).total('seconds')

const PAUSES: [Channel, number[]][] = [
  ['email', [30, 120, 600, 1800, 3600, 3600, 3600]],
  ['sms', [30, 60, 300, 900, 1800, 1800, 1800]],
]
for (const [channel, pauses] of PAUSES) {
  test(`an ${channel} that failed is tried again after ${pauses.join(', ')} seconds`, () => {
    const waits = pauses.map((_, i) => seconds(retryAt({ id: PLAIN, channel, tries: i + 1 }, now)))
    assert.deepEqual(waits, pauses)
  })
}

test('pauses are stretched by up to a fifth, never shortened, and always the same for the same delivery', () => {
  const wait = (id: string) => seconds(retryAt({ id, channel: 'email', tries: 2 }, now))
  assert.equal(wait(PLAIN), 120)
  assert.ok(wait(UTMOST) > 143.9 && wait(UTMOST) <= 144, String(wait(UTMOST)))
  assert.equal(wait(UTMOST), wait(UTMOST))
})

const soon = { id: PLAIN, channel: 'email', tries: 1, useBy: later(now, 31) } as const
const CASES: [string, OutcomeKind, { useBy: Temporal.Instant; tries: number }, State, number | null][] = [
  ['what the carrier has is accepted', 'accepted', soon, 'accepted', null],
  ['what will never work is not tried again', 'refused', soon, 'failed-for-good', null],
  ['a carrier that is down is tried again', 'unreachable', soon, 'failed-for-now', 30],
  ['a lost answer is tried again', 'unknown', soon, 'failed-for-now', 30],
  [
    'W4: a try at its use-by time would be too late',
    'unreachable',
    { ...soon, useBy: later(now, 30) },
    'expired',
    null,
  ],
  ['W4: a later pause that passes the use-by time ends it', 'unknown', { ...soon, tries: 2 }, 'expired', null],
]
for (const [sentence, outcome, tried, state, after] of CASES) {
  test(sentence, () => {
    const next = nextAfter(outcome, { ...soon, ...tried }, now)
    assert.equal(next.state, state)
    assert.equal(next.dueAt && seconds(next.dueAt), after)
  })
}

const quiet = { jobIsDeferred: false, jobHasMovedOn: false }

test('S1.39: a reminder is dropped when there is nothing left to remind of', () => {
  assert.equal(whyDropped({ ...quiet, jobHasMovedOn: true, useBy: later(now, 60) }, now), 'no-longer-incomplete')
})
test('S1.41: a notice whose job is deferred when it is due is dropped', () => {
  assert.equal(whyDropped({ ...quiet, jobIsDeferred: true, useBy: later(now, 60) }, now), 'job-deferred')
})
test('W4: a notice at its use-by time is too late, and one before it is not', () => {
  assert.equal(whyDropped({ ...quiet, useBy: now }, now), 'too-late')
  assert.equal(whyDropped({ ...quiet, useBy: later(now, 1) }, now), null)
})
