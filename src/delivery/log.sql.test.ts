import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { later } from '#base/time.ts'
import { newRota } from '#db/turns.ts'
import { freshDatabase } from '../../test/database.ts'
import { insertJob, insertMessages, NIGHT } from '../../test/deliveries.ts'
import { insertPlace, type Place } from '../../test/rows.ts'
import { record } from './delivery.sql.ts'
import { deliveryHealth } from './health.run.ts'
import { findMessage, listMessages, paperOf } from './log.sql.ts'
import { takeDue } from './taking.sql.ts'

const house = await freshDatabase(3)
const { db } = house
const paper = { name: 'ABC-1.pdf', bytes: new Uint8Array([0, 1, 255]) }
let place: Place
let other: Place
let jobId: string
let ids: string[]
let foreign: string[]
before(async () => {
  place = await insertPlace(db)
  jobId = await insertJob(db, place)
  const otherJob = await insertJob(db, place, 2)
  // The first three are written at the same moment: then the id decides which is the newer.
  ids = (await insertMessages(db, place, jobId, [{ name: 'a' }, { name: 'b', paper }, { name: 'c' }])).sort()
  ids.push(...(await insertMessages(db, place, jobId, [{ name: 'later', at: later(NIGHT, 60.123456) }])))
  ids.push(...(await insertMessages(db, place, otherJob, [{ name: 'other job', at: later(NIGHT, 90) }])))
  ids.reverse()

  other = await insertPlace(db, 'XYZ')
  foreign = await insertMessages(db, other, await insertJob(db, other), [{ name: 'foreign', lane: 'urgent', paper }])
  await fail('normal')
})
after(() => house.drop())

/** Takes one and has the carrier put it off. */
async function fail(lane: 'normal' | 'urgent') {
  const [now, until] = [later(NIGHT, 10), later(NIGHT, 70)]
  const [taken] = await takeDue(db, {
    ...{ lane, channel: 'email', carrier: 'smtp' },
    byKey: [],
    rota: newRota(),
    without: [],
    now,
    until,
    limit: 1,
  })
  const put = {
    ...({ outcome: 'unreachable', code: '451', words: 'later', state: 'failed-for-now' } as const),
    ...{ carrier: 'smtp', reference: null, fault: null },
  }
  await record(db, [{ ...taken!, ...put, at: later(NIGHT, 11), dueAt: later(NIGHT, 40) }])
  return taken!.id
}

const list = async (more: Partial<Parameters<typeof listMessages>[1]> = {}) =>
  listMessages(db, { companyId: place.companyId, limit: 100, ...more })

test("W3: a company's messages are listed newest first, and nobody else's", async () => {
  assert.deepEqual(
    (await list()).map(({ id }) => id),
    ids,
  )
  assert.deepEqual(
    (await list({ companyId: other.companyId })).map(({ id }) => id),
    foreign,
  )
})

test('the pages of the list join without a gap or a message shown twice', async () => {
  const seen: string[] = []
  for (let page = await list({ limit: 2 }); page.length > 0; ) {
    seen.push(...page.map(({ id }) => id))
    page = await list({ limit: 2, before: page.at(-1)! })
  }
  assert.deepEqual(seen, ids)
})

test('the list can be of one job, and of one state', async () => {
  assert.equal((await list({ jobId })).length, 4)
  assert.equal((await list({ state: 'failed-for-now' })).length, 1)
  assert.equal((await list({ state: 'accepted' })).length, 0)
  assert.equal((await list({ companyId: other.companyId, jobId })).length, 0)
})

test('a message shows its exact words and what the carrier said last', async () => {
  const [failed] = await list({ state: 'failed-for-now' })
  const { companyId } = place
  const { tries, changes, ...message } = (await findMessage(db, companyId, failed!.id))!
  assert.deepEqual([message, changes], [failed, []])
  const { subject, body, attempts, dueAt, useBy, carrier, code, words, lane, channel, occasions } = message
  assert.deepEqual(
    { body, attempts, dueAt, useBy, carrier, code, words, lane, channel, occasions },
    {
      body: 'Alarm in zone 3',
      attempts: 1,
      dueAt: later(NIGHT, 40),
      useBy: NIGHT.add({ hours: 12 }),
      carrier: 'smtp',
      code: '451',
      words: 'later',
      lane: 'normal',
      channel: 'email',
      occasions: ['dispatched'],
    },
  )
  assert.match(subject!, /^Job /)
  assert.deepEqual(tries, [
    {
      number: 1,
      carrier: 'smtp',
      startedAt: later(NIGHT, 10),
      endedAt: later(NIGHT, 11),
      outcome: 'unreachable',
      code: '451',
      words: 'later',
    },
  ])
})

test("another company's message and its paper are not there", async () => {
  assert.equal(await findMessage(db, place.companyId, foreign[0]!), undefined)
  assert.equal(await paperOf(db, place.companyId, foreign[0]!), undefined)
})

test('the paper of a message comes byte for byte under its name', async () => {
  const carrying = (await list()).filter(({ paperName }) => paperName !== null)
  assert.deepEqual(
    carrying.map(({ paperName }) => paperName),
    ['ABC-1.pdf'],
  )
  const found = await paperOf(db, place.companyId, carrying[0]!.id)
  assert.deepEqual([found!.name, ...found!.bytes], ['ABC-1.pdf', 0, 1, 255])
  const without = (await list()).find(({ paperName }) => paperName === null)!
  assert.equal(await paperOf(db, place.companyId, without.id), undefined)
})

test('W8: each lane says how many wait and for how long the first has been due', async () => {
  assert.deepEqual(await deliveryHealth(db, later(NIGHT, 30.5)), [
    { lane: 'urgent', waiting: 1, oldestDueSeconds: 30.5 },
    { lane: 'normal', waiting: 5, oldestDueSeconds: 30.5 },
    { lane: 'slow', waiting: 0, oldestDueSeconds: 0 },
  ])
  const before = await deliveryHealth(db, later(NIGHT, -5))
  assert.deepEqual(
    before.map(({ oldestDueSeconds }) => oldestDueSeconds),
    [0, 0, 0],
  )
})
