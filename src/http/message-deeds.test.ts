import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#base/id.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'

// What people do with messages, through the door: nothing is sent here, so that what waits stays waiting.

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
  const owner = { kind: 'customer', id: trial.harbour.ids.customer }
  const rule = { does: 'tell', owner, via: 'text-email', address: 'facilities@mill.example' }
  for (const occasion of ['completed', 'dispatched']) {
    assert.equal((await ask('POST /rules', { ...rule, occasion })).status, 201)
  }
})
after(() => trial.close())

const ask = (line: string, body?: unknown, headers = {}) =>
  trial.ask(trial.harbour.keys.administer, line, body, headers)
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')
const completed = async () => {
  const { job } = (await ask('POST /jobs', trial.harbour.opening)).body
  await ask(`POST /jobs/${job.id}/complete`, {})
  await trial.settle()
  return (await ask(`GET /messages?jobId=${job.id}`)).body.items[0].id as string
}

test('a message is held, released and cancelled, and shows who did; then it is too late', async () => {
  const id = await completed()
  assert.deepEqual((await ask(`POST /messages/${id}/hold`, { note: 'Wrong template' })).body, { id, state: 'held' })
  assert.equal(kindOf(await ask(`POST /messages/${id}/hold`, {})), 'already-held')
  assert.equal((await ask(`GET /messages/${id}`)).body.dueAt, null)
  assert.equal((await ask(`POST /messages/${id}/release`, {})).body.state, 'waiting')
  assert.equal((await ask(`POST /messages/${id}/cancel`, {})).body.state, 'cancelled')
  const late = await ask(`POST /messages/${id}/release`, {})
  assert.deepEqual([late.status, kindOf(late)], [409, 'already-over'])
  const { changes } = (await ask(`GET /messages/${id}`)).body
  assert.deepEqual(
    changes.map(({ from, to, note, by }: Record<string, unknown> & { by: { name: string } }) => [
      from,
      to,
      note,
      by.name,
    ]),
    [
      ['waiting', 'held', 'Wrong template', 'Trial'],
      ['held', 'waiting', null, 'Trial'],
      ['waiting', 'cancelled', null, 'Trial'],
    ],
  )
  assert.equal((await ask(`POST /messages/${newId()}/cancel`, {})).status, 404)
})

test('W3: a message is sent again once, however often the request is repeated under its key', async () => {
  const id = await completed()
  const way = await ask(`POST /messages/${id}/resend`, { as: 'as-it-was' })
  assert.deepEqual([way.status, kindOf(way)], [409, 'still-on-its-way'])
  await ask(`POST /messages/${id}/cancel`, {})
  const again = () => ask(`POST /messages/${id}/resend`, { as: 'as-it-was' }, { 'idempotency-key': 'again' })
  const [first, second] = [await again(), await again()]
  assert.deepEqual([first.status, second.body], [200, first.body])
  await trial.settle()
  const old = (await ask(`GET /messages/${id}`)).body
  assert.deepEqual([old.state, old.resentAs], ['resent', [first.body.id]])
  const made = (await ask(`GET /messages/${first.body.id}`)).body
  assert.deepEqual([made.resendOf, made.resendAs, made.resendBy.name, made.body], [id, 'as-it-was', 'Trial', old.body])
  assert.equal(kindOf(await ask(`POST /messages/${id}/resend`, { as: 'afresh' })), 'resent-already')
})

test('many are counted first; another count is refused and names the right one', async () => {
  const from = trial.time.now.toString()
  const ids = [await completed(), await completed()].sort()
  const filter = { channel: 'email', state: 'waiting', from }
  const counted = (await ask('POST /messages/hold', { filter })).body
  assert.deepEqual([counted.done, counted.count >= 2], [false, true])
  const wrong = await ask('POST /messages/hold', { filter, count: counted.count + 1 })
  assert.deepEqual([wrong.status, kindOf(wrong), wrong.body.count], [409, 'other-count', counted.count])
  assert.equal((await ask('POST /messages/hold', { filter, count: counted.count })).body.done, true)
  const held = (await ask('GET /messages?state=held&channel=email&lane=normal')).body.items
  for (const id of ids) assert.ok(held.some((each: { id: string }) => each.id === id))
  const theirs = await trial.ask(trial.other.keys.administer, 'POST /messages/cancel', { filter: {}, count: 0 })
  assert.deepEqual([theirs.body.done, theirs.body.count], [true, 0])
  const again = { filter: { state: 'held' }, as: 'afresh' }
  const resent = (await ask('POST /messages/resend', again)).body.count
  assert.equal((await ask('POST /messages/resend', { ...again, count: resent })).body.done, true)
  await trial.settle()
  assert.deepEqual((await ask('GET /messages?state=held')).body.items, [])
})

test('a list of messages can be narrowed to a channel, a carrier, a lane and a time', async () => {
  await completed()
  const count = async (query: string) => (await ask(`GET /messages?${query}`)).body.items.length
  assert.ok((await count('channel=email&lane=normal&from=2026-11-20T15:00:00Z')) > 0)
  for (const none of [
    'channel=sms',
    'lane=slow',
    'carrier=smtp',
    'until=2026-11-20T15:00:00Z',
    'from=2027-01-01T00:00:00Z',
  ]) {
    assert.equal(await count(none), 0, none)
  }
})

