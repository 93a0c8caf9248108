import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { NOW, type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { writeCursor } from './shapes.ts'

let trial: TrialDoor
let job: string
before(async () => {
  trial = await trialDoor()
})
beforeEach(async () => {
  trial.time.now = NOW
  await demand({})
  job = await open()
})
after(() => trial.close())

const ask = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.dispatch, line, body)
const open = async (more: object = {}) => (await ask('POST /jobs', { ...trial.harbour.opening, ...more })).body.job.id
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')
const numbersOf = async (query: string): Promise<number[]> =>
  (await ask(`GET /jobs?limit=200&${query}`)).body.items.map(({ number }: { number: number }) => number)

async function demand(set: object) {
  const none = { orderNumberNeeded: 'never', docketNumberNeeded: 'never', mustBeAdvised: false }
  const { administer } = trial.harbour.keys
  const path = `/alarm-companies/${trial.harbour.ids.alarmCompany}`
  const changed = await trial.ask(administer, `PATCH ${path}`, { ...none, ...set })
  assert.equal(changed.status, 200, changed.text)
}

test('a number needed at start holds up opening, dispatching and writing a time, and says what to do', async () => {
  await demand({ orderNumberNeeded: 'at-start' })
  const already = await ask('POST /jobs', { ...trial.harbour.opening, dispatchedAt: '2026-11-20T14:00:00Z' })
  for (const answer of [
    already,
    await ask(`POST /jobs/${job}/dispatch`, {}),
    await ask(`PATCH /jobs/${job}`, { version: 1, dispatchedAt: '2026-11-20T14:00:00Z' }),
  ]) {
    assert.deepEqual([answer.status, kindOf(answer)], [422, 'order-number-missing'])
    assert.match(answer.body.detail, /send it along as orderNumber/)
  }
  const sent = await ask(`POST /jobs/${job}/dispatch`, { orderNumber: 'PO 1', docketNumber: 'D1' })
  assert.deepEqual([sent.status, sent.body.job.orderNumber, sent.body.job.docketNumber], [200, 'PO 1', 'D1'])
})

test('a number needed at end comes with completing', async () => {
  await demand({ orderNumberNeeded: 'at-end', docketNumberNeeded: 'at-end' })
  assert.equal(kindOf(await ask(`POST /jobs/${job}/complete`, { docketNumber: 'D1' })), 'order-number-missing')
  assert.equal(kindOf(await ask(`POST /jobs/${job}/complete`, { orderNumber: 'PO 1' })), 'docket-number-missing')
  const done = await ask(`POST /jobs/${job}/complete`, { orderNumber: 'PO 1', docketNumber: 'D1' })
  assert.deepEqual([done.status, done.body.job.category], [200, 'complete'])
})

test('a party that must be advised is, and the job is complete', async () => {
  await demand({ mustBeAdvised: true })
  const done = await ask(`POST /jobs/${job}/complete`, { outcome: 'All sealed' })
  assert.equal(done.body.job.category, 'not-advised')
  assert.ok((await numbersOf('list=not-advised')).includes(done.body.job.number))
  const early = await ask(`POST /jobs/${job}/complete`, {})
  assert.deepEqual([early.status, kindOf(early)], [409, 'party-not-advised'])
  const at = '2026-11-21T01:50:00+11:00'
  const told = await ask(`POST /jobs/${job}/advise`, { party: 'alarm-company', at, version: done.body.job.version })
  const { category, alarmCompanyAdvisedAt, customerAdvisedAt } = told.body.job
  assert.deepEqual([category, alarmCompanyAdvisedAt, customerAdvisedAt], ['complete', '2026-11-20T14:50:00Z', null])
  const twice = await ask(`POST /jobs/${job}/advise`, { party: 'alarm-company' })
  assert.deepEqual([twice.status, kindOf(twice)], [409, 'already-advised'])
  assert.deepEqual(await numbersOf('list=not-advised'), [])
})

