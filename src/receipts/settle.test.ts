import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { OutcomeKind } from '#delivery/carrier.ts'
import { SAYS, type Says } from '#delivery/heard.ts'
import { MOVES, STATES, type State } from '#delivery/state.ts'
import { aboutAddress, conclude } from './settle.ts'

type Tries = Parameters<typeof conclude>[1]
const once = (outcome: OutcomeKind | null): Tries => [{ number: 1, outcome }]
const of = (...says: Says[]) => says.map(each => ({ attempt: 1, says: each }))

const CASES: [string, State, Tries, ReturnType<typeof of>, State, number[]][] = [
  ['what was delivered has arrived', 'accepted', once('accepted'), of('delivered'), 'delivered', []],
  ['handed on says nothing new', 'accepted', once('accepted'), of('handed-on'), 'accepted', []],
  ['a late "handed on" unmakes nothing', 'delivered', once('accepted'), of('delivered', 'handed-on'), 'delivered', []],
  ['a bounce fails it', 'accepted', once('accepted'), of('not-delivered'), 'failed-for-good', []],
  ['a bounce after it arrived changes nothing', 'delivered', once('accepted'), of('not-delivered'), 'delivered', []],
  ['any report answers a lost answer', 'unknown', once('unknown'), of('delayed'), 'accepted', [1]],
  ['also while the answer is still awaited', 'handed-over', once(null), of('delivered'), 'delivered', [1]],
  ['a call that a person took', 'accepted', once('accepted'), of('answered'), 'delivered', []],
  ['a key that was pressed', 'accepted', once('accepted'), of('key-pressed'), 'delivered', []],
  ['a call that a machine took', 'accepted', once('accepted'), of('machine'), 'accepted', []],
  ['a call that nobody took', 'accepted', once('accepted'), of('no-answer'), 'failed-for-good', []],
  ['a busy line', 'accepted', once('accepted'), of('busy'), 'failed-for-good', []],
  ['what was sent again stays so', 'resent', once('unknown'), of('handed-on'), 'resent', [1]],
  ['unless it arrived', 'resent', once('unknown'), of('delivered'), 'delivered', [1]],
  ['nothing said', 'unknown', once('unknown'), [], 'unknown', []],
]
for (const [sentence, state, tries, said, to, proved] of CASES) {
  test(`a receipt: ${sentence}`, () => {
    assert.deepEqual(conclude(state, tries, said), { state: to, proved, early: false })
  })
}

test('of a message that was handed over twice one failure is no failure', () => {
  const tries: Tries = [
    { number: 1, outcome: 'unknown' },
    { number: 2, outcome: 'accepted' },
  ]
  const first = [{ attempt: 1, says: 'not-delivered' as const }]
  assert.deepEqual(conclude('accepted', tries, first), { state: 'accepted', proved: [1], early: false })
  const both = [...first, { attempt: 2, says: 'not-delivered' as const }]
  assert.equal(conclude('accepted', tries, both).state, 'failed-for-good')
  assert.equal(conclude('failed-for-good', tries, [...both, { attempt: 2, says: 'delivered' }]).state, 'delivered')
  const open: Tries = [
    { number: 1, outcome: 'unknown' },
    { number: 2, outcome: null },
  ]
  assert.deepEqual(conclude('handed-over', open, first), { state: 'handed-over', proved: [], early: true })
})

const RANK: Partial<Record<State, number>> = { unknown: 0, accepted: 1, 'failed-for-good': 2, delivered: 3 }

/** One report after the other, each seen with all that came before it. */
function follow(start: State, tries: Tries, said: ReturnType<typeof of>) {
  const states = [start]
  for (const [i] of said.entries()) {
    const { state, proved } = conclude(states.at(-1)!, tries, said.slice(0, i + 1))
    tries = tries.map(each => (proved.includes(each.number) ? { ...each, outcome: 'accepted' as const } : each))
    states.push(state)
  }
  return states
}

const anyReport = fc.record({ attempt: fc.integer({ min: 1, max: 2 }), says: fc.constantFrom(...SAYS) })
const anyTries = fc
  .array(fc.constantFrom<OutcomeKind | null>('accepted', 'unknown', 'refused', 'unreachable', null), {
    minLength: 2,
    maxLength: 2,
  })
  .map(outcomes => outcomes.map((outcome, i) => ({ number: i + 1, outcome })))

test('reports in any order, and told any number of times, lead to the same end', () => {
  const shuffled = fc
    .array(anyReport, { minLength: 1, maxLength: 6 })
    .chain(said => fc.tuple(fc.constant(said), fc.shuffledSubarray([...said, ...said], { minLength: said.length * 2 })))
  fc.assert(
    fc.property(fc.constantFrom(...STATES), anyTries, shuffled, (state, tries, [said, again]) => {
      const [one, other] = [follow(state, tries, said), follow(state, tries, again)]
      assert.equal(one.at(-1), other.at(-1))
      assert.equal(one.at(-1), conclude(state, tries, said).state, 'nor does it matter that they come one by one')
      for (const states of [one, other])
        for (const [i, to] of states.slice(1).entries())
          assert.ok(states[i] === to || MOVES[states[i]!].includes(to), `${states[i]} to ${to}`)
    }),
    { numRuns: 3000 },
  )
})

test('of a message that was handed over once the rank never falls', () => {
  const reports = fc.array(fc.constantFrom(...SAYS), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.constantFrom<State>('unknown', 'accepted', 'delivered'), reports, (state, says) => {
      const ranks = follow(state, once('accepted'), of(...says)).map(each => RANK[each]!)
      for (const [i, rank] of ranks.slice(1).entries()) assert.ok(rank >= ranks[i]!, ranks.join())
    }),
  )
})

test('W9: what a report says of the address itself', () => {
  const about = (says: Says, code: string | null) => aboutAddress({ says, code })
  assert.equal(about('not-delivered', '5.1.1'), 'dead')
  assert.equal(about('not-delivered', '550 5.1.1'), 'dead')
  assert.equal(about('not-delivered', '5.1.10'), 'dead')
  assert.equal(about('not-delivered', '5.2.1'), 'failed')
  assert.equal(about('not-delivered', '5.1.0'), 'failed')
  assert.equal(about('not-delivered', '5.2.2'), null, 'a full mailbox')
  assert.equal(about('not-delivered', '15.1.1'), null)
  assert.equal(about('not-delivered', '21614'), 'dead')
  assert.equal(about('not-delivered', '30003'), null, 'switched off')
  assert.equal(about('not-delivered', '21610'), 'opted-out')
  assert.equal(about('delayed', '4.1.1'), null)
  assert.equal(about('complained', null), 'complained')
  assert.equal(about('delivered', null), 'arrived')
})
