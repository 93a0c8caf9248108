import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import type { Database } from '#db/sql.ts'
import { saveJobs } from '#jobs/save.run.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { openChanges } from './changes.run.ts'
import { openDoor } from './door.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const ask = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.administer, line, body)
const open = async () => (await ask('POST /jobs', trial.harbour.opening)).body.job
type Line = Record<string, unknown>

/** Listens as the holder of a key. */
async function listener(door = countedDoor().door, key = trial.harbour.keys.read) {
  const response = await door.request('/api/v1/changes', { headers: { authorization: `Bearer ${key}` } })
  return { response, ...readingLines(response) }
}

function readingLines(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  const lines: Line[] = []
  const next = async (): Promise<Line | undefined> => {
    while (lines.length === 0) {
      const { done, value } = await reader.read()
      if (done) return undefined
      lines.push(
        ...value
          .trim()
          .split('\n')
          .map(line => JSON.parse(line)),
      )
    }
    return lines.shift()
  }
  return { next, leave: () => reader.cancel() }
}
const nothing = { jobs: [], messages: [], rules: false, directory: false }

test('it begins at once, tells of every job that is opened or saved, and of nothing twice', async () => {
  const { response, next, leave } = await listener()
  assert.equal(response.headers.get('content-type'), 'application/x-ndjson')
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.equal(response.headers.get('x-accel-buffering'), 'no')
  assert.deepEqual(await next(), { at: `${trial.time.now}` })
  const one = await open()
  assert.deepEqual(await next(), { ...nothing, jobs: [one.id] })
  const two = await open()
  assert.deepEqual(await next(), { ...nothing, jobs: [two.id] })
  await ask(`POST /jobs/${one.id}/on-site`, {})
  assert.deepEqual(await next(), { ...nothing, jobs: [one.id] })
  await leave()
})

test('a save that is committed after later ones is told all the same', async () => {
  const [early, late] = [await open(), await open()]
  const { next, leave } = await listener()
  await next()
  const by = { kind: 'key', id: 'k', name: 'K' } as const
  const save = { companyId: trial.harbour.id, jobId: early.id, by, change: { do: 'on-site' } } as const
  const held = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const slow = trial.db.begin(async tx => {
    await saveJobs(tx, [save], trial.time.now)
    written.resolve()
    await held.promise
  })
  await written.promise
  await ask(`POST /jobs/${late.id}/on-site`, {})
  assert.deepEqual(await next(), { ...nothing, jobs: [late.id] })
  held.resolve()
  await slow
  assert.deepEqual(await next(), { ...nothing, jobs: [early.id] })
  await leave()
})

test('it tells about which jobs a message was planned or moved, and whether rules or the directory changed', async () => {
  const owner = { kind: 'customer', id: trial.harbour.ids.customer }
  const rule = { does: 'tell', owner, occasion: 'dispatched', via: 'text-email', address: 'desk@mill.example' }
  const job = await open()
  await trial.settle()
  const { next, leave } = await listener()
  await next()
  await ask('POST /rules', rule)
  assert.deepEqual(await next(), { ...nothing, rules: true })
  await ask(`PATCH /sites/${trial.harbour.ids.site}`, { name: 'Hargreaves old mill' })
  assert.deepEqual(await next(), { ...nothing, directory: true })
  await ask(`POST /jobs/${job.id}/dispatch`, {})
  assert.deepEqual(await next(), { ...nothing, jobs: [job.id] })
  await trial.settle()
  assert.deepEqual(await next(), { ...nothing, messages: [job.id] })
  const [message] = (await ask(`GET /messages?jobId=${job.id}`)).body.items
  await ask(`POST /messages/${message.id}/hold`, {})
  assert.deepEqual(await next(), { ...nothing, messages: [job.id] })
  await leave()
})

test('it tells of which job alone somebody was added, and that it was taken back', async () => {
  const job = await open()
  await trial.settle()
  const { next, leave } = await listener()
  await next()
  const jo = { does: 'add', via: 'text-email', address: 'jo@mill.example' }
  const { recipient } = (await ask(`POST /jobs/${job.id}/recipients`, jo)).body
  assert.deepEqual(await next(), { ...nothing, jobs: [job.id], rules: true })
  await ask(`DELETE /jobs/${job.id}/recipients/${recipient.id}`)
  assert.deepEqual(await next(), { ...nothing, jobs: [job.id], rules: true })
  await leave()
})

