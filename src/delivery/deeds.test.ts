import assert from 'node:assert/strict'
import { test } from 'node:test'
import { later } from '#base/time.ts'
import { DEEDS, DOABLE, moveBy, whyNotDone } from './deeds.ts'
import { MOVES, STATES, type State } from './state.ts'

const now = Temporal.Instant.from('2026-11-21T02:14:00Z')
const told = { note: null, now }

for (const deed of DEEDS) {
  test(`${deed} is done to a message or refused with one reason, and makes only moves that are allowed`, () => {
    for (const state of STATES) {
      const because = whyNotDone(deed, state)
      assert.equal(because === null, DOABLE[deed].includes(state))
      if (because) continue
      for (const useBy of [later(now, 60), now]) {
        const move = moveBy(deed, { id: 'm', state, useBy }, told)
        assert.ok(MOVES[state].includes(move.to), `${state} to ${move.to}`)
        assert.equal(move.dueAt === null, move.to === 'held')
      }
    }
  })
}

const REASONS: readonly [State, hold: string | null, release: string | null, cancel: string | null][] = [
  ['waiting', null, 'not-held', null],
  ['held', 'already-held', null, null],
  ['failed-for-now', null, 'not-held', null],
  ['handed-over', 'being-handed-over', 'being-handed-over', 'being-handed-over'],
  ['unknown', 'already-over', 'already-over', 'already-over'],
  ['delivered', 'already-over', 'already-over', 'already-over'],
]
for (const [state, ...because] of REASONS) {
  test(`what can be done with a message that is ${state}`, () =>
    assert.deepEqual(
      DEEDS.map(deed => whyNotDone(deed, state)),
      because,
    ))
}

test('W4: what is released in time is due at once, else it expires and says why', () => {
  const held = { id: 'm', state: 'held' } as const
  assert.deepEqual(moveBy('release', { ...held, useBy: later(now, 1) }, told), {
    ...{ id: 'm', from: 'held', to: 'waiting', dueAt: now, endedAt: null, note: null },
  })
  const late = moveBy('release', { ...held, useBy: now }, { note: 'Sorry', now })
  assert.deepEqual([late.to, late.endedAt, late.note], ['expired', now, 'Its use-by time had passed. Sorry'])
})
