import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { Webhook as Verifier } from 'standardwebhooks'
import { later } from '#base/time.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'

let trial: TrialDoor
let key: string
const heard: { headers: IncomingHttpHeaders; body: string }[] = []
let answer: { status: number; body: string } = { status: 200, body: '' }
const program = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  heard.push({ headers: request.headers, body })
  response.writeHead(answer.status).end(answer.body)
})
let url: string

before(async () => {
  trial = await trialDoor()
  key = trial.harbour.keys.administer
  await once(program.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(program.address() as AddressInfo).port}/hook`
  // The verifier asks the real clock.
  trial.time.now = Temporal.Now.instant().round('millisecond')
})
after(async () => {
  program.close()
  await trial.close()
})

const add = async (to: string) => (await trial.ask(key, 'POST /webhooks', { url: to })).body
type Seen = {
  secretEnds: string
  failingSince: string | null
  disabledAt: string | null
  disabledBecause: string | null
}
const seen = async (id: string): Promise<Seen> =>
  (await trial.ask(key, 'GET /webhooks')).body.items.find((item: { id: string }) => item.id === id)

test('the secret is told once, and never again: not in the list, not to a repeat, not in the history', async () => {
  const again = { 'idempotency-key': 'once' }
  const added = await trial.ask(key, 'POST /webhooks', { url: `${url}?secret` }, again)
  const { webhook, secret } = added.body
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
  assert.equal(webhook.secretEnds, secret.slice(-4))
  const repeated = await trial.ask(key, 'POST /webhooks', { url: `${url}?secret` }, again)
  assert.deepEqual(repeated.body, { webhook, secret: null })
  const rotated = (await trial.ask(key, `POST /webhooks/${webhook.id}/rotate-secret`, {})).body
  const listed = await trial.ask(key, 'GET /webhooks')
  const changes = await trial.db.query<{ by: { kind: string } }>(
    sql`select * from directory_change where entry = 'webhook' and entry_id = ${webhook.id}`,
  )
  assert.deepEqual(
    changes.map(({ by }) => by.kind),
    ['key', 'key'],
  )
  for (const each of [secret, rotated.secret]) {
    const core = each.slice(6, -5)
    assert.ok(!listed.text.includes(core) && !JSON.stringify(changes).includes(core))
  }
})

test('a webhook is tried at once: a signed ping goes out, and what came back is told, but not all of it', async () => {
  const { webhook, secret } = await add(url)
  answer = { status: 500, body: `Oops ${'x'.repeat(5000)}` }
  const tried = (await trial.ask(key, `POST /webhooks/${webhook.id}/test`, {})).body
  assert.deepEqual([tried.outcome, tried.code], ['unreachable', '500'])
  assert.match(tried.words, /^It answered 500: Oops x{195}$/)
  assert.ok((await seen(webhook.id)).failingSince)
  answer = { status: 204, body: '' }
  assert.equal((await trial.ask(key, `POST /webhooks/${webhook.id}/test`, {})).body.outcome, 'accepted')
  assert.equal((await seen(webhook.id)).failingSince, null)
  const { headers, body } = heard.at(-1)!
  assert.equal((new Verifier(secret).verify(body, headers as Record<string, string>) as { type: string }).type, 'ping')
})

test('five days without one success disable a webhook, and enabling it begins anew', async () => {
  const { webhook } = await add(`${url}?broken`)
  const begun = trial.time.now
  answer = { status: 500, body: '' }
  const outcomes: string[] = []
  for (const days of [0, 2, 4.9, 5, 5.1]) {
    trial.time.now = later(begun, days * 86_400)
    const { words } = (await trial.ask(key, `POST /webhooks/${webhook.id}/test`, {})).body
    outcomes.push(`${days} ${words}`)
  }
  trial.time.now = begun
  const disabled = await seen(webhook.id)
  assert.equal(disabled.disabledBecause, 'It has not taken a message for 5 days.')
  assert.equal(outcomes.at(-2), '5 It answered 500.')
  assert.equal(outcomes.at(-1), '5.1 The webhook is disabled. It has not taken a message for 5 days.')
  const enabled = (await trial.ask(key, `POST /webhooks/${webhook.id}/enable`, {})).body
  assert.deepEqual([enabled.disabledAt, enabled.failingSince], [null, null])
  answer = { status: 200, body: '' }
  assert.equal((await trial.ask(key, `POST /webhooks/${webhook.id}/test`, {})).body.outcome, 'accepted')
})

test('somebody switches a webhook off, which is on record, and on again', async () => {
  const { webhook } = await add(`${url}?off`)
  for (let twice = 0; twice < 2; twice++) {
    const { disabledAt, disabledBecause } = (await trial.ask(key, `POST /webhooks/${webhook.id}/disable`, {})).body
    assert.deepEqual([disabledAt, disabledBecause], [trial.time.now.toString(), 'Trial switched it off.'])
  }
  const { words } = (await trial.ask(key, `POST /webhooks/${webhook.id}/test`, {})).body
  assert.equal(words, 'The webhook is disabled. Trial switched it off.')
  assert.equal((await trial.ask(key, `POST /webhooks/${webhook.id}/enable`, {})).body.disabledAt, null)
  const changes = await trial.db.query(sql`
    select 1 from directory_change where entry = 'webhook' and entry_id = ${webhook.id} and before is not null`)
  assert.equal(changes.length, 2)
})

test('a rule names a webhook of its own company; one that is removed says whose rules told it', async () => {
  const to = `${url}?rules`
  const rule = (address: string, more = {}) => ({
    ...{ does: 'tell', owner: { kind: 'company', id: trial.harbour.id }, occasion: 'dispatched', via: 'webhook' },
    ...{ address, ...more },
  })
  const nobody = await trial.ask(key, 'POST /rules', rule(to))
  assert.deepEqual([nobody.status, nobody.body.type], [422, 'urn:callout:problem:no-such-webhook'])
  await trial.ask(trial.other.keys.administer, 'POST /webhooks', { url: to })
  assert.equal((await trial.ask(key, 'POST /rules', rule(to))).status, 422)
  const { webhook } = await add(to)
  // Spelt otherwise, it is the same address.
  const made = await trial.ask(key, 'POST /rules', rule(to.replace('http:', 'HTTP:')))
  assert.equal(made.status, 201, made.text)
  assert.equal((await trial.ask(key, 'POST /rules', rule(to, { destination: 'both' }))).status, 422)
  const removed = (await trial.ask(key, `DELETE /webhooks/${webhook.id}`)).body
  assert.deepEqual(removed, { removed: webhook.id, rules: [made.body.rule.id] })
  const stale = await trial.ask(key, `PUT /rules/${made.body.rule.id}`, { version: 1, ...rule(to), active: false })
  assert.equal(stale.body.type, 'urn:callout:problem:no-such-webhook')
  assert.equal((await trial.ask(key, `DELETE /webhooks/${webhook.id}`)).status, 404)
})

test('what cannot be a webhook is refused with the reason', async () => {
  const reasons = []
  for (const to of ['nowhere', 'ftp://example.com/', 'https://user:pass@example.com/', url]) {
    const { status, body } = await trial.ask(key, 'POST /webhooks', { url: to })
    reasons.push([status, body.type.split(':').at(-1)])
  }
  const notAnAddress = [422, 'not-a-web-address']
  assert.deepEqual(reasons, [notAnAddress, notAnAddress, notAnAddress, [409, 'webhook-taken']])
})

test('a company has at most a hundred webhooks', async () => {
  const other = trial.other.keys.administer
  const statuses: number[] = []
  for (let i = 0; i < 101; i++) {
    statuses.push((await trial.ask(other, 'POST /webhooks', { url: `https://example.com/${i}` })).status)
  }
  const added = statuses.filter(status => status === 201).length
  const { items } = (await trial.ask(other, 'GET /webhooks')).body
  assert.deepEqual([items.length, statuses.slice(added).every(status => status === 409)], [100, true])
})
