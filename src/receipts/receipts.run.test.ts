import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import type { OutcomeKind } from '#delivery/carrier.ts'
import { type Report, SAYS, type Says } from '#delivery/heard.ts'
import type { State } from '#delivery/state.ts'
import type { ContactChannel } from '#directory/contact.ts'
import { contactHistory, findContact, optOut } from '#directory/contacts.run.ts'
import { freshDatabase } from '../../test/database.ts'
import { insertJob, insertMessages, NIGHT } from '../../test/deliveries.ts'
import { insertPlace, type Place, SAM } from '../../test/rows.ts'
import { settleOnce, takeReplies, takeReports } from './receipts.run.ts'
import { finishReply, listReplies, receiptsOf, repliesTo } from './replies.run.ts'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
let place: Place
let other: Place
let [jobId, otherJobId] = ['', '']
before(async () => {
  fresh = await freshDatabase()
  place = await insertPlace(fresh.db)
  other = await insertPlace(fresh.db, 'OTH')
  jobId = await insertJob(fresh.db, place)
  otherJobId = await insertJob(fresh.db, other)
})
after(() => fresh.drop())

type Sent = {
  name: string
  state?: State
  outcomes?: (OutcomeKind | null)[]
  reference?: string
  channel?: ContactChannel
  address?: string
  of?: Place
  carrier?: string
  at?: Temporal.Instant
}

/** A message that was handed over so often, with these answers; null: it is still awaited. */
async function sent({ name, state = 'accepted', outcomes = ['accepted'], of = place, at = NIGHT, ...more }: Sent) {
  const { companyId } = of
  const { reference = null, channel = 'email', carrier = 'smtp' } = more
  const address = more.address ?? `${name.replaceAll(' ', '.')}@mill.example`
  const [id] = await insertMessages(fresh.db, of, of === place ? jobId : otherJobId, [{ name, address }])
  await fresh.db.query(sql`update notice set channel = ${channel} where company_id = ${companyId} and id = ${id}`)
  for (const [i, outcome] of outcomes.entries()) {
    await fresh.db.query(sql`
      insert into attempt (company_id, delivery_id, number, carrier, started_at, ended_at, outcome, reference)
      values (${companyId}, ${id}, ${i + 1}, ${carrier}, ${at}, ${outcome && at}, ${outcome}, ${reference})`)
  }
  const ended = ['accepted', 'delivered', 'failed-for-good', 'resent'].includes(state) ? at : null
  await fresh.db.query(sql`
    update delivery
    set state = ${state === 'resent' ? 'failed-for-good' : state}, ended_at = ${ended}, channel = ${channel},
        attempts = ${outcomes.length}
    where company_id = ${companyId} and id = ${id}`)
  if (state === 'resent') await fresh.db.query(sql`update delivery set state = 'resent' where id = ${id}`)
  return id!
}

let keys = 0
const report = (id: string | null, says: Says, more: Partial<Report> = {}): Report => ({
  carrier: 'smtp',
  key: `report ${keys++}`,
  ours: id === null ? null : { companyId: place.companyId, id, attempt: 1 },
  reference: null,
  says,
  code: null,
  words: says,
  at: NIGHT,
  raw: {},
  ...more,
})

const settle = async (now = NIGHT) => {
  while (await settleOnce(fresh.db, { now })) {}
}
const take = async (reports: Report[], now = NIGHT) => {
  await takeReports(fresh.db, reports, now)
  await settle(now)
}
const standing = async (id: string) => {
  const [row] = await fresh.db.query<{ state: State; outcomes: string[]; ended: boolean }>(sql`
    select state, ended_at is not null as ended, (
      select array_agg(outcome order by number) from attempt where delivery_id = delivery.id) as outcomes
    from delivery
    where id = ${id}`)
  return row!
}
const settledAs = async () =>
  (await fresh.db.query<{ as: string | null }>(sql`select settled_as as as from receipt order by id desc limit 3`)).map(
    row => row.as,
  )

test('a report moves its message, and a late one moves it back nowhere', async () => {
  const id = await sent({ name: 'arrives' })
  await take([report(id, 'delivered', { code: '2.0.0', words: 'in the mailbox' })])
  assert.equal((await standing(id)).state, 'delivered')
  await take([report(id, 'handed-on'), report(id, 'not-delivered')])
  assert.equal((await standing(id)).state, 'delivered')
  const seen = await receiptsOf(fresh.db, place.companyId, id)
  assert.deepEqual(
    seen.map(({ says }) => says),
    ['delivered', 'handed-on', 'not-delivered'],
  )
  assert.deepEqual((await settledAs()).slice(0, 2), ['known-already', 'known-already'])
  assert.deepEqual(await receiptsOf(fresh.db, other.companyId, id), [])
})

test('the same report again is no change', async () => {
  const id = await sent({ name: 'twice' })
  const told = report(id, 'delivered')
  await take([told])
  await take([told, told])
  assert.equal((await receiptsOf(fresh.db, place.companyId, id)).length, 1)
})

