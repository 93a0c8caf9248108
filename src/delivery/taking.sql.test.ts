import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { newRota } from '#db/turns.ts'
import { insertJob, insertMessages, NIGHT, names } from '../../test/deliveries.ts'
import { insertPlace } from '../../test/rows.ts'
import { takingRoom } from '../../test/taking.ts'

const room = await takingRoom()
const { db, insert, insertSome, take, delivery, attempts } = room

test('W2: five senders at once take fifty deliveries, each exactly once', async () => {
  await insertSome(50)
  const taken = (await Promise.all(Array.from({ length: 5 }, () => take(0, { limit: 20 })))).flat()
  assert.equal(taken.length, 50)
  assert.equal(new Set(taken.map(({ id }) => id)).size, 50)
})

test('taking does not wait for what somebody else has in hand', async () => {
  const ids = await insertSome(3)
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
  const ids = await insert([...due, ...others])
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
  const [id] = await insert([{ name: 'a', address: 'a@example.com', subject: 'Ü', paper }])
  const [taken] = await take()
  const { companyId } = room.place()
  assert.deepEqual(
    { ...taken, paperBytes: [...taken!.paperBytes!] },
    {
      companyId,
      id,
      number: 1,
      tries: 1,
      late: false,
      ...{ state: 'waiting', cutOff: false, doubts: 0, replyTo: null },
      ...{ lastNumber: null, lastCarrier: null, lastAt: null, lastOutcome: null },
      address: 'a@example.com',
      useBy: NIGHT.add({ hours: 12 }),
      subject: 'Ü',
      body: 'Alarm in zone 3',
      paperName: 'ABC-1.pdf',
      paperBytes: [...bytes],
      ...{ spreadsheetName: null, spreadsheetBytes: null },
      ...{ html: null, calendar: null, portraitName: null, portraitBytes: null },
    },
  )
  assert.deepEqual(await attempts(id!), [{ number: 1, outcome: null, words: null }])
})

test('papers come with the words up to 16 MB in all, the oldest first', async () => {
  const paper = { name: 'photos.pdf', bytes: new Uint8Array(9_000_000) }
  await insert(names(2).map((name, i) => ({ name, paper, dueAt: later(NIGHT, i - 9) })))
  const taken = await take()
  assert.deepEqual(
    taken.map(({ paperName, paperBytes }) => [paperName, paperBytes?.length]),
    [
      ['photos.pdf', 9_000_000],
      ['photos.pdf', undefined],
    ],
  )
})

test('what was taken is not due again until the lease runs out; then its first attempt was none', async () => {
  const [id] = await insert([{ name: 'a' }])
  await take()
  assert.equal((await take(59)).length, 0)
  const [again] = await take(60)
  assert.equal(again!.id, id)
  assert.deepEqual([again!.number, again!.tries, again!.lastOutcome], [2, 1, null])
  assert.deepEqual(await attempts(id!), [
    { number: 1, outcome: 'not-tried', words: 'The process stopped before it was handed over.' },
    { number: 2, outcome: null, words: null },
  ])
})

test('W4: what is past its use-by time expires when it is taken, untried and without its paper', async () => {
  const paper = { name: 'a.pdf', bytes: new Uint8Array(9) }
  const ids = await insert([
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

test('companies take turns: whoever has a thousand waiting holds up nobody who has one', async () => {
  const others = await Promise.all(['AAA', 'ZZZ'].map(code => insertPlace(db, code)))
  await insertSome(200)
  for (const other of others) await insertMessages(db, other, await insertJob(db, other), [{ name: 'one' }])
  const taken = await take(0, { limit: 30 })
  const counts = Map.groupBy(taken, ({ companyId }) => companyId)
  assert.deepEqual([...counts.values()].map(({ length }) => length).sort(), [1, 1, 10])
})

test('turns go round: with more companies than have one at a time, each has one before any has a second', async () => {
  const places = await Promise.all(
    Array.from({ length: 25 }, (_, i) => insertPlace(db, `T${String(i).padStart(2, '0')}`)),
  )
  for (const other of places) {
    const rows = names(3).map(name => ({ name }))
    await insertMessages(db, other, await insertJob(db, other), rows)
  }
  const seen: string[] = []
  const rota = newRota()
  while (seen.length < 50) {
    const taken = await take(0, { limit: 5, rota })
    seen.push(...taken.map(({ companyId }) => companyId))
  }
  assert.equal(new Set(seen.slice(0, 25)).size, 25)
  assert.equal(new Set(seen.slice(25, 50)).size, 25)
})
