import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { NIGHT } from '../../test/deliveries.ts'
import { answer, takingRoom } from '../../test/taking.ts'
import { giveBack, handOver, record, renew } from './delivery.sql.ts'
import type { Taken } from './taking.sql.ts'

const { db, insert, insertSome, take, delivery, attempts } = await takingRoom()

test('a renewed lease runs on; one that was overtaken is not renewed', async () => {
  const ids = await insert([{ name: 'a' }, { name: 'b' }])
  const first = await take()
  const kept = await renew(db, first, later(NIGHT, 100))
  assert.deepEqual(kept.map(({ id }) => id).sort(), ids.toSorted())
  assert.equal((await take(99)).length, 0)
  const [taken] = await take(100, { limit: 1 })
  const left = await renew(db, first, later(NIGHT, 200))
  assert.deepEqual(
    left.map(({ id }) => id),
    ids.filter(id => id !== taken!.id),
  )
})

test('an answer ends its delivery and its attempt', async () => {
  const [id] = await insert([{ name: 'a' }])
  const [taken] = await take()
  await record(db, [answer(taken!)])
  const { state, endedAt } = await delivery(id!)
  assert.equal(state, 'accepted')
  assert.deepEqual(endedAt, later(NIGHT, 1))
  assert.deepEqual(await attempts(id!), [{ number: 1, outcome: 'accepted', words: 'queued as 4711' }])
  assert.equal((await take(3600)).length, 0)
})

test('a failure for now makes the delivery due again at the time given', async () => {
  const [id] = await insert([{ name: 'a' }])
  const [taken] = await take()
  const failed = { outcome: 'unreachable', code: '451', words: 'later', state: 'failed-for-now' } as const
  await record(db, [answer(taken!, { ...failed, dueAt: later(NIGHT, 30) })])
  const { state, dueAt } = await delivery(id!)
  assert.deepEqual([state, dueAt], ['failed-for-now', later(NIGHT, 30)])
  assert.equal((await take(29)).length, 0)
  assert.equal((await take(30))[0]!.tries, 2)
})

const overtaken = async (): Promise<[string, Taken, Taken]> => {
  const [id] = await insert([{ name: 'a' }])
  const [first] = await take()
  const [second] = await take(60)
  return [id!, first!, second!]
}

test('the answer to an overtaken attempt does not move the delivery', async () => {
  const [id, first, second] = await overtaken()
  await record(db, [answer(first, { outcome: 'refused', words: 'no such mailbox', state: 'failed-for-good' })])
  assert.equal((await delivery(id)).state, 'waiting')
  assert.equal((await attempts(id))[0]!.outcome, 'not-tried')
  await record(db, [answer(second)])
  assert.equal((await delivery(id)).state, 'accepted')
})

test('W2: "accepted" to an overtaken attempt is kept and ends the delivery, and what the other hears changes nothing', async () => {
  const [id, first, second] = await overtaken()
  await record(db, [answer(first)])
  assert.equal((await delivery(id)).state, 'accepted')
  const failed = { outcome: 'unreachable', words: 'gone', state: 'failed-for-now', dueAt: later(NIGHT, 90) } as const
  await record(db, [answer(second, failed)])
  assert.equal((await delivery(id)).state, 'accepted')
  assert.deepEqual(
    (await attempts(id)).map(({ outcome }) => outcome),
    ['accepted', 'unreachable'],
  )
  assert.equal((await take(90)).length, 0)
})

test('an attempt that has come to its last byte is committed to once, and only while it is ours', async () => {
  const [id, first, second] = await overtaken()
  const atTheEnd = (row: Taken) => [{ companyId: row.companyId, id: row.id, number: row.number, carrier: 'other' }]
  assert.deepEqual(await handOver(db, atTheEnd(first), later(NIGHT, 61)), [])
  assert.deepEqual(await handOver(db, atTheEnd(second), later(NIGHT, 120)), [], 'its lease was over')
  const [committed] = await handOver(db, atTheEnd(second), later(NIGHT, 61))
  assert.deepEqual([committed!.id, (await delivery(id)).state], [id, 'handed-over'])
  assert.deepEqual(await handOver(db, atTheEnd(second), later(NIGHT, 62)), [])
})

