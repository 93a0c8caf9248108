import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { serve } from '@hono/node-server'
import sql, { raw } from 'sql-template-tag'
import type { Database } from '#db/sql.ts'
import { NOW, type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { openDoor } from './door.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const ask = (line: string, body?: unknown, headers = {}) =>
  trial.ask(trial.harbour.keys.administer, line, body, headers)
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')
const rule = (more = {}) => ({
  does: 'tell',
  owner: { kind: 'customer', id: trial.harbour.ids.customer },
  occasion: 'dispatched',
  via: 'sms',
  address: '0491 570 156',
  ...more,
})
const rehearsed = async (body: object) => {
  const { body: lines } = await ask('POST /rules/rehearsal', body)
  return lines.at(-1).result
}

/** How many rows each table holds. */
async function rowCounts(): Promise<Record<string, number>> {
  const tables = await trial.db.query<{ name: string }>(sql`
    select format('%I.%I', table_schema, table_name) as name
    from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`)
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const [row] = await trial.db.query<{ rows: number }>(sql`select count(*) as rows from ${raw(name)}`)
    counts[name] = row!.rows
  }
  return counts
}

test('W6: the price list is written whole, and keeps who wrote each price and when', async () => {
  assert.deepEqual((await ask('GET /prices')).body, { items: [] })
  const items = [
    { channel: 'email', amount: '0.000500', currency: 'AUD' },
    { channel: 'sms', amount: '0.08', currency: 'AUD' },
  ]
  const { body } = await ask('PUT /prices', { items })
  const [email, text] = body.items
  assert.deepEqual([email.amount, text.amount, text.by.name, text.at], ['0.0005', '0.08', 'Trial', String(NOW)])

  trial.time.now = NOW.add({ hours: 1 })
  const again = (await ask('PUT /prices', { items: [items[0], { ...items[1], amount: '0.0795' }] })).body.items
  assert.deepEqual([again[0], again[1].amount, again[1].at], [email, '0.0795', String(trial.time.now)])
  const fewer = (await ask('PUT /prices', { items: [again[1]].map(({ by, at, ...kept }) => kept) })).body
  assert.deepEqual(fewer, { items: [again[1]] })
  assert.deepEqual((await ask('GET /prices')).body, fewer)
  assert.deepEqual((await trial.ask(trial.other.keys.read, 'GET /prices')).body, { items: [] })
  for (const wrong of [
    { ...items[0], amount: '0.0000001' },
    { ...items[0], amount: 1 },
    { ...items[0], currency: 'aud' },
    { ...items[0], channel: 'fax' },
  ])
    assert.equal((await ask('PUT /prices', { items: [wrong] })).status, 422)
  assert.equal((await ask('PUT /prices', { items: [items[0], items[0]] })).status, 422)
})

test('W6: a draft is rehearsed: how many, to whom, on which days and at what cost; and nothing is stored', async () => {
  for (let i = 0; i < 3; i++) {
    const { job } = (await ask('POST /jobs', trial.harbour.opening)).body
    if (i > 0) await ask(`POST /jobs/${job.id}/dispatch`, {})
  }
  await trial.settle()
  const before = await rowCounts()
  const draft = { rule: rule({ destination: 'both' }) }
  const answer = await ask('POST /rules/rehearsal', draft, { 'idempotency-key': 'rehearsal-1' })
  assert.deepEqual(await rowCounts(), before)
  assert.equal(answer.headers.get('content-type'), 'application/x-ndjson')
  const [first, last] = answer.body
  assert.deepEqual([first, answer.body.length], [{ progress: { done: 3, of: 3 } }, 2])
  const { draft: counted, assumed, ...rest } = last.result
  assert.deepEqual(rest, {
    ...{ from: '2026-08-24', until: '2026-11-21', timeZone: 'Australia/Sydney' },
    ...{ replaced: null, difference: null, unpriced: [] },
  })
  const day = { day: '2026-11-21', messages: 2 }
  const notTold = [{ because: 'no-provider', sentence: 'the job has no provider', decisions: 2 }]
  assert.deepEqual(counted, {
    ...{ messages: 2, emails: 0, texts: 2, calls: 0, segments: 2, days: [{ ...day, notTold }], busiestDay: day },
    addresses: [{ channel: 'sms', address: '+61491570156', messages: 2 }],
    notTold,
    costs: [{ currency: 'AUD', amount: '0.159' }],
  })
  assert.match(assumed.join(' '), /Every text was one segment: none has been sent yet/)
})

test('W6: a text is as long as those that were really sent; a channel without a price is named', async () => {
  const { rule: kept } = (await ask('POST /rules', rule())).body
  const words = 'A text of more than seventy signs, which with this one sign № is written in two segments.'
  await ask('PUT /templates/sms', { version: 0, subject: null, body: words })
  const { job } = (await ask('POST /jobs', trial.harbour.opening)).body
  await ask(`POST /jobs/${job.id}/dispatch`, {})
  await trial.settle()
  const { draft, assumed } = await rehearsed({ rule: rule() })
  assert.deepEqual([draft.texts, draft.segments], [3, 6])
  assert.match(assumed.join(' '), /A text was 2\.00 segments, as were the latest 1 of the company on average/)

  const email = rule({ via: 'text-email', address: 'desk@mill.example' })
  const other = await rehearsed({ rule: email, replaces: kept.id })
  assert.deepEqual(other.unpriced, ['email'])
  assert.deepEqual([other.replaced.texts, other.difference.messages], [3, 0])
  assert.deepEqual(other.difference.costs, [{ currency: 'AUD', amount: '-0.477' }])
  await ask(`DELETE /rules/${kept.id}`)
})