test('a party the job does not have, or that is none, is not advised', async () => {
  const lonely = await open({ customerId: null })
  const answer = await ask(`POST /jobs/${lonely}/advise`, { party: 'customer' })
  assert.deepEqual([answer.status, kindOf(answer)], [422, 'no-such-party'])
  const police = await ask(`POST /jobs/${job}/advise`, { party: 'police' })
  assert.deepEqual([police.status, police.body.errors[0].field], [422, 'party'])
})

test('S1.41: review is read page by page, the longest due first, with the reason and the day', async () => {
  const days = ['2026-11-24', '2026-11-22', '2026-11-24', '2026-11-30', '2026-11-21']
  const ids = await Promise.all(days.map(() => open()))
  for (const [i, until] of days.entries()) await ask(`POST /jobs/${ids[i]}/defer`, { because: 'No access', until })
  trial.time.now = NOW.add({ hours: 5 * 24 })
  const seen: { id: string; because: string; until: string }[] = []
  let next: string | null = ''
  while (next !== null) {
    const { body } = await ask(`GET /jobs?list=review&limit=1${next && `&after=${next}`}`)
    for (const item of body.items) {
      seen.push({ id: item.id, because: item.deferredBecause, until: item.deferredUntil })
    }
    next = body.next
  }
  assert.deepEqual(
    seen.map(({ until }) => until),
    ['2026-11-21', '2026-11-22', '2026-11-24', '2026-11-24'],
  )
  assert.equal(new Set(seen.map(({ id }) => id)).size, 4)
  assert.equal(seen[0]!.because, 'No access')
  assert.equal((await numbersOf('list=deferred')).length, 5)
  assert.equal((await numbersOf('list=review&category=complete')).length, 0)
  for (const id of ids) await ask(`POST /jobs/${id}/resume`, {})
})

test('not dispatched is what waits for somebody to be sent, page by page', async () => {
  const before = await numbersOf('list=not-dispatched')
  const { number } = (await ask(`GET /jobs/${job}`)).body
  assert.equal(before[0], number)
  const [first, second] = before
  const page = (await ask('GET /jobs?list=not-dispatched&limit=1')).body
  const after = (await ask(`GET /jobs?list=not-dispatched&limit=1&after=${page.next}`)).body
  assert.deepEqual([page.items[0].number, after.items[0].number], [first, second])
  await ask(`POST /jobs/${job}/dispatch`, {})
  assert.deepEqual(await numbersOf('list=not-dispatched'), before.slice(1))
})

test('a report that waits is on its list until it is approved', async () => {
  const { administer } = trial.harbour.keys
  const looksFirst = async (approvesReports: boolean) =>
    assert.equal((await trial.ask(administer, 'PATCH /company', { approvesReports })).status, 200)
  await looksFirst(true)
  const { number } = (await ask(`POST /jobs/${job}/complete`, {})).body.job
  assert.deepEqual(await numbersOf('list=report-waits'), [number])
  await ask(`POST /jobs/${job}/approve-report`, {})
  assert.deepEqual(await numbersOf('list=report-waits'), [])
  await looksFirst(false)
})

test('a page of one list does not go on in another', async () => {
  await open()
  const { next } = (await ask('GET /jobs?limit=1')).body
  const review = writeCursor(['2026-11-24', 3])
  const wrong = [`list=review&after=${next}`, `after=${review}`, `list=deferred&after=${review}`]
  for (const query of wrong) {
    const answer = await ask(`GET /jobs?${query}`)
    assert.deepEqual([answer.status, answer.body.errors[0].field], [422, 'after'], query)
    assert.equal(answer.body.errors[0].problem, 'must come from a page of this same list')
  }
  const unknown = await ask('GET /jobs?list=everything')
  assert.deepEqual([unknown.status, unknown.body.errors[0].field], [422, 'list'])
})
