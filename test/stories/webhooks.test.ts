import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, test } from 'node:test'
import { Webhook as Verifier } from 'standardwebhooks'
import { later } from '#base/time.ts'
import { findMessage, listMessages } from '#delivery/delivery.run.ts'
import { replayTo } from '#delivery/replay.run.ts'
import { addWebhook, listWebhooks, rotateSecret } from '#directory/webhooks.run.ts'
import type { Change, Job } from '#jobs/job.ts'
import { saveLayout } from '#messages/style.run.ts'
import { PLAIN, type TellRule } from '#rules/rule.ts'
import { addRule, decisionsOfJob, type RuleDraft } from '#rules/rules.run.ts'
import { CAPTURED } from '../../src/config.ts'
import { type House, openHouse } from '../../src/house.ts'
import { freshDatabase } from '../database.ts'
import { insertPlace, type Place, SAM } from '../rows.ts'

type Heart = { headers: Record<string, string>; body: string; path: string }
type Content = { occasions: string[]; company: string; job: Record<string, unknown> }

/** Programs that customers run, on one machine: each is a path. They write down what they hear. */
const heard: Heart[] = []
let answers = (response: ServerResponse): unknown => ok(response)
const programs = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  heard.push({ headers: headersOf(request.headers), body, path: request.url! })
  answers(response)
})
const headersOf = (headers: IncomingHttpHeaders) => headers as Record<string, string>
const ok = (response: ServerResponse) => response.end('thanks')
const says = (status: number) => (response: ServerResponse) => response.writeHead(status).end('Oops')

let room: Awaited<ReturnType<typeof freshDatabase>>
let house: House
let place: Place
let base: string
// The receivers' library goes by the real clock, and takes nothing that is older than five minutes.
let now = Temporal.Now.instant().round('millisecond')

before(async () => {
  room = await freshDatabase()
  place = await insertPlace(room.db)
  await once(programs.listen(0, '127.0.0.1'), 'listening')
  base = `http://127.0.0.1:${(programs.address() as AddressInfo).port}`
  // Only this one address: whatever else is on this machine must not be reached.
  const carriers = { ...CAPTURED, webhooksMayReach: ['127.0.0.1/32'] }
  const log = (level: string, line: string, more?: object) =>
    assert.notEqual(level, 'error', `${line} ${JSON.stringify(more)}`)
  house = await openHouse({ connection: room.connection, clock: () => now, log, stations: 'by-hand', carriers })
})
after(async () => {
  await house.close()
  programs.close()
  await room.drop()
})
afterEach(async () => {
  assert.deepEqual(
    heard.splice(0).map(({ path }) => path),
    [],
    'a program heard what no story asked about',
  )
  answers = ok
  await room.db.script('update rule set active = false')
})

const took = () => heard.splice(0)
const forward = async (seconds: number) => {
  now = later(now, seconds)
  await house.settle()
}

const hook = async (path: string) => {
  const added = await addWebhook(house.db, { companyId: place.companyId, url: `${base}${path}`, by: SAM }, now)
  assert.ok(added.ok, JSON.stringify(added))
  return added
}

async function rule(address: string, owner: TellRule['owner']['kind'] = 'company', more: Partial<TellRule> = {}) {
  const id = owner === 'company' ? place.companyId : place.siteId
  const draft = {
    ...{ companyId: place.companyId, owner: { kind: owner, id }, serviceTypeId: null, active: true, does: 'tell' },
    ...{ occasion: 'dispatched', via: 'webhook', destination: 'address', recipient: null, ...PLAIN, address, ...more },
  } as RuleDraft
  const made = await addRule(house.db, draft, SAM, now)
  assert.ok(made.ok, JSON.stringify(made))
}

const open = async (): Promise<Job> => {
  const { companyId, siteId, customerId, burglaryId: serviceTypeId, providerId } = place
  const opening = { companyId, siteId, customerId, serviceTypeId, providerId, initialRequest: 'Zone 4', by: SAM }
  const opened = await house.desk.open(opening)
  assert.ok(opened.ok, JSON.stringify(opened))
  await house.settle()
  return opened.job
}
const save = async ({ companyId, id: jobId }: Job, change: Change) => {
  assert.ok((await house.desk.save({ companyId, jobId, change, by: SAM })).ok)
  await house.settle()
}

