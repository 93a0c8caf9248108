import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { JPEG } from '../../test/examples.ts'
import { NOW, type TrialDoor, trialDoor } from '../../test/trial-door.ts'

let trial: TrialDoor
let job: string
before(async () => {
  trial = await trialDoor()
})
beforeEach(async () => {
  trial.time.now = NOW
  job = (await ask('POST /jobs', trial.harbour.opening)).body.job.id
})
after(() => trial.close())

const ask = (line: string, body?: unknown, headers = {}) => trial.ask(trial.harbour.keys.dispatch, line, body, headers)
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')

test('a job is opened with the links of its site, and is found by its id and by its number', async () => {
  const { ids, opening } = trial.harbour
  const opened = await ask('POST /jobs', { ...opening, priority: 2, openedAt: '2026-11-21T01:30:00+11:00' })
  const { job, changed } = opened.body
  assert.equal(opened.headers.get('location'), `/api/v1/jobs/${job.id}`)
  assert.deepEqual([job.customerId, job.alarmCompanyId, job.version], [ids.customer, ids.alarmCompany, 1])
  assert.deepEqual([job.openedAt, job.priority], ['2026-11-20T14:30:00Z', 2])
  assert.ok(changed.length > 0)

  const found = await ask(`GET /jobs/${job.reference}`)
  assert.equal(found.body.id, job.id)
  assert.deepEqual((await ask(`GET /jobs/${job.id}`)).body, found.body)
  assert.equal(found.body.timeZone, 'Australia/Sydney')
  assert.deepEqual(found.body.names, {
    site: 'Hargreaves mill',
    address: '1 Mill Lane, Brookvale',
    serviceType: 'Burglar alarm',
    status: 'In progress',
    customer: 'Hargreaves Timber',
    alarmCompany: 'Sentinel Alarms',
    provider: null,
  })
})

test('a night: dispatched, on site, off site, complete, and every save is on record', async () => {
  const { person, provider } = trial.harbour.ids
  const doing = async (what: string, body: object, minutes: number) => {
    trial.time.now = NOW.add({ minutes })
    const answer = await ask(`POST /jobs/${job}/${what}`, body)
    assert.equal(answer.status, 200, answer.text)
    return answer.body.job
  }
  const sent = await doing('dispatch', { providerId: provider, technicianIds: [person] }, 2)
  assert.deepEqual([sent.dispatchedAt, sent.timesDispatched], ['2026-11-20T15:02:00Z', 1])
  assert.equal(sent.visits[0].technicians[0].personId, person)
  await doing('on-site', { at: '2026-11-21T02:25:30.5+11:00' }, 30)
  await doing('off-site', { outcome: 'All sealed', docketNumber: 'D88213' }, 40)
  const complete = await doing('complete', {}, 41)
  assert.deepEqual([complete.category, complete.onSiteAt], ['complete', '2026-11-20T15:25:30.5Z'])

  const { items } = (await ask(`GET /jobs/${job}/events`)).body
  const told = items.map((event: { version: number; at: string; by: { name: string } }) => [
    event.version,
    event.at.slice(11, 16),
    event.by.name,
  ])
  assert.deepEqual(told, [
    [1, '15:00', 'Trial'],
    [2, '15:02', 'Trial'],
    [3, '15:30', 'Trial'],
    [4, '15:40', 'Trial'],
    [5, '15:41', 'Trial'],
  ])
})

test('whoever changes a version that is past is told what changed since, by whom and when', async () => {
  await ask(`POST /jobs/${job}/on-site`, {})
  const stale = await ask(`PATCH /jobs/${job}`, { version: 1, notes: 'Gate code 4411' })
  assert.deepEqual([stale.status, kindOf(stale)], [409, 'stale'])
  const [since] = stale.body.since
  assert.deepEqual([since.version, since.at, since.by.name], [2, '2026-11-20T15:00:00Z', 'Trial'])
  assert.deepEqual(since.changed, [{ field: 'onSiteAt', from: null, to: '2026-11-20T15:00:00Z' }])
  const now = await ask(`PATCH /jobs/${job}`, { version: 2, notes: 'Gate code 4411', orderNumber: null })
  assert.deepEqual([now.status, now.body.job.notes, now.body.job.version], [200, 'Gate code 4411', 3])
})

test('S1.29: saving what is so already makes no version', async () => {
  const same = await ask(`PATCH /jobs/${job}`, { version: 1, initialRequest: trial.harbour.opening.initialRequest })
  assert.deepEqual([same.status, same.body.changed, same.body.job.version], [200, [], 1])
})

for (const [at, problem] of [
  ['2026-11-21T02:14:00', /with its offset/],
  ['2026-11-21 02:14', /with its offset/],
  ['2026-02-30T02:14:00Z', /with its offset/],
  ['1066-10-14T09:00:00Z', /between 1900 and 2199/],
  ['2026-11-21T02:14:00.1234567Z', /microsecond/],
  [1_795_180_440_000, /must be a string/],
] as const) {
  test(`the time ${at} is refused, with a sentence`, async () => {
    const answer = await ask(`POST /jobs/${job}/on-site`, { at })
    assert.deepEqual([answer.status, answer.body.errors[0].field], [422, 'at'])
    assert.match(answer.body.errors[0].problem, problem)
  })
}

