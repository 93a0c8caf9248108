import assert from 'node:assert/strict'
import { test } from 'node:test'
import { STATES } from './state.ts'
import { type Sought, STATES_IN, soughtBy } from './views.ts'

const CASES: readonly [typed: string, sought: Sought][] = [
  ['HRB-12', { job: 12 }],
  [' hrb-12 ', { job: 12 }],
  ['0491 570 156', { words: '0491 570 156', digits: '491570156' }],
  ['+61 491 570 156', { words: '+61 491 570 156', digits: '61491570156' }],
  ['570156', { words: '570156', digits: '570156' }],
  ['007', { words: '007', digits: null }],
  ['facilities@mill', { words: 'facilities@mill', digits: null }],
  ['Mill Road 12', { words: 'Mill Road 12', digits: null }],
]
for (const [typed, sought] of CASES) {
  test(`"${typed}" looks for ${JSON.stringify(sought)}`, () => {
    assert.deepEqual(soughtBy(typed), sought)
  })
}

test('no message stands in two views, and what has arrived or was stopped on purpose stands in none', () => {
  const inViews = Object.values(STATES_IN).flat()
  assert.equal(new Set(inViews).size, inViews.length)
  const elsewhere = STATES.filter(state => !inViews.includes(state))
  assert.deepEqual(elsewhere, ['accepted', 'delivered', 'cancelled', 'resent'])
})