const messageOf = async (job: Job) => {
  const [message] = await listMessages(house.db, { companyId: job.companyId, jobId: job.id, limit: 10 })
  return (await findMessage(house.db, job.companyId, message!.id))!
}

test('W2: a program of the company hears of a dispatch once though two rules name it, and verifies what it hears', async () => {
  const { webhook, secret } = await hook('/board')
  await rule(webhook.url)
  await rule(webhook.url, 'site')
  const job = await open()
  await save(job, { do: 'dispatch' })
  const [{ headers, body }, ...more] = took() as [Heart]
  assert.deepEqual(more, [])
  const { type, data } = new Verifier(secret).verify(body, headers) as { type: string; data: Content }
  const { site, initialRequest, status, reference } = data.job
  assert.deepEqual(
    [type, data.occasions, data.company, reference, initialRequest, status],
    ['job.dispatched', ['dispatched'], 'ABC', 'ABC-1', 'Zone 4', 'In progress'],
  )
  assert.deepEqual(site, { name: 'Hargreaves Mill', address: '12 Mill Rd, Orange', timeZone: 'Australia/Sydney' })
  const kept = await messageOf(job)
  assert.deepEqual([kept.body, kept.state, kept.carrier, kept.id], [body, 'accepted', 'webhook', headers['webhook-id']])
})

test('S1.58: a site that says "don\'t notify" does not keep the job from the company\'s own program', async () => {
  const { webhook } = await hook('/muted')
  await rule(webhook.url)
  const mute = { companyId: place.companyId, owner: { kind: 'site', id: place.siteId }, serviceTypeId: null } as const
  const muted = await addRule(house.db, { ...mute, active: true, does: 'mute', occasion: null }, SAM, now)
  assert.ok(muted.ok)
  await save(await open(), { do: 'dispatch' })
  assert.deepEqual(
    took().map(({ path }) => path),
    ['/muted'],
  )
})

test('a program that answers 500 is told again: the same id and words, a new time, a signature that holds', async () => {
  const { webhook, secret } = await hook('/shaky')
  await rule(webhook.url)
  answers = says(500)
  const job = await open()
  await save(job, { do: 'dispatch' })
  assert.equal((await messageOf(job)).state, 'failed-for-now')
  const [webhookThen] = (await listWebhooks(house.db, place.companyId)).filter(({ id }) => id === webhook.id)
  assert.ok(webhookThen!.failingSince)
  answers = ok
  await forward(4)
  assert.equal(took().length, 1, 'not before five seconds have passed')
  await forward(3)
  const [again] = took() as [Heart]
  const { tries, state, body, id } = await messageOf(job)
  assert.deepEqual([tries.map(({ code }) => code), state], [['500', '200'], 'accepted'])
  assert.deepEqual([again.headers['webhook-id'], again.body], [id, body])
  assert.equal(again.headers['webhook-timestamp'], String(Math.floor(now.epochMilliseconds / 1000)))
  new Verifier(secret).verify(again.body, again.headers)
  assert.equal((await listWebhooks(house.db, place.companyId)).find(each => each.id === webhook.id)!.failingSince, null)
})

test('410 disables a program: the next dispatch is still planned, and its message is refused with the reason', async () => {
  const { webhook } = await hook('/gone')
  await rule(webhook.url)
  answers = says(410)
  const first = await open()
  await save(first, { do: 'dispatch' })
  assert.equal(took().length, 1)
  assert.equal((await messageOf(first)).state, 'failed-for-good')
  const next = await open()
  await save(next, { do: 'dispatch' })
  assert.deepEqual(took(), [])
  const decisions = await decisionsOfJob(house.db, place.companyId, next.id)
  const message = await messageOf(next)
  assert.deepEqual(
    decisions.filter(({ address }) => address === webhook.url).map(({ because }) => because),
    ['told'],
  )
  assert.equal(message.state, 'failed-for-good')
  assert.equal(message.words, 'The webhook is disabled. It answered 410: it does not want to be told any more.')
})