test('a message is found by the reference of its carrier, of that carrier only', async () => {
  const id = await sent({ name: 'by reference', reference: 'SM1', carrier: 'sms' })
  await take([report(null, 'delivered', { carrier: 'sms-backup', reference: 'SM1' })])
  assert.equal((await standing(id)).state, 'accepted')
  await take([report(null, 'delivered', { carrier: 'sms', reference: 'SM1' })])
  assert.equal((await standing(id)).state, 'delivered')
})

test('a report about a lost answer says that it was accepted', async () => {
  const id = await sent({ name: 'lost', state: 'unknown', outcomes: ['unknown'] })
  await take([report(id, 'handed-on')])
  assert.deepEqual(await standing(id), { state: 'accepted', outcomes: ['accepted'], ended: true })
  const [attempt] = await fresh.db.query<{ words: string }>(sql`select words from attempt where delivery_id = ${id}`)
  assert.match(attempt!.words, /known from the carrier's report/)
})

test('a report that is quicker than the answer is believed, but a failure waits for it', async () => {
  const quick = await sent({ name: 'quick', state: 'handed-over', outcomes: [null] })
  const failing = await sent({ name: 'failing', state: 'handed-over', outcomes: [null] })
  await take([report(quick, 'delivered'), report(failing, 'not-delivered')])
  assert.equal((await standing(quick)).state, 'delivered')
  assert.equal((await standing(failing)).state, 'handed-over')
  await fresh.db.query(sql`
    update attempt set ended_at = ${NIGHT}, outcome = 'accepted' where delivery_id = ${failing}`)
  await fresh.db.query(sql`update delivery set state = 'accepted', ended_at = ${NIGHT} where id = ${failing}`)
  await settle(later(NIGHT, 2))
  assert.equal((await standing(failing)).state, 'failed-for-good')
})

test('a report that comes before the reference is recorded is kept for a day and holds up no other', async () => {
  const early = report(null, 'delivered', { reference: 'later', carrier: 'sms' })
  const never = report(null, 'delivered', { reference: 'never', carrier: 'sms' })
  await takeReports(fresh.db, [never, early], NIGHT)
  assert.equal(await settleOnce(fresh.db, { now: NIGHT }), false, 'nothing to do at once')
  const id = await sent({ name: 'recorded later', carrier: 'sms', reference: 'later' })
  await settle(later(NIGHT, 1.1))
  assert.equal((await standing(id)).state, 'delivered')
  assert.equal(await settleOnce(fresh.db, { now: later(NIGHT, 80_000) }), false)
  await settle(later(NIGHT, 86_400 + 600))
  const [row] = await fresh.db.query<{ as: string }>(sql`
    select settled_as as as from receipt where reference = 'never'`)
  assert.equal(row!.as, 'unmatched')
})

test('a report after somebody sent it again is shown, and believed if it says that it arrived', async () => {
  const id = await sent({ name: 'resent', state: 'resent', outcomes: ['unknown'] })
  await take([report(id, 'handed-on')])
  assert.equal((await standing(id)).state, 'resent')
  await take([report(id, 'delivered')])
  assert.equal((await standing(id)).state, 'delivered')
})

test('in whatever order and batches reports come, the message ends in the same state', async () => {
  const anyReports = fc.array(fc.record({ attempt: fc.constantFrom(1, 2), says: fc.constantFrom(...SAYS) }), {
    minLength: 1,
    maxLength: 5,
  })
  let count = 0
  const property = fc.asyncProperty(
    anyReports.chain(said => fc.tuple(fc.constant(said), fc.shuffledSubarray(said, { minLength: said.length }))),
    fc.constantFrom<OutcomeKind>('unknown', 'accepted', 'unreachable'),
    fc.integer({ min: 1, max: 5 }),
    async ([said, shuffled], outcome, size) => {
      const ends = []
      for (const order of [said, shuffled]) {
        const name = `any ${count++}`
        const outcomes = [outcome, 'unknown'] as const
        const id = await sent({ name, state: 'unknown', outcomes: [...outcomes] })
        const reports = order.map(({ attempt, says }) =>
          report(id, says, { ours: { companyId: place.companyId, id, attempt } }),
        )
        for (let i = 0; i < reports.length; i += size) await take(reports.slice(i, i + size))
        ends.push(await standing(id))
      }
      assert.deepEqual(ends[0], ends[1])
    },
  )
  await fc.assert(property, { numRuns: 25 })
})

const contactOf = (channel: ContactChannel, address: string, { companyId } = place) =>
  findContact(fresh.db, { companyId, channel, address })

test('W9: a bounce of a mailbox that does not exist makes the address dead, and what arrives later alive again', async () => {
  const address = 'gone@mill.example'
  const id = await sent({ name: 'bounces', address })
  await take([report(id, 'not-delivered', { code: '5.1.1', words: 'no such user' })])
  const dead = await contactOf('email', address)
  assert.equal(dead!.deadBecause, 'came back: no such user')
  assert.equal(await contactOf('email', address, other), undefined, 'another company is not told')
  const again = await sent({ name: 'arrives there', address })
  await take([report(again, 'delivered', { at: later(NIGHT, 60) })], later(NIGHT, 60))
  assert.equal((await contactOf('email', address))!.deadSince, null)
  const changes = await contactHistory(fresh.db, { companyId: place.companyId, channel: 'email', address })
  assert.deepEqual(
    changes.map(({ what, by }) => [what, by]),
    [
      ['alive', null],
      ['dead', null],
    ],
  )
})

test('W9: who calls a message spam is told nothing more', async () => {
  const id = await sent({ name: 'spam', address: 'cross@mill.example' })
  await take([report(id, 'complained')])
  const contact = await contactOf('email', 'cross@mill.example')
  assert.equal(contact!.optedOutBecause, 'its owner marked a message as spam')
  assert.equal((await standing(id)).state, 'delivered')
})

const PHONE = '+61491570156'
const answer = async (words: string, more: { from?: string; at?: Temporal.Instant; carrier?: string } = {}) => {
  const { from = PHONE, at = NIGHT, carrier = 'sms' } = more
  const key = `answer ${keys++}`
  const reply = { carrier, key, channel: 'sms', from, to: '+61491570100', words, at, raw: {} } as const
  await takeReplies(fresh.db, [reply, reply], at)
  await settle(at)
}
const answersOf = (of: Place, more = {}) => listReplies(fresh.db, { companyId: of.companyId, limit: 10, ...more })

test('an answer belongs to the job of the latest message to that number, and to nobody else', async () => {
  await sent({ name: 'earlier', channel: 'sms', address: PHONE, carrier: 'sms', of: other })
  const id = await sent({ name: 'text', channel: 'sms', address: PHONE, carrier: 'sms', at: later(NIGHT, 5) })
  await answer('Key is with the neighbour', { at: later(NIGHT, 60) })
  const [reply, ...more] = await answersOf(place)
  assert.deepEqual(
    [reply!.words, reply!.meaning, reply!.jobId, reply!.deliveryId],
    ['Key is with the neighbour', 'reply', jobId, id],
  )
  assert.deepEqual(more, [], 'the same answer again is the same')
  assert.deepEqual(await answersOf(other), [])
  assert.equal((await repliesTo(fresh.db, { companyId: place.companyId, jobId, deliveryId: id })).length, 1)
  const done = await finishReply(fresh.db, { companyId: place.companyId, id: reply!.id }, { by: SAM, now: NIGHT })
  assert.deepEqual(done!.doneBy, SAM)
  const kept = await finishReply(
    fresh.db,
    { companyId: place.companyId, id: reply!.id },
    { by: { ...SAM, id: 'tom' }, now: NIGHT },
  )
  assert.deepEqual(kept!.doneBy, SAM, 'who did it first')
  assert.equal(
    await finishReply(fresh.db, { companyId: other.companyId, id: reply!.id }, { by: SAM, now: NIGHT }),
    undefined,
  )
  assert.deepEqual(await answersOf(place, { done: 'not-done' }), [])
  assert.equal((await answersOf(place, { done: 'done', jobId })).length, 1)
})

test('W9: STOP counts for every company that wrote from that number, START brings it back', async () => {
  await answer('Stop.', { at: later(NIGHT, 120) })
  for (const each of [place, other])
    assert.equal((await contactOf('sms', PHONE, each))!.optedOutBecause, 'answered "Stop."')
  assert.equal((await answersOf(place))[0]!.meaning, 'stop')
  await answer('START', { at: later(NIGHT, 180) })
  for (const each of [place, other]) assert.equal((await contactOf('sms', PHONE, each))!.optedOutAt, null)
  await answer('Yes', { at: later(NIGHT, 240) })
  assert.equal((await answersOf(place))[0]!.meaning, 'reply', 'to a question: he had not opted out')
})

test('W9: a STOP that comes months later counts, though it is not known which job it is about', async () => {
  const from = '+61491570158'
  await sent({ name: 'long ago', channel: 'sms', address: from, carrier: 'sms' })
  await answer('STOP', { from, at: NIGHT.add({ hours: 24 * 60 }) })
  assert.ok((await contactOf('sms', from))!.optedOutAt)
  await answer('hello', { from: '+61491570159' })
  const [lost] = await fresh.db.query<{ companyId: string | null }>(sql`
    select company_id from reply where from_address = '+61491570159'`)
  assert.equal(lost!.companyId, null, 'nobody wrote to that number')
})

test('W9: to opt out twice is one change', async () => {
  const key = { companyId: place.companyId, channel: 'email', address: 'twice@mill.example' } as const
  await optOut(fresh.db, key, 'by a link', NIGHT)
  await optOut(fresh.db, key, 'by a link', later(NIGHT, 1))
  assert.equal((await contactHistory(fresh.db, key)).length, 1)
})