test('R9: one that was handed over when its process died is given out as cut off, and no new attempt is opened', async () => {
  const [id] = await insert([{ name: 'a' }])
  const [taken] = await take()
  await handOver(db, [{ ...taken!, carrier: 'test' }], later(NIGHT, 1))
  assert.equal((await take(59)).length, 0)
  const [again] = await take(60)
  assert.deepEqual([again!.cutOff, again!.number, again!.tries, again!.doubts], [true, 1, 1, 0])
  assert.deepEqual(await attempts(id!), [{ number: 1, outcome: null, words: null }])
})

for (const [state, set] of Object.entries({
  held: sql`state = 'held', due_at = null`,
  cancelled: sql`state = 'cancelled', ended_at = ${NIGHT}`,
})) {
  test(`what is ${state} after it was taken is not handed over, and stays ${state}`, async () => {
    const [id] = await insert([{ name: 'a' }])
    const [taken] = await take()
    await db.query(sql`update delivery set ${set} where id = ${id}`)
    assert.deepEqual(await handOver(db, [{ ...taken!, carrier: 'test' }], later(NIGHT, 1)), [])
    const stopped = { outcome: 'not-tried', words: 'stopped', state: 'failed-for-now' } as const
    await record(db, [answer(taken!, { ...stopped, dueAt: NIGHT })])
    assert.equal((await delivery(id!)).state, state)
    await renew(db, [taken!], later(NIGHT, 99))
    await giveBack(db, [taken!], later(NIGHT, 2))
    assert.equal((await take(300)).length, 0)
    assert.equal((await attempts(id!))[0]!.outcome, 'not-tried')
  })
}

test('an answer that was recorded once is not changed by a second one', async () => {
  const [id] = await insert([{ name: 'a' }])
  const [taken] = await take()
  await record(db, [answer(taken!)])
  await record(db, [answer(taken!, { outcome: 'refused', state: 'failed-for-good', words: 'changed its mind' })])
  assert.equal((await delivery(id!)).state, 'accepted')
  assert.equal((await attempts(id!))[0]!.outcome, 'accepted')
})

test('what is given back is due at once, and is not counted as a try', async () => {
  const [id] = await insert([{ name: 'a' }])
  await giveBack(db, await take(), later(NIGHT, 5))
  const [again] = await take(5)
  assert.deepEqual([again!.number, again!.tries], [2, 1])
  assert.equal((await attempts(id!))[0]!.outcome, 'not-tried')
})

test('what was overtaken cannot be given back', async () => {
  const [id, first] = await overtaken()
  await giveBack(db, [first], later(NIGHT, 61))
  assert.deepEqual((await delivery(id)).dueAt, later(NIGHT, 120))
  assert.deepEqual(
    (await attempts(id)).map(({ outcome }) => outcome),
    ['not-tried', null],
  )
})

// If one statement locked a before b and another b before a, each could wait for the other for ever.
const WRITERS: Record<string, (held: readonly Taken[]) => Promise<unknown>> = {
  answers: held =>
    record(
      db,
      held.map(row => answer(row)),
    ),
  returns: held => giveBack(db, held, later(NIGHT, 1)),
}
for (const [name, write] of Object.entries(WRITERS)) {
  test(`${name} lock their deliveries in order of id, whatever order they come in`, async () => {
    await insertSome(20)
    const [first, ...others] = (await take()).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    // Unless PostgreSQL knows how few they are it goes through them by their key, and so in order anyway.
    await db.script('analyze delivery')
    let writing: Promise<unknown> | undefined
    await db.begin(async tx => {
      await tx.query(sql`select 1 from delivery where id = ${first!.id} for update`)
      writing = write([...others.toReversed(), first!])
      while ((await waitingForALock()) === 0) await turn()
      await db.query(sql`select 1 from delivery where id <> ${first!.id} for update nowait`)
    })
    await writing
  })
}

async function waitingForALock(): Promise<number> {
  const [{ count }] = (await db.query<{ count: number }>(
    sql`select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )) as [{ count: number }]
  return count
}

test('a renewal waits for nobody: what is being answered needs no lease', async () => {
  const ids = await insertSome(3)
  const held = await take()
  await db.begin(async tx => {
    await tx.query(sql`select 1 from delivery where id = ${ids[0]} for update`)
    const kept = await renew(db, held, later(NIGHT, 99))
    assert.deepEqual(kept.map(({ id }) => id).sort(), ids.slice(1).sort())
  })
})