test('W5: quiet hours and holidays are set, shown and refused with a sentence', async () => {
  const hours = { from: '22:00', until: '07:00' }
  const set = await ask('PATCH /company', { quietHours: hours, quietHolidays: true, holidaysOf: 'AU-NSW' })
  assert.deepEqual([set.body.quietHours, set.body.quietHolidays, set.body.holidaysOf], [hours, true, 'AU-NSW'])
  const melbourne = [{ day: '2026-12-24', name: 'Office party' }]
  const holidays = (await ask('PUT /company/holidays', { items: melbourne })).body
  assert.deepEqual(
    [holidays.items, holidays.next[0], holidays.quiet],
    [melbourne, { day: '2026-12-25', name: 'Christmas Day' }, true],
  )
  assert.deepEqual((await ask('GET /company/holidays')).body, holidays)
  assert.equal(kindOf(await ask('PUT /company/holidays', { items: [...melbourne, ...melbourne] })), 'day-twice')
  assert.equal(kindOf(await ask('PATCH /company', { holidaysOf: 'AU-XYZ' })), 'no-holidays-known')
  assert.equal(kindOf(await ask('PATCH /company', { quietHours: { from: '07:00', until: '07:00' } })), 'hours-are-none')
  assert.equal((await ask('PATCH /company', { quietHours: { from: '25:00', until: '07:00' } })).status, 422)

  // It is two in the morning at the site.
  const { job } = (await ask('POST /jobs', trial.harbour.opening)).body
  const would = (await ask(`GET /jobs/${job.id}/decisions?if=completed`)).body.wouldBe
  const sentence = 'Will tell facilities@mill.example by e-mail; waits until 21 Nov 2026, 07:00 AEDT (quiet hours).'
  assert.equal(would.items[0].sentence, sentence)
  await ask(`POST /jobs/${job.id}/complete`, {})
  await trial.settle()
  const [decision] = (await ask(`GET /jobs/${job.id}/decisions`)).body.items
  assert.equal(decision.sentence, sentence)
  assert.match(decision.waitsUntil, /^2026-11-20T20:00:00/)
  assert.equal((await ask('PATCH /company', { quietHours: null, quietHolidays: false })).body.quietHours, null)
})

test('a rule may gather changes for some minutes, of updates and completions only', async () => {
  const owner = { kind: 'site', id: trial.harbour.ids.site }
  const rule = { does: 'tell', owner, via: 'text-email', address: 'gather@mill.example', gathersMinutes: 10 }
  const added = await ask('POST /rules', { ...rule, occasion: 'updated-incomplete' })
  assert.equal(added.body.rule.gathersMinutes, 10)
  assert.equal(kindOf(await ask('POST /rules', { ...rule, occasion: 'dispatched' })), 'gathering-not-wanted')
  const long = { ...rule, occasion: 'completed', gathersMinutes: 121 }
  assert.equal(kindOf(await ask('POST /rules', long)), 'gathering-out-of-range')
})

test('messages are looked for by view, by job number, and by part of an address or subject', async () => {
  const id = await completed()
  const { reference, subject } = (await ask(`GET /messages/${id}`)).body
  const found = async (query: string) => {
    const { items } = (await ask(`GET /messages?${query}`)).body
    return items.some((message: { id: string }) => message.id === id)
  }
  const word = encodeURIComponent(subject.slice(3, 12).toUpperCase())
  for (const query of [
    'view=waiting',
    `search=${reference.toLowerCase()}`,
    'search=FACILITIES%40mill',
    `search=${word}`,
  ])
    assert.equal(await found(query), true, query)
  for (const query of ['view=failed', 'view=held', 'search=HRB-99999', 'search=facilities%25mill', 'search=nobody'])
    assert.equal(await found(query), false, query)
  await ask(`POST /messages/${id}/hold`, {})
  assert.deepEqual([await found('view=held'), await found('view=waiting')], [true, false])
})

test('those that are named are held and released together, urgent ones too', async () => {
  const { job } = (await ask('POST /jobs', trial.harbour.opening)).body
  await ask(`POST /jobs/${job.id}/dispatch`, {})
  await trial.settle()
  const [{ id, lane }] = (await ask(`GET /messages?jobId=${job.id}`)).body.items
  assert.equal(lane, 'urgent')
  const before = (await ask('GET /messages/counts')).body
  assert.equal((await ask('POST /messages/hold', { filter: { jobId: job.id } })).body.count, 0)
  const filter = { ids: [id, await completed(), newId()] }
  assert.equal((await ask('POST /messages/hold', { filter })).body.count, 2)
  assert.equal((await ask('POST /messages/hold', { filter, count: 2 })).body.done, true)
  const held = (await ask('GET /messages/counts')).body
  assert.deepEqual([held.held, held.waiting], [before.held + 2, before.waiting - 1])
  assert.equal((await ask('POST /messages/release', { filter, count: 2 })).body.done, true)
  assert.equal((await ask('GET /messages/counts')).body.held, before.held)
  const theirs = await trial.ask(trial.other.keys.administer, 'POST /messages/hold', { filter })
  assert.equal(theirs.body.count, 0)
  assert.deepEqual((await trial.ask(trial.other.keys.read, 'GET /messages/counts')).body, {
    ...{ failed: 0, waiting: 0, held: 0, answers: 0 },
  })
})
