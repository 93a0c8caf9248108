import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { freshDatabase } from '../../test/database.ts'
import { insertJob, insertMessages, NIGHT, names } from '../../test/deliveries.ts'
import { insertPlace, type Place } from '../../test/rows.ts'
import { giveBack, type Held, type Result, record, renew, type Taken, takeDue } from './delivery.sql.ts'

const house = await freshDatabase(6)
const { db } = house
let place: Place
let jobId: string
before(async () => {
  place = await insertPlace(db)
  jobId = await insertJob(db, place)
})
after(() => house.drop())
afterEach(() => db.script('truncate notice, paper cascade'))

const rows = (count: number) => names(count).map(name => ({ name }))

const take = (seconds = 0, more: Partial<Parameters<typeof takeDue>[1]> = {}) =>
  takeDue(db, {
    lane: 'normal',
    channel: 'email',
    carrier: 'test',
    now: later(NIGHT, seconds),
    until: later(NIGHT, seconds + 60),
    limit: 100,
    ...more,
  })

type Row = { state: string; dueAt: Temporal.Instant; attempts: number; endedAt: Temporal.Instant | null }
const delivery = async (id: string) =>
  (await db.query<Row>(sql`select state, due_at, attempts, ended_at from delivery where id = ${id}`))[0]!
const attempts = (id: string) =>
  db.query<{ number: number; outcome: string | null; words: string | null }>(
    sql`select number, outcome, words from attempt where delivery_id = ${id} order by number`,
  )

const answer = ({ companyId, id, number }: Held, more: Partial<Result> = {}): Result => ({
  companyId,
  id,
  number,
  at: later(NIGHT, 1),
  outcome: 'accepted',
  code: '250',
  words: 'queued as 4711',
  state: 'accepted',
  dueAt: null,
  ...more,
})

test('W2: five senders at once take fifty deliveries, each exactly once', async () => {
  await insertMessages(db, place, jobId, rows(50))
  const taken = (await Promise.all(Array.from({ length: 5 }, () => take(0, { limit: 20 })))).flat()
  assert.equal(taken.length, 50)
  assert.equal(new Set(taken.map(({ id }) => id)).size, 50)
})

test('taking does not wait for what somebody else has in hand', async () => {
  const ids = await insertMessages(db, place, jobId, rows(3))
  await db.begin(async tx => {
    await tx.query(sql`select 1 from delivery where id = ${ids[0]} for update`)
    assert.deepEqual((await take()).map(({ id }) => id).sort(), ids.slice(1).sort())
  })
})

test('the oldest go first, and only those of the lane and the channel asked for that are due', async () => {
  const due = names(3).map((name, i) => ({ name, dueAt: later(NIGHT, -i) }))
  const others = [
    { name: 'text', channel: 'sms', address: '+61491570156' },
    { name: 'urgent', lane: 'urgent' },
    { name: 'not yet due', dueAt: later(NIGHT, 1) },
  ] as const
  const ids = await insertMessages(db, place, jobId, [...due, ...others])
  const taken = await take(0, { limit: 2 })
  assert.deepEqual(
    taken.map(({ id }) => id),
    [ids[2], ids[1]],
  )
  assert.deepEqual(
    (await take()).map(({ id }) => id),
    [ids[0]],
  )
})

test('what is taken comes with its words, its paper and an open attempt', async () => {
  const bytes = new Uint8Array([0, 1, 254, 255])
  const paper = { name: 'ABC-1.pdf', bytes }
  const [id] = await insertMessages(db, place, jobId, [{ name: 'a', address: 'a@example.com', subject: 'Ü', paper }])
  const [taken] = await take()
  const { companyId } = place
  assert.deepEqual(
    { ...taken, paperBytes: [...taken!.paperBytes!] },
    {
      companyId,
      id,
      number: 1,
      tries: 1,
      late: false,
      address: 'a@example.com',
      useBy: NIGHT.add({ hours: 12 }),
      subject: 'Ü',
      body: 'Alarm in zone 3',
      paperName: 'ABC-1.pdf',
      paperBytes: [...bytes],
      ...{ spreadsheetName: null, spreadsheetBytes: null },
    },
  )
  assert.deepEqual(await attempts(id!), [{ number: 1, outcome: null, words: null }])
})

test('papers come with the words up to 16 MB in all, the oldest first', async () => {
  const paper = { name: 'photos.pdf', bytes: new Uint8Array(9_000_000) }
  await insertMessages(
    db,
    place,
    jobId,
    names(2).map((name, i) => ({ name, paper, dueAt: later(NIGHT, i - 9) })),
  )
  const taken = await take()
  assert.deepEqual(
    taken.map(({ paperName, paperBytes }) => [paperName, paperBytes?.length]),
    [
      ['photos.pdf', 9_000_000],
      ['photos.pdf', undefined],
    ],
  )
})

