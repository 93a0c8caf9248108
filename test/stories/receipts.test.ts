import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import type { Reply, Report, Says } from '#delivery/heard.ts'
import { findContact } from '#directory/contacts.run.ts'
import type { Job } from '#jobs/job.ts'
import { takeReplies, takeReports } from '#receipts/receipts.run.ts'
import { listReplies } from '#receipts/replies.run.ts'
import { wouldBe } from '#rules/explain.run.ts'
import { accepts, openTown } from '../night-town.ts'
import { SAM } from '../rows.ts'

let town: Awaited<ReturnType<typeof openTown>>
before(async () => {
  town = await openTown()
})
after(() => town.close())

const DESK = 'desk@mill.example'
const PHONE = '+61491570156'

type Sent = { companyId: string; deliveryId: string; state: string; attempt: number; carrier: string }
/** The latest message to an address. */
async function latest(address: string): Promise<Sent> {
  const [row] = await town.house.db.query<Sent>(sql`
    select delivery.company_id, delivery.id as delivery_id, state, attempt.number as attempt, attempt.carrier
    from delivery
    join message on message.company_id = delivery.company_id and message.id = delivery.id
    left join attempt on attempt.company_id = delivery.company_id and attempt.delivery_id = delivery.id
    where delivery.address = ${address}
    order by message.at desc, delivery.id desc, attempt.number desc
    limit 1`)
  return row!
}

let keys = 0
/** The carrier reports something of the latest message to an address. */
async function reports(address: string, says: Says, more: Partial<Report> = {}) {
  const { companyId, deliveryId: id, attempt, carrier } = await latest(address)
  const told = { carrier, key: `report ${keys++}`, ours: { companyId, id, attempt }, reference: null, says }
  await takeReports(town.house.db, [{ ...told, code: null, words: says, at: town.now(), raw: {}, ...more }], town.now())
  await town.forward(1)
}

async function answers(words: string) {
  const { carrier } = await latest(PHONE)
  const about = { carrier, key: `answer ${keys++}`, channel: 'sms', from: PHONE, to: '+61491570100' } as const
  const reply: Reply = { ...about, words, at: town.now(), raw: {} }
  await takeReplies(town.house.db, [reply], town.now())
  await town.forward(1)
}

const update = (job: Job, docketNumber: string) => town.save(job, { do: 'change', set: { docketNumber } })
const stateOf = async (address: string) => (await latest(address)).state

test('a text is accepted, then reported delivered; a late "handed on" changes nothing', async () => {
  await town.rule('site', { address: PHONE, via: 'sms' })
  await town.rule('site', { address: PHONE, via: 'sms', occasion: 'updated-incomplete' })
  await town.rule('customer', { address: DESK })
  await town.rule('customer', { address: DESK, occasion: 'updated-incomplete' })
  const job = await town.open()
  await update(job, 'D1')
  assert.equal(town.heard().length, 2)
  assert.equal(await stateOf(PHONE), 'accepted')
  await reports(PHONE, 'delivered')
  assert.equal(await stateOf(PHONE), 'delivered')
  await reports(PHONE, 'handed-on')
  assert.equal(await stateOf(PHONE), 'delivered')
})

test('an answer that was lost is known from the report, and nothing is sent again', async () => {
  const job = await town.open()
  town.carriersAre(({ address }) =>
    address === PHONE ? { as: 'unknown', code: null, words: 'the connection broke' } : accepts({} as never),
  )
  await update(job, 'D2')
  town.carriersAre(accepts)
  assert.equal(town.heard().length, 1)
  assert.equal(await stateOf(PHONE), 'unknown')
  await reports(PHONE, 'handed-on')
  assert.equal(await stateOf(PHONE), 'accepted')
  await town.forward(3600)
  assert.deepEqual(town.heard(), [])
})

test('W9: after a bounce the update is not sent and says why; the dispatch is', async () => {
  const job = await town.open()
  await update(job, 'D3')
  town.heard()
  await reports(DESK, 'not-delivered', { code: '5.1.1', words: 'no such user here' })
  assert.equal(await stateOf(DESK), 'failed-for-good')
  await update(job, 'D4')
  assert.deepEqual(
    town.heard().map(line => line.split(':')[0]),
    [`sms ${PHONE}`],
  )
  assert.ok((await town.reasons(job)).includes(`updated-incomplete ${DESK} address-dead`))
  await town.save(job, { do: 'dispatch' })
  assert.deepEqual(
    town.heard().map(line => line.split(':')[0]),
    [`email ${DESK}`, `sms ${PHONE}`],
  )
  await reports(DESK, 'delivered')
  await update(job, 'D5')
  assert.deepEqual(
    town.heard().map(line => line.split(':')[0]),
    [`email ${DESK}`, `sms ${PHONE}`],
  )
})

test('W9: STOP silences the update but not the dispatch, and START brings it back', async () => {
  const job = await town.open()
  await answers('STOP')
  await update(job, 'D6')
  assert.deepEqual(
    town.heard().map(line => line.split(':')[0]),
    [`email ${DESK}`],
  )
  assert.ok((await town.reasons(job)).includes(`updated-incomplete ${PHONE} opted-out`))
  const what = { job, what: 'dispatched', by: SAM, now: town.now() } as const
  const would = await wouldBe(town.house.db, what)
  assert.ok(would.ok)
  const foreseen = would.expected
    .filter(({ via }) => via === 'sms')
    .map(({ occasion, because }) => `${occasion} ${because}`)
  assert.deepEqual(foreseen.sort(), ['dispatched told', 'updated-incomplete opted-out'])
  await town.save(job, { do: 'dispatch' })
  assert.deepEqual(
    town.heard().map(line => line.split(':')[0]),
    [`email ${DESK}`, `sms ${PHONE}`],
  )
  await answers('Start')
  await update(job, 'D7')
  assert.deepEqual(
    town.heard().map(line => line.split(':')[0]),
    [`email ${DESK}`, `sms ${PHONE}`],
  )
})

test('an answer lands on its job', async () => {
  await town.forward(60)
  const job = await town.open()
  await update(job, 'D8')
  town.heard()
  await answers('The key is with the neighbour')
  const { companyId } = town.place
  const [reply] = await listReplies(town.house.db, { companyId, jobId: job.id, limit: 10 })
  assert.equal(reply!.words, 'The key is with the neighbour')
  assert.ok((await findContact(town.house.db, { companyId, channel: 'sms', address: PHONE }))!.reachedAt)
})