for (const [what, body, status, kind] of [
  ['dispatch', { providerId: '019abc00-0000-7000-8000-000000000001' }, 422, 'no-such-entry'],
  ['status', { statusId: '019abc00-0000-7000-8000-000000000001' }, 422, 'no-such-status'],
  ['reopen', {}, 409, 'already-in-progress'],
  ['resume', {}, 409, 'not-deferred'],
  ['defer', { because: 'No access', until: '2026-11-20' }, 422, 'review-date-is-past'],
] as const) {
  test(`${what} that cannot be is ${status}: ${kind}`, async () => {
    const answer = await ask(`POST /jobs/${job}/${what}`, body)
    assert.deepEqual([answer.status, kindOf(answer)], [status, kind])
    assert.ok(answer.body.detail.endsWith('.'))
  })
}

test('a technician takes a status on his visit', async () => {
  const { person } = trial.harbour.ids
  await ask(`POST /jobs/${job}/visits`, { technicianIds: [person] })
  const statuses = (await ask('GET /statuses?search=travelling')).body.items
  const answer = await ask(`PUT /jobs/${job}/visits/1/technicians/${person}`, { statusId: statuses[0].id })
  assert.equal(answer.body.job.visits[0].technicians[0].travellingAt, '2026-11-20T15:00:00Z')
  const wrong = await ask(`PUT /jobs/${job}/visits/2/technicians/${person}`, { statusId: statuses[0].id })
  assert.deepEqual([wrong.status, kindOf(wrong)], [422, 'no-visit'])
})

test('jobs are listed latest first, page by page, each once, by category, by site and by what one looks for', async () => {
  for (let i = 0; i < 4; i++) await ask('POST /jobs', trial.harbour.opening)
  await ask(`POST /jobs/${job}/cancel`, {})
  const all = (await ask('GET /jobs?limit=200')).body.items.map(({ number }: { number: number }) => number)
  assert.deepEqual(
    all,
    all.toSorted((a: number, b: number) => b - a),
  )
  const paged: number[] = []
  let next: string | null = ''
  while (next !== null) {
    const { body } = await ask(`GET /jobs?limit=3${next && `&after=${next}`}`)
    paged.push(...body.items.map(({ number }: { number: number }) => number))
    next = body.next
  }
  assert.deepEqual(paged, all)
  const many = async (query: string) => (await ask(`GET /jobs?${query}`)).body.items.length
  assert.equal(await many('category=cancelled'), 1)
  assert.equal(await many(`siteId=${trial.harbour.ids.site}&limit=200`), all.length)
  assert.equal(await many('search=brookvale&limit=200'), all.length)
  assert.equal(await many('search=nowhere'), 0)
})

test('events are read page by page too', async () => {
  for (const outcome of ['one', 'two', 'three']) await ask(`POST /jobs/${job}/off-site`, { outcome })
  const first = (await ask(`GET /jobs/${job}/events?limit=3`)).body
  const second = (await ask(`GET /jobs/${job}/events?limit=3&after=${first.next}`)).body
  const versions = [...first.items, ...second.items].map(({ version }: { version: number }) => version)
  assert.deepEqual([versions, second.next], [[1, 2, 3, 4], null])
})

test('a job is printed under its number', async () => {
  const reference = (await ask(`GET /jobs/${job}`)).body.reference
  const printed = await ask(`GET /jobs/${reference}/pdf`)
  assert.equal(printed.headers.get('content-type'), 'application/pdf')
  assert.equal(printed.headers.get('content-disposition'), `inline; filename="${reference}.pdf"`)
  assert.match(printed.text, /^%PDF/)
})

describe('photos', () => {
  const add = (image: Uint8Array | string, type = 'image/jpeg') =>
    ask(`POST /jobs/${job}/photos?caption=Rear%20door`, image, { 'content-type': type })

  test('are kept as they came, and shown as what they are', async () => {
    const added = await add(JPEG)
    assert.deepEqual([added.status, added.body.caption, added.body.type], [201, 'Rear door', 'image/jpeg'])
    assert.deepEqual((await ask(`GET /jobs/${job}/photos`)).body.items, [added.body])
    const response = await trial.door.request(`${added.headers.get('location')}`, {
      headers: { authorization: `Bearer ${trial.harbour.keys.read}` },
    })
    assert.equal(response.headers.get('content-type'), 'image/jpeg')
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), JPEG)
  })

  test('of another type, of another job or too large are refused', async () => {
    assert.equal(kindOf(await add('<svg/>', 'image/svg+xml')), 'wrong-type')
    assert.equal(kindOf(await add('<svg/>')), 'not-a-photo')
    assert.equal(kindOf(await add(new Uint8Array(10_000_001))), 'too-large')
    const { id } = (await add(JPEG)).body
    const elsewhere = (await ask('POST /jobs', trial.harbour.opening)).body.job.id
    assert.equal(kindOf(await ask(`GET /jobs/${elsewhere}/photos/${id}`)), 'no-such-photo')
  })

  test('sent again with the same key are kept once', async () => {
    const send = (image: Uint8Array) =>
      ask(`POST /jobs/${job}/photos`, image, {
        'content-type': 'image/jpeg',
        'idempotency-key': `photo ${job}`.replace(' ', '-'),
      })
    const [first, second] = [await send(JPEG), await send(JPEG)]
    assert.deepEqual([second.status, second.body], [201, first.body])
    assert.equal(kindOf(await send(new Uint8Array([...JPEG, 1]))), 'key-used-for-another-request')
  })
})
