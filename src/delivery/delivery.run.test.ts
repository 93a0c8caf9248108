import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import type { Change } from '#jobs/job.ts'
import { openJobs } from '#jobs/open.run.ts'
import { saveJobs } from '#jobs/save.run.ts'
import { openPress } from '#messages/pdf.run.ts'
import { planOnce } from '#rules/plan.run.ts'
import { PLAIN, type Via } from '#rules/rule.ts'
import { addRule } from '#rules/rules.run.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { carryOnce, findMessage, listMessages, NotWritten, paperOf } from './delivery.run.ts'

const house = await freshDatabase(8)
const { db } = house
const press = openPress()
const now = at('2026-03-01T15:14:00Z')
let place: Place
before(async () => {
  place = await insertPlace(db)
  await tell('text-email', 'office@example.com')
  await tell('pdf-email', 'control@example.com')
})
after(async () => {
  await press.close()
  await house.drop()
})
afterEach(() => db.script('truncate job, notice, paper, job_number cascade'))

/** A rule of the customer's: this address hears when a job is dispatched. */
async function tell(via: Via, address: string) {
  const { companyId, customerId } = place
  const rule = {
    companyId,
    owner: { kind: 'customer', id: customerId },
    does: 'tell',
    occasion: 'dispatched',
    serviceTypeId: null,
    via,
    destination: 'address',
    address,
    recipient: null,
    ...PLAIN,
    active: true,
  } as const
  assert.ok((await addRule(db, rule, SAM, now)).ok)
}

/** Opens jobs at the mill, dispatches them and plans who is told. */
async function dispatched(count = 1): Promise<string[]> {
  const { companyId, siteId, burglaryId: serviceTypeId, customerId } = place
  const opening = { companyId, siteId, serviceTypeId, customerId, initialRequest: 'Zone 4', by: SAM }
  const openings = Array.from({ length: count }, () => opening)
  const jobs = await db.begin(tx => openJobs(tx, openings, now))
  const ids = jobs.map(saved => (saved.ok ? saved.job.id : assert.fail(saved.because)))
  await change(ids, { do: 'dispatch' })
  while (await planOnce(db, { now }));
  return ids
}

async function change(jobIds: readonly string[], change: Change): Promise<void> {
  const saves = jobIds.map(jobId => ({ companyId: place.companyId, jobId, change, by: SAM }))
  for (const saved of await db.begin(tx => saveJobs(tx, saves, now))) assert.ok(saved.ok)
}

const carry = (moment = now, limit = 100) => carryOnce(db, { press, lane: 'urgent', now: moment, limit })
const messages = () => listMessages(db, { companyId: place.companyId, limit: 1000 })
const dropped = async () =>
  (
    await db.query<{ droppedBecause: string | null }>(
      sql`select dropped_because from notice where settled_at is not null`,
    )
  ).map(({ droppedBecause }) => droppedBecause)

test('a due notice becomes a message that is due to be sent, with its words and its paper', async () => {
  const [jobId] = await dispatched()
  assert.equal(await carry(), true)
  const [a, b] = (await messages()).sort((one, two) => (one.address < two.address ? -1 : 1))
  assert.deepEqual([a!.address, b!.address], ['control@example.com', 'office@example.com'])
  for (const message of [a!, b!]) {
    assert.equal(message.jobId, jobId)
    assert.match(message.body, /^ABC-1 dispatched/)
    assert.deepEqual([message.state, message.attempts, message.dueAt], ['waiting', 0, now])
  }
  assert.equal(b!.paperName, null)
  const paper = await paperOf(db, place.companyId, a!.id)
  assert.equal(paper!.name, a!.paperName)
  assert.equal(String(Buffer.from(paper!.bytes.subarray(0, 5))), '%PDF-')
  assert.deepEqual(await dropped(), [null, null])
  assert.deepEqual((await findMessage(db, place.companyId, a!.id))!.tries, [])
})

test('when nothing is due, or not in this lane, there is nothing to do', async () => {
  await dispatched()
  assert.equal(await carry(later(now, -1)), false)
  assert.equal(await carryOnce(db, { press, lane: 'slow', now }), false)
  assert.equal(await carry(), true)
  assert.equal(await carry(), false)
})

test('S1.41: a job that is deferred by the time of sending tells nobody, and that is on record', async () => {
  const [deferred] = await dispatched(2)
  await change([deferred!], { do: 'defer', because: 'no key', until: '2026-03-09' })
  await carry()
  const jobs = new Set((await messages()).map(({ jobId }) => jobId))
  assert.equal(jobs.size, 1)
  assert.ok(!jobs.has(deferred!))
  assert.deepEqual((await dropped()).sort(), ['job-deferred', 'job-deferred', null, null])
  await change([deferred!], { do: 'resume' })
  assert.equal(await carry(), false)
})

test('W4: after an outage a dispatch that is too late is not told', async () => {
  await dispatched()
  await carry(later(now, 12 * 3600))
  assert.deepEqual(await messages(), [])
  assert.deepEqual(await dropped(), ['too-late', 'too-late'])
})

test('W2: several carriers at once carry every notice once', async () => {
  await dispatched(40)
  const rounds = Array.from({ length: 20 }, () => carry(now, 5))
  await Promise.all(rounds)
  while (await carry(now, 5));
  assert.equal((await messages()).length, 80)
  assert.equal((await dropped()).length, 80)
})

test('what cannot be written is named, keeps nothing else back, and is tried again after a minute', async () => {
  await dispatched(5)
  const closed = openPress()
  await closed.close()
  const thrown = await carryOnce(db, { press: closed, lane: 'urgent', now }).then(
    () => undefined,
    error => error,
  )
  assert.ok(thrown instanceof NotWritten)
  assert.equal(thrown.errors.length, 5)
  assert.match(thrown.message, /^No message could be written for the notices [0-9a-f-]{36}, .*press is closed/)
  const written = await messages()
  assert.deepEqual(new Set(written.map(({ address }) => address)), new Set(['office@example.com']))
  assert.deepEqual([written.length, (await dropped()).length], [5, 5])
  assert.equal(await carry(later(now, 59)), false)
  assert.equal(await carry(later(now, 60)), true)
  assert.equal((await messages()).length, 10)
})

test('a message the database will not take keeps back nothing else', async () => {
  const [jobId] = await dispatched(3)
  const [notice] = await db.query<{ id: string }>(sql`select id from notice where job_id = ${jobId} limit 1`)
  await db.script(`alter table message add constraint poison check (id <> '${notice!.id}')`)
  await assert.rejects(carry(), NotWritten)
  await db.script('alter table message drop constraint poison')
  assert.equal((await messages()).length, 5)
  assert.equal(await carry(later(now, 60)), true)
  assert.equal((await messages()).length, 6)
})
