import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Change } from '#jobs/job.ts'
import { eventOf, statusId } from '../../test/saves.ts'
import { happenings } from './occasions.ts'
import { TURNS, type Turn } from './rule.ts'
import { whyNotNow } from './visit.ts'

// Three technicians; Ana leads.
const dispatch: Change = { do: 'dispatch', technicianIds: ['ana', 'ben', 'cai'] }
const tap = (personId: string, code = 'TRAV', visit?: number): Change => ({
  ...{ do: 'technician', personId, statusId: statusId(code) },
  ...(visit && { visit }),
})
const office = (code: string): Change => ({ do: 'set-status', statusId: statusId(code) })

const ASKED = new Set(['TRAV', 'OFF', 'ABAN'].map(statusId))

/** With which of these changes it is told, counted from the first after the dispatch. */
const toldWith = (turn: Turn, changes: readonly Change[]): number[] =>
  changes.flatMap((_, i) => {
    const event = eventOf([dispatch, ...changes.slice(0, i + 1)])
    const applied = happenings(event).flatMap(happening => happening.applied ?? [])
    const asked = applied.filter(set => ASKED.has(set.statusId))
    return asked.some(
      set =>
        (turn === 'last' || set.version === event.job.version) && whyNotNow({ turn }, set, event.job) === undefined,
    )
      ? [i + 1]
      : []
  })

const ALL = [tap('ben'), tap('ana'), tap('cai')]
const CASES: readonly [sentence: string, changes: readonly Change[], told: Record<Turn, number[]>][] = [
  ['S5.5: three technicians set one status', ALL, { first: [1], lead: [2], last: [3], every: [1, 2, 3] }],
  [
    'S5.10: one sets it twice, with another between',
    [tap('ben'), tap('ben', 'SITE'), tap('ben'), tap('ana'), tap('cai')],
    { first: [1], lead: [4], last: [5], every: [1, 3, 4, 5] },
  ],
  [
    'S5.10: a return on another day is another visit',
    [...ALL, { do: 'add-visit', technicianIds: ['ben'] }, tap('ben', 'TRAV', 2)],
    { first: [1, 5], lead: [2, 5], last: [3, 5], every: [1, 2, 3, 5] },
  ],
  [
    'S5.10: one who joins late does not end the visit a second time',
    [...ALL, tap('dan')],
    { first: [1], lead: [2], last: [3], every: [1, 2, 3, 4] },
  ],
  [
    'S5.11: what was taken back was never set',
    [tap('ben'), { do: 'undo-status', personId: 'ben' }, tap('cai'), tap('ana'), tap('ben')],
    { first: [1, 3], lead: [4], last: [5], every: [1, 3, 4, 5] },
  ],
  ['the lead alone is sent', [tap('ana')], { first: [1], lead: [1], last: [], every: [1] }],
  [
    'one forgets that he is done, and the job is closed',
    [tap('ben', 'OFF'), tap('ana', 'OFF'), { do: 'complete' }, { do: 'reopen' }, { do: 'complete' }],
    { first: [1], lead: [2], last: [3], every: [1, 2] },
  ],
]
for (const [sentence, changes, told] of CASES) {
  for (const turn of TURNS) {
    test(`${sentence}: told with the ${turn}`, () => assert.deepEqual(toldWith(turn, changes), told[turn]))
  }
}

test('S5.9: set by the office it is told of once, whoever it waits for', () => {
  for (const turn of TURNS) assert.deepEqual(toldWith(turn, [office('ABAN')]), [1])
  for (const turn of ['first', 'lead', 'last'] as const) {
    const again = [office('ABAN'), { do: 'reopen' } as const, office('ABAN')]
    assert.deepEqual(toldWith(turn, again), [1], turn)
  }
})
