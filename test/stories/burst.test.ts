import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { listMessages } from '#delivery/delivery.run.ts'
import type { Job } from '#jobs/job.ts'
import { planOnce } from '#rules/plan.run.ts'
import { openTown } from '../night-town.ts'

let town: Awaited<ReturnType<typeof openTown>>
before(async () => {
  town = await openTown()
  const gathering = { address: DESK, gathersMinutes: 10 }
  await town.rule('customer', { ...gathering, occasion: 'updated-incomplete' })
  await town.rule('customer', { ...gathering, occasion: 'updated-complete' })
  await town.rule('customer', { ...gathering, occasion: 'completed', via: 'pdf-email' })
  await town.rule('site', { address: BOSS, occasion: 'updated-incomplete' })
})
after(() => town.close())
afterEach(() => assert.deepEqual(town.heard(), []))

const DESK = 'desk@mill.example'
const BOSS = 'boss@mill.example'
const MILL = 'Hargreaves Mill, 12 Mill Rd, Orange'
const others = () => town.heard().filter(line => !line.includes(BOSS))
const bodies = async (job: Job) => {
  const messages = await listMessages(town.house.db, { companyId: town.place.companyId, jobId: job.id, limit: 100 })
  return messages.filter(({ address }) => address === DESK).map(({ body }) => body)
}

test('several changes within ten minutes are one message, ten minutes after the first, that lists them all', async () => {
  const job = await town.open()
  await town.save(job, { do: 'change', set: { outcome: 'Zone 4', docketNumber: 'D1' } })
  await town.forward(240)
  await town.save(job, { do: 'change', set: { outcome: 'All sealed' } })
  await town.forward(240)
  await town.save(job, { do: 'change', set: { initialRequest: 'Zone 4 and 5', docketNumber: null } })
  assert.equal(town.heard().length, 3, 'whoever does not gather hears of each at once')
  await town.forward(119)
  assert.deepEqual(town.heard(), [])
  await town.forward(1)
  assert.deepEqual(town.heard(), [`email ${DESK}: ABC-1 updated: ${MILL}`])
  const [body] = await bodies(job)
  assert.match(body!, /Outcome: All sealed/)
  assert.match(body!, /Zone 4 and 5/)
  assert.doesNotMatch(body!, /Docket/, 'what came back to where it was is no change')
  assert.deepEqual(
    (await town.reasons(job)).filter(line => line.includes(DESK)),
    Array(3).fill(`updated-incomplete ${DESK} told`),
  )
})

test('updates and the completion are told in one message, with the paper', async () => {
  const job = await town.open()
  await town.save(job, { do: 'change', set: { docketNumber: 'D2' } })
  await town.forward(60)
  await town.save(job, { do: 'complete', outcome: 'Guard dismissed' })
  town.heard()
  await town.forward(540)
  assert.deepEqual(town.heard(), [`email ${DESK}: ABC-2 updated and now Complete: ${MILL} + ABC-2.pdf`])
  const [body] = await bodies(job)
  assert.match(body!, /D2/)
  assert.match(body!, /Guard dismissed/)
})

test('a dispatch waits for nothing, and what is being gathered stays', async () => {
  await town.rule('customer', { address: DESK, occasion: 'dispatched' })
  const job = await town.open()
  await town.save(job, { do: 'change', set: { docketNumber: 'D3' } })
  assert.deepEqual(others(), [])
  await town.save(job, { do: 'dispatch' })
  assert.deepEqual(others(), [`email ${DESK}: ABC-3 dispatched and updated: ${MILL}`])
  await town.forward(600)
  assert.deepEqual(others(), [`email ${DESK}: ABC-3 updated: ${MILL}`])
})

test('W2: planning the saves again while they wait, and after they were told, adds nothing', async () => {
  const job = await town.open()
  const { db } = town.house
  const again = async () => {
    for (const version of [2, 3]) {
      await db.query(sql`update job_event set planned_at = null where job_id = ${job.id} and version = ${version}`)
      while (await planOnce(db, { now: town.now() }));
    }
  }
  await town.save(job, { do: 'change', set: { docketNumber: 'D4' } })
  await town.save(job, { do: 'change', set: { outcome: 'Broken window' } })
  await again()
  await town.forward(600)
  assert.deepEqual(others(), [`email ${DESK}: ABC-4 updated: ${MILL}`])
  await again()
  await town.forward(1200)
  assert.deepEqual(others(), [])
  const [body] = await bodies(job)
  assert.match(body!, /D4[\s\S]*Broken window|Broken window[\s\S]*D4/)
})

test('a change made while the message is being written is told in another, and nothing is lost', async () => {
  const job = await town.open()
  const { db, desk } = town.house
  await town.save(job, { do: 'change', set: { docketNumber: 'D5' } })
  town.heard()
  await db.begin(async tx => {
    await tx.query(sql`select from notice where job_id = ${job.id} and gathers for update`)
    const change = { do: 'change', set: { outcome: 'Broken window' } } as const
    const by = { kind: 'callout', id: 'x', name: 'x' } as const
    assert.ok((await desk.save({ companyId: job.companyId, jobId: job.id, change, by })).ok)
    while (await planOnce(db, { now: town.now() }));
  })
  await town.forward(600)
  assert.equal(others().length, 2)
  assert.equal((await bodies(job)).filter(body => body.includes('Broken window')).length >= 1, true)
})