for (const [more, kind] of [
  [{ rule: { address: 'nobody' } }, 'not-a-phone-number'],
  [{ rule: { does: 'mute' } }, 'invalid'],
  [{ from: '2026-11-21', until: '2026-11-20' }, 'days-out-of-order'],
  [{ from: '2025-01-01' }, 'too-many-days'],
  [{ from: '0000-01-01' }, 'invalid'],
  [{ replaces: '019abc00-0000-7000-8000-000000000001' }, 'no-such-rule'],
] as const) {
  test(`W6: a draft with ${JSON.stringify(more)} is refused at once: ${kind}`, async () => {
    const answer = await ask('POST /rules/rehearsal', { ...more, rule: rule('rule' in more ? more.rule : {}) })
    assert.deepEqual([answer.status, kindOf(answer)], [kind === 'no-such-rule' ? 404 : 422, kind])
  })
}

test('W6: "don\'t notify" tells nobody and cannot be rehearsed', async () => {
  const owner = { kind: 'site', id: trial.harbour.ids.site }
  const answer = await ask('POST /rules/rehearsal', { rule: { does: 'mute', owner } })
  assert.deepEqual([answer.status, kindOf(answer)], [422, 'mute-tells-nobody'])
})

/** The same door on a database that waits before it reads the past for the `nth` time, until it is told to go on. */
function watchedDoor(nth: number, meanwhile: () => Promise<void>) {
  let pages = 0
  const query: Database['query'] = async statement => {
    if (/from job_event theirs/.test(statement.text) && ++pages === nth) await meanwhile()
    return await trial.db.query(statement)
  }
  const logged = Promise.withResolvers<{ status: number; problem?: string }>()
  const log = logged.resolve
  const door = openDoor({ ...trial.rooms, db: { ...trial.db, query }, log })
  return { door, pages: () => pages, logged: logged.promise }
}
const asked = () => ({
  method: 'POST',
  headers: { authorization: `Bearer ${trial.harbour.keys.administer}`, 'content-type': 'application/json' },
  body: JSON.stringify({ rule: rule() }),
})
const manyJobs = () =>
  Promise.all(
    Array.from({ length: 350 }, () =>
      trial.desk.open({
        ...trial.harbour.opening,
        companyId: trial.harbour.id,
        by: { kind: 'key', id: 'k', name: 'K' },
      }),
    ),
  )

test('W6: it stops reading when the client goes away, and the request is logged then', async () => {
  await manyJobs()
  const gone = Promise.withResolvers<void>()
  const { door, pages, logged } = watchedDoor(2, () => gone.promise)
  const server = serve({ fetch: door.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  const [[socket], response] = await Promise.all([
    once(server, 'connection') as Promise<[Socket]>,
    once(server, 'listening').then(() => {
      const { port } = server.address() as { port: number }
      return fetch(`http://127.0.0.1:${port}/api/v1/rules/rehearsal`, asked())
    }),
  ])
  const reader = response.body!.getReader()
  const { value } = await reader.read()
  assert.deepEqual(JSON.parse(new TextDecoder().decode(value)).progress.done, 100)
  const closed = once(socket, 'close')
  await reader.cancel()
  await closed
  gone.resolve()
  assert.equal((await logged).status, 200)
  // Of four pages the second was being read when the client went.
  assert.equal(pages(), 2)
  server.close()
  await once(server, 'close')
})

test('W6: no transaction is held while it goes through the past, whatever key the request carries', async () => {
  const begin: Database['begin'] = () => Promise.reject(new Error('a transaction was begun'))
  const door = openDoor({ ...trial.rooms, db: { ...trial.db, begin } })
  const { headers, ...rest } = asked()
  const keyed = { ...rest, headers: { ...headers, 'idempotency-key': 'rehearsal-2' } }
  const response = await door.request('/api/v1/rules/rehearsal', keyed)
  assert.match((await response.text()).trim().split('\n').at(-1)!, /^\{"result":/)
})

test('what breaks on the way is told in a last line and in the log, without our insides', async () => {
  const { door, logged } = watchedDoor(2, () => Promise.reject(new Error('secret')))
  const response = await door.request('/api/v1/rules/rehearsal', asked())
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  assert.deepEqual([response.status, lines.length], [200, 2])
  assert.equal(lines[1].problem.type, 'urn:callout:problem:bug')
  assert.doesNotMatch(JSON.stringify(lines), /secret/)
  assert.deepEqual([(await logged).status, (await logged).problem], [500, 'bug'])
})