test('what did not reach a program since then is sent again, once it can be told again', async () => {
  const { webhook } = await hook('/back')
  await rule(webhook.url)
  const since = now
  answers = says(500)
  const [lost, other] = [await open(), await open()]
  await save(lost, { do: 'dispatch' })
  await save(other, { do: 'dispatch' })
  await forward(13 * 3600)
  assert.equal((await messageOf(lost)).state, 'expired')
  took()
  answers = ok
  const replay = { companyId: place.companyId, url: webhook.url, by: SAM }
  assert.deepEqual(await replayTo(house.db, { ...replay, since: now }, now), { ok: true, count: 0 })
  assert.deepEqual(await replayTo(house.db, { ...replay, since }, now), { ok: true, count: 2 })
  await house.settle()
  const told = took().map(({ body, path }) => `${path} ${JSON.parse(body).data.job.reference}`)
  assert.deepEqual(told.sort(), [lost, other].map(({ number }) => `/back ABC-${number}`).sort())
  assert.deepEqual(await replayTo(house.db, { ...replay, since }, now), { ok: true, count: 0 })
  now = since
})

test('a private address is refused with a sentence, and nothing connects to it', async () => {
  const canary = createServer((_, response) => ok(response))
  let visits = 0
  canary.on('connection', () => visits++)
  await once(canary.listen(0, '127.0.0.2'), 'listening')
  const { port } = canary.address() as AddressInfo
  const url = `https://127.0.0.2:${port}/`
  assert.ok((await addWebhook(house.db, { companyId: place.companyId, url, by: SAM }, now)).ok)
  await rule(url)
  const job = await open()
  await save(job, { do: 'dispatch' })
  const { state, words } = await messageOf(job)
  assert.deepEqual([state, visits], ['failed-for-good', 0])
  assert.equal(words, '127.0.0.2 is not a public address: it may not be reached from here.')
  canary.close()
})

test('while a secret is replaced both sign; a day later only the new one does', async () => {
  const { webhook, secret } = await hook('/turning')
  await rule(webhook.url)
  const rotated = await rotateSecret(house.db, { ...webhook, by: SAM }, now)
  assert.ok(rotated.ok)
  await save(await open(), { do: 'dispatch' })
  const [{ headers, body }] = took() as [Heart]
  for (const each of [secret, rotated.secret]) new Verifier(each).verify(body, headers)
  const begun = now
  now = later(now, 86_401)
  await save(await open(), { do: 'dispatch' })
  now = begun
  const [later1] = took() as [Heart]
  assert.equal(later1.headers['webhook-signature']!.split(' ').length, 1)
})

test('S1.48: a program is told what changed, and of no field that the layout leaves out', async () => {
  const { webhook } = await hook('/updates')
  await rule(webhook.url, 'company', { occasion: 'completed' })
  const layout = { companyId: place.companyId, version: 0, fields: ['number', 'status', 'outcome', 'provider'] }
  assert.ok((await saveLayout(house.db, layout, SAM, now)).ok)
  const job = await open()
  await save(job, { do: 'dispatch' })
  await save(job, { do: 'complete', outcome: 'All sealed' })
  const { type, data } = JSON.parse(took()[0]!.body)
  assert.equal(type, 'job.completed')
  assert.deepEqual(data.changed, [
    { field: 'status', from: 'In progress', to: 'Complete' },
    { field: 'outcome', from: null, to: 'All sealed' },
  ])
  assert.deepEqual(data.job, {
    ...{ id: job.id, reference: `ABC-${job.number}`, version: 3, category: 'complete' },
    ...{ site: { timeZone: 'Australia/Sydney' }, status: 'Complete', outcome: 'All sealed', provider: 'Night Patrol' },
  })
})
