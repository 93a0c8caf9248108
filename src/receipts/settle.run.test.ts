import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import type { Report } from '#delivery/heard.ts'
import { freshDatabase } from '../../test/database.ts'
import { insertJob, insertMessages, NIGHT } from '../../test/deliveries.ts'
import { insertPlace, type Place } from '../../test/rows.ts'
import { takeReports } from './receipts.run.ts'
import { settleReceiptsOnce } from './settle.run.ts'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
let place: Place
let jobId: string
before(async () => {
  fresh = await freshDatabase()
  place = await insertPlace(fresh.db)
  jobId = await insertJob(fresh.db, place)
})
after(() => fresh.drop())

const told = (key: string, reference: string): Report => ({
  ...{
    carrier: 'sms',
    key,
    ours: null,
    reference,
    says: 'delivered',
    code: null,
    words: 'DELIVRD',
    at: NIGHT,
    raw: {},
  },
})
async function accepted(name: string): Promise<string> {
  const [id] = await insertMessages(fresh.db, place, jobId, [{ name }])
  await fresh.db.query(sql`
    insert into attempt (company_id, delivery_id, number, carrier, started_at, ended_at, outcome, reference)
    values (${place.companyId}, ${id}, 1, 'sms', ${NIGHT}, ${NIGHT}, 'accepted', ${name})`)
  await fresh.db.query(sql`update delivery set state = 'accepted', ended_at = ${NIGHT} where id = ${id}`)
  return id!
}
const arrived = async (id: string) =>
  (await fresh.db.query<{ state: string }>(sql`select state from delivery where id = ${id}`))[0]!.state === 'delivered'

test('reports of messages that nobody knows, however many, hold up no other and are not read in a loop', async () => {
  await takeReports(
    fresh.db,
    ['a', 'b', 'c'].map(name => told(`nobody ${name}`, `nobody ${name}`)),
    NIGHT,
  )
  const id = await accepted('known')
  await takeReports(fresh.db, [told('known', 'known')], later(NIGHT, 0.5))
  const turn = () => settleReceiptsOnce(fresh.db, { now: later(NIGHT, 0.5), limit: 3 })
  assert.deepEqual([await turn(), await turn(), await turn()], [false, true, false])
  assert.ok(await arrived(id))
  const [row] = await fresh.db.query<{ soonest: Temporal.Instant }>(sql`
    select min(due_at) as soonest from receipt where settled_at is null`)
  assert.equal(String(row!.soonest), String(later(NIGHT, 1.5)))
})

test('two processes share the reports between them, and every message is moved', async () => {
  const names = Array.from({ length: 60 }, (_, i) => `shared ${i}`)
  const ids: string[] = []
  for (const name of names) ids.push(await accepted(name))
  // Twice of each, so that both processes come to the same message.
  await takeReports(
    fresh.db,
    names.flatMap(name => [told(`${name} one`, name), told(`${name} two`, name)]),
    NIGHT,
  )
  const work = async () => {
    while (await settleReceiptsOnce(fresh.db, { now: NIGHT, limit: 7 })) {}
  }
  await Promise.all([work(), work(), work()])
  for (const id of ids) assert.ok(await arrived(id))
  const [row] = await fresh.db.query<{ applied: number; known: number }>(sql`
    select count(*) filter (where settled_as = 'applied') as applied,
           count(*) filter (where settled_as = 'known-already') as known
    from receipt
    where reference like 'shared%'`)
  assert.equal(row!.applied + row!.known, 120)
  assert.ok(row!.applied >= 60)
})
