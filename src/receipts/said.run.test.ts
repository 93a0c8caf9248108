import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { listMessages } from '#delivery/delivery.run.ts'
import type { Says } from '#delivery/heard.ts'
import { freshDatabase } from '../../test/database.ts'
import { insertJob, insertMessages, NIGHT } from '../../test/deliveries.ts'
import { insertPlace, type Place } from '../../test/rows.ts'
import { settleOnce, takeReports } from './receipts.run.ts'
import { withReports } from './said.run.ts'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
let place: Place
let jobId: string
before(async () => {
  fresh = await freshDatabase()
  place = await insertPlace(fresh.db)
  jobId = await insertJob(fresh.db, place)
})
after(() => fresh.drop())

type Try = Readonly<{ outcome: 'accepted' | 'refused'; words: string }>
type Heard = Readonly<{ says: Says; words: string; attempt?: number }>

/** What stands beside a message that was tried so often, and of which this was reported. */
async function beside(name: string, tries: readonly Try[], heard: readonly Heard[]) {
  const { db } = fresh
  const [id] = await insertMessages(db, place, jobId, [{ name }])
  for (const [i, { outcome, words }] of tries.entries()) {
    await db.query(sql`
      insert into attempt (company_id, delivery_id, number, carrier, started_at, ended_at, outcome, code, words)
      values (${place.companyId}, ${id}, ${i + 1}, 'smtp', ${NIGHT}, ${NIGHT}, ${outcome}, '250', ${words})`)
  }
  const state = tries.at(-1)!.outcome === 'accepted' ? 'accepted' : 'failed-for-good'
  await db.query(sql`
    update delivery
    set state = ${state}, ended_at = ${NIGHT}, attempts = ${tries.length}
    where id = ${id}`)
  for (const [i, { attempt = 1, ...said }] of heard.entries()) {
    const ours = { companyId: place.companyId, id: id!, attempt }
    const told = { carrier: 'bounces', key: `${name} ${i}`, ours, reference: null, code: '5.1.1', at: NIGHT, raw: {} }
    await takeReports(db, [{ ...told, ...said }], NIGHT)
    while (await settleOnce(db, { now: NIGHT }));
  }
  const all = await withReports(db, place.companyId, await listMessages(db, { companyId: place.companyId, limit: 100 }))
  const seen = all.find(message => message.id === id)!
  return [seen.state, seen.code, seen.words]
}

const TOOK = { outcome: 'accepted', words: 'queued' } as const

test('beside a message that came back stands why, and not that the carrier took it', async () => {
  const found = await beside('back', [TOOK], [{ says: 'not-delivered', words: 'no such user' }])
  assert.deepEqual(found, ['failed-for-good', '5.1.1', 'no such user'])
})

test('beside a message that arrived stands that it did', async () => {
  const found = await beside('there', [TOOK], [{ says: 'delivered', words: 'in the mailbox' }])
  assert.deepEqual(found, ['delivered', '5.1.1', 'in the mailbox'])
})

test('what does not decide where a message stands takes no place', async () => {
  assert.deepEqual(await beside('on its way', [TOOK], [{ says: 'handed-on', words: 'relayed' }]), [
    ...['accepted', '250', 'queued'],
  ])
  const refused = [TOOK, { outcome: 'refused', words: 'blocked' }] as const
  const found = await beside('refused since', refused, [{ says: 'not-delivered', words: 'mailbox full' }])
  assert.deepEqual(found, ['failed-for-good', '250', 'blocked'])
})
