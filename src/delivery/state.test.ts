import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { takingRoom } from '../../test/taking.ts'
import { MOVES, REPLACEABLE, STATES, STOPPABLE } from './state.ts'

const { db, insert } = await takingRoom()

test('the database allows exactly the moves that are written down', async () => {
  const allowed = await db.query<{ fromState: string; toState: string }>(sql`
    select from_state, to_state
    from unnest(${[...STATES]}::text[]) as a (from_state)
    cross join unnest(${[...STATES]}::text[]) as b (to_state)
    where delivery_may_move(from_state, to_state)`)
  const told = allowed.map(({ fromState, toState }) => `${fromState} > ${toState}`).sort()
  const written = STATES.flatMap(from => MOVES[from].map(to => `${from} > ${to}`)).sort()
  assert.deepEqual(told, written)
})

test('the database refuses an illegal move: what arrived cannot be made to wait', async () => {
  const [id] = await insert([{ name: 'a' }])
  await db.query(sql`update delivery set state = 'delivered', ended_at = due_at where id = ${id}`)
  await assert.rejects(
    db.query(sql`update delivery set state = 'waiting', ended_at = null where id = ${id}`),
    /cannot go from delivered to waiting/,
  )
})

test('whatever was made of a message, a carrier that says it arrived is believed', () => {
  for (const state of STATES) if (state !== 'delivered') assert.ok(MOVES[state].includes('delivered'), state)
})

test('what can be stopped was not handed over, and what can be replaced did not arrive', () => {
  for (const state of STOPPABLE) if (state !== 'held') assert.ok(MOVES[state].includes('cancelled'), state)
  for (const state of REPLACEABLE) assert.ok(MOVES[state].includes('resent'), state)
  assert.ok(![...STOPPABLE, ...REPLACEABLE].some(state => state === 'delivered' || state === 'handed-over'))
})