test('what was taken is not due again until the lease runs out; then its first attempt is unknown', async () => {
  const [id] = await insertMessages(db, place, jobId, [{ name: 'a' }])
  await take()
  assert.equal((await take(59)).length, 0)
  const [again] = await take(60)
  assert.equal(again!.id, id)
  assert.deepEqual([again!.number, again!.tries], [2, 2])
  assert.deepEqual(await attempts(id!), [
    { number: 1, outcome: 'unknown', words: 'The process stopped before the carrier answered.' },
    { number: 2, outcome: null, words: null },
  ])
})

test('a renewed lease runs on; one that was overtaken is not renewed', async () => {
  const ids = await insertMessages(db, place, jobId, [{ name: 'a' }, { name: 'b' }])
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
  const [id] = await insertMessages(db, place, jobId, [{ name: 'a' }])
  const [taken] = await take()
  await record(db, [answer(taken!)])
  const { state, endedAt } = await delivery(id!)
  assert.equal(state, 'accepted')
  assert.deepEqual(endedAt, later(NIGHT, 1))
  assert.deepEqual(await attempts(id!), [{ number: 1, outcome: 'accepted', words: 'queued as 4711' }])
  assert.equal((await take(3600)).length, 0)
})

test('a failure for now makes the delivery due again at the time given', async () => {
  const [id] = await insertMessages(db, place, jobId, [{ name: 'a' }])
  const [taken] = await take()
  const failed = { outcome: 'unreachable', code: '451', words: 'later', state: 'failed-for-now' } as const
  await record(db, [answer(taken!, { ...failed, dueAt: later(NIGHT, 30) })])
  const { state, dueAt } = await delivery(id!)
  assert.deepEqual([state, dueAt], ['failed-for-now', later(NIGHT, 30)])
  assert.equal((await take(29)).length, 0)
  assert.equal((await take(30))[0]!.tries, 2)
})

const overtaken = async (): Promise<[string, Taken, Taken]> => {
  const [id] = await insertMessages(db, place, jobId, [{ name: 'a' }])
  const [first] = await take()
  const [second] = await take(60)
  return [id!, first!, second!]
}

test('the answer to an overtaken attempt does not move the delivery', async () => {
  const [id, first, second] = await overtaken()
  await record(db, [answer(first, { outcome: 'refused', words: 'no such mailbox', state: 'failed-for-good' })])
  assert.equal((await delivery(id)).state, 'waiting')
  assert.equal((await attempts(id))[0]!.outcome, 'refused')
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

test('an answer that was recorded once is not changed by a second one', async () => {
  const [id] = await insertMessages(db, place, jobId, [{ name: 'a' }])
  const [taken] = await take()
  await record(db, [answer(taken!)])
  await record(db, [answer(taken!, { outcome: 'refused', state: 'failed-for-good', words: 'changed its mind' })])
  assert.equal((await delivery(id!)).state, 'accepted')
  assert.equal((await attempts(id!))[0]!.outcome, 'accepted')
})

test('W4: what is past its use-by time expires when it is taken, untried and without its paper', async () => {
  const paper = { name: 'a.pdf', bytes: new Uint8Array(9) }
  const ids = await insertMessages(db, place, jobId, [
    { name: 'late', useBy: later(NIGHT, 30), paper },
    { name: 'in time', useBy: later(NIGHT, 31), paper },
  ])
  const taken = await take(30)
  assert.deepEqual(
    taken.map(({ id, late, paperBytes }) => [id, late, paperBytes === null]).sort(),
    [
      [ids[0], true, true],
      [ids[1], false, false],
    ].sort(),
  )
  const { state, endedAt } = await delivery(ids[0]!)
  assert.deepEqual([state, endedAt], ['expired', later(NIGHT, 30)])
  assert.deepEqual(await attempts(ids[0]!), [{ number: 1, outcome: 'not-tried', words: 'Its use-by time had passed.' }])
})

test('what is given back is due at once, and is not counted as a try', async () => {
  const [id] = await insertMessages(db, place, jobId, [{ name: 'a' }])
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
    ['unknown', null],
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
    await insertMessages(db, place, jobId, rows(20))
    const [first, ...others] = (await take()).sort((a, b) => (a.id < b.id ? -1 : 1))
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
  const ids = await insertMessages(db, place, jobId, rows(3))
  const held = await take()
  await db.begin(async tx => {
    await tx.query(sql`select 1 from delivery where id = ${ids[0]} for update`)
    const kept = await renew(db, held, later(NIGHT, 99))
    assert.deepEqual(kept.map(({ id }) => id).sort(), ids.slice(1).sort())
  })
})
