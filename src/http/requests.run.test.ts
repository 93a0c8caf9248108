import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import sql from 'sql-template-tag'
import { NOW, type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { forgetRequests, requestKey } from './requests.run.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

let keys = 0
const fresh = () => ({ 'idempotency-key': `key-${keys++}` })
const region = (name: string, headers: Record<string, string>, path = '/regions') =>
  trial.ask(trial.harbour.keys.administer, `POST ${path}`, { name }, headers)
const regionsNamed = async (name: string) =>
  (await trial.ask(trial.harbour.keys.read, `GET /regions?search=${name}`)).body.items.length

describe('a change of the directory', () => {
  test('that is repeated is made once and answered the same', async () => {
    const key = fresh()
    const first = await region('Repeated', key)
    const second = await region('Repeated', key)
    assert.deepEqual([first.status, second.status], [201, 201])
    assert.deepEqual(second.body, first.body)
    assert.equal(first.headers.get('idempotency-replayed'), null)
    assert.equal(second.headers.get('idempotency-replayed'), 'true')
    assert.equal(await regionsNamed('Repeated'), 1)
  })

  test('is the same request however its JSON is written', async () => {
    const key = fresh()
    const { administer } = trial.harbour.keys
    const first = await trial.ask(administer, 'POST /customers', { name: 'Order', email: null }, key)
    const second = await trial.ask(administer, 'POST /customers', '{ "email":null,\n "name":"Order" }', key)
    assert.deepEqual(second.body, first.body)
  })

  test('with a key that was used for something else is refused', async () => {
    const key = fresh()
    await region('One', key)
    for (const answer of [await region('Two', key), await region('One', key, '/customers')])
      assert.deepEqual([answer.status, answer.body.type], [422, 'urn:callout:problem:key-used-for-another-request'])
    assert.equal(await regionsNamed('Two'), 0)
  })

  test('that was refused may be tried again with the same key', async () => {
    const key = fresh()
    assert.equal((await region('', key)).status, 422)
    const { administer } = trial.harbour.keys
    const site = { name: 'Shed', address: 'Here', timeZone: 'Mars/Olympus' }
    assert.equal((await trial.ask(administer, 'POST /sites', site, key)).status, 422)
    assert.equal((await region('At last', key)).status, 201)
  })

  test('repeated thirty times at once is made once; the rest get its answer or are told to wait', async () => {
    const key = fresh()
    const answers = await Promise.all(Array.from({ length: 30 }, () => region('Crowd', key)))
    assert.equal(await regionsNamed('Crowd'), 1)
    const made = answers.filter(({ status }) => status === 201)
    assert.equal(new Set(made.map(({ body }) => body.id)).size, 1)
    for (const { status, headers } of answers.filter(answer => answer.status !== 201))
      assert.deepEqual([status, headers.get('retry-after')], [409, '1'])
    assert.equal((await region('Crowd', key)).headers.get('idempotency-replayed'), 'true')
  })

  test('has its key to itself: another company may use the same one', async () => {
    const key = fresh()
    const ours = await region('Shared', key)
    const theirs = await trial.ask(trial.other.keys.administer, 'POST /regions', { name: 'Shared' }, key)
    assert.equal(theirs.status, 201)
    assert.notEqual(theirs.body.id, ours.body.id)
  })

  test('that fails half-way leaves neither the change nor an answer', async () => {
    const key = fresh()
    await trial.db.script(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger refuse before insert on request for each row execute function refuse()`)
    const failed = trial.door.request('/api/v1/regions', {
      method: 'POST',
      headers: {
        ...key,
        authorization: `Bearer ${trial.harbour.keys.administer}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name: 'Torn' }),
    })
    assert.equal((await failed).status, 500)
    await trial.db.script('drop trigger refuse on request')
    assert.equal(await regionsNamed('Torn'), 0)
    assert.equal((await region('Torn', key)).status, 201)
  })
})

test('T11: the secret of a new API key is not kept with the answer; a repeat makes no second key', async () => {
  const key = fresh()
  const ask = () => trial.ask(trial.harbour.keys.administer, 'POST /keys', { name: 'Once', scopes: ['read'] }, key)
  const [first, second] = [await ask(), await ask()]
  assert.match(first.body.secret, /^callout_/)
  assert.deepEqual([second.status, second.body], [201, { key: first.body.key, secret: null }])
  const kept = await trial.db.query(sql`select answer::text from request`)
  assert.doesNotMatch(JSON.stringify(kept), /callout_/)
})

for (const key of ['', 'two words', 'x'.repeat(201), 'ü']) {
  test(`"${key.slice(0, 9)}" is not an idempotency key`, () =>
    assert.equal(requestKey(key, { method: 'POST', path: '/x', body: {} }), undefined))
}

test('a key that is none is refused before anything is done', async () => {
  const answer = await region('Bad key', { 'idempotency-key': 'two words' })
  assert.deepEqual([answer.status, await regionsNamed('Bad')], [422, 0])
})

test('answers are forgotten after thirty days', async () => {
  const key = fresh()
  await region('Old', key)
  assert.equal(await forgetRequests(trial.db, NOW.add({ hours: 30 * 24 })), 0)
  assert.ok((await forgetRequests(trial.db, NOW.add({ hours: 30 * 24, seconds: 1 }))) > 0)
  assert.equal((await region('Old', key)).headers.get('idempotency-replayed'), null)
})

describe('a change of a job', () => {
  const open = (headers: Record<string, string>, more = {}) =>
    trial.ask(trial.harbour.keys.dispatch, 'POST /jobs', { ...trial.harbour.opening, ...more }, headers)
  const off = (id: string, body: object, headers: Record<string, string>) =>
    trial.ask(trial.harbour.keys.dispatch, `POST /jobs/${id}/dispatch`, body, headers)

  test('that is repeated is made once and answered the same', async () => {
    const key = fresh()
    const [first, second] = [await open(key), await open(key)]
    assert.deepEqual([first.status, second.status, second.body], [201, 201, first.body])
    assert.equal(second.headers.get('idempotency-replayed'), 'true')
    assert.equal(second.headers.get('location'), first.headers.get('location'))

    const again = fresh()
    const { provider } = trial.harbour.ids
    const sent = [await off(first.body.job.id, { providerId: provider }, again)]
    trial.time.now = NOW.add({ minutes: 5 })
    sent.push(await off(first.body.job.id, { providerId: provider }, again))
    assert.deepEqual(sent[1]?.body, sent[0]?.body)
    assert.equal(sent[1]?.headers.get('idempotency-replayed'), 'true')
    trial.time.now = NOW
  })

  test('with a key that was used for something else is refused', async () => {
    const key = fresh()
    const first = await open(key)
    const answers = [await open(key, { priority: 1 }), await off(first.body.job.id, {}, key)]
    for (const { status, body } of answers)
      assert.deepEqual([status, body.type], [422, 'urn:callout:problem:key-used-for-another-request'])
  })

  test('repeated thirty times at once is made once, and every answer is that one', async () => {
    const opened = await open(fresh())
    const key = fresh()
    const { provider } = trial.harbour.ids
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => off(opened.body.job.id, { providerId: provider }, key)),
    )
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    for (const { body } of answers) assert.deepEqual(body, answers[0]!.body)

    const together = fresh()
    const jobs = await Promise.all(Array.from({ length: 30 }, () => open(together)))
    assert.equal(new Set(jobs.map(({ body }) => body.job.id)).size, 1)
  })
})