test('another company hears nothing of it', async () => {
  const { next, leave } = await listener(countedDoor().door, trial.other.keys.read)
  await next()
  await open()
  const { id } = (await trial.ask(trial.other.keys.dispatch, 'POST /jobs', trial.other.opening)).body.job
  assert.deepEqual(await next(), { ...nothing, jobs: [id] })
  await leave()
})

/** The same door on a database that counts how often it is asked what has happened. */
// Ten times as fast as it is, so that a test need not wait for long.
const PACE = { look: 100, beat: 1500 }

function countedDoor(fails = () => false) {
  let looks = 0
  const query: Database['query'] = async statement => {
    if (!/pg_current_snapshot/.test(statement.text)) return await trial.db.query(statement)
    looks++
    if (fails()) throw new Error('secret')
    return await trial.db.query(statement)
  }
  const db = { ...trial.db, query }
  const changes = openChanges(db, () => trial.time.now, PACE)
  return { changes, door: openDoor({ ...trial.rooms, db, changes }), looks: () => looks }
}

test('whoever may listen no longer hears no more', async () => {
  const made = (await ask('POST /keys', { name: 'Wall screen', scopes: ['read'] })).body
  const { next } = await listener(countedDoor().door, made.secret)
  await next()
  await ask(`DELETE /keys/${made.key.id}`)
  // That it was revoked he hears still: for a second it is believed who came.
  assert.deepEqual(await next(), { ...nothing, directory: true })
  await pause(1100)
  await open()
  const { problem } = (await next()) as { problem: { type: string } }
  assert.deepEqual([problem.type, await next()], ['urn:callout:problem:bad-key', undefined])
})

test('however many listen, one look at a time is enough; and none is made when nobody listens', async () => {
  const { door, looks } = countedDoor()
  const started = performance.now()
  const many = await Promise.all(Array.from({ length: 20 }, () => listener(door)))
  await Promise.all(many.map(({ next }) => next()))
  const { id } = await open()
  for (const { next } of many) assert.deepEqual(await next(), { ...nothing, jobs: [id] })
  await Promise.all(many.map(({ leave }) => leave()))
  await pause(300)
  const before = looks()
  assert.ok(before <= 1 + (performance.now() - started) / PACE.look, `${before} looks`)
  await pause(400)
  assert.equal(looks(), before)
})

test('when the database is away it says so and ends: whoever listens comes again', async () => {
  let away = false
  const { door } = countedDoor(() => away)
  const { next } = await listener(door)
  await next()
  away = true
  const { problem } = (await next()) as { problem: { type: string } }
  assert.equal(problem.type, 'urn:callout:problem:bug')
  assert.doesNotMatch(JSON.stringify(problem), /secret/)
  assert.equal(await next(), undefined)
  away = false
  const again = await listener(door)
  assert.ok((await again.next())!.at)
  await again.leave()
})

/** A server with this door and the shortest patience for requests. */
async function served(door: ReturnType<typeof openDoor>) {
  const serverOptions = { requestTimeout: 200, headersTimeout: 200, connectionsCheckingInterval: 50 }
  const server = serve({ fetch: door.fetch, hostname: '127.0.0.1', port: 0, serverOptions }) as Server
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const headers = { authorization: `Bearer ${trial.harbour.keys.read}` }
  return { server, listen: () => fetch(`http://127.0.0.1:${port}/api/v1/changes`, { headers }) }
}

test('however quiet it is no timeout of requests ends it: it beats, and is not held back on its way', async () => {
  const { server, listen } = await served(countedDoor().door)
  const { next, leave } = readingLines(await listen())
  await next()
  assert.deepEqual(await next(), { beat: true })
  const { id } = await open()
  assert.deepEqual(await next(), { ...nothing, jobs: [id] })
  await leave()
  server.close()
  await once(server, 'close')
})

test('it is over for us as soon as the reader goes away', async () => {
  const { door, looks } = countedDoor()
  const { server, listen } = await served(door)
  const { next, leave } = readingLines(await listen())
  await next()
  await leave()
  await pause(400)
  const before = looks()
  await pause(400)
  assert.equal(looks(), before)
  server.close()
  await once(server, 'close')
})

test('when the server stops it ends for everybody', async () => {
  const { door, changes } = countedDoor()
  const { server, listen } = await served(door)
  const listening = await Promise.all([listen(), listen()])
  const readers = listening.map(readingLines)
  for (const { next } of readers) await next()
  changes.close()
  for (const { next } of readers) assert.equal(await next(), undefined)
  server.close()
  server.closeIdleConnections()
  await once(server, 'close')
})
