import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { Webhook as Verifier } from 'standardwebhooks'
import { idFrom } from '#base/id.ts'
import { type Outgoing, WORDS_ALONE } from '#delivery/carrier.ts'
import type { Endpoint, Heard } from '#directory/webhook.ts'
import { openWebhooks, type WebhookOptions } from './webhook.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const BEFORE = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const SOUND: Endpoint = {
  ...{ companyId: idFrom('company'), id: idFrom('webhook'), url: '', secretEnds: 'LaSw', secretBeforeUntil: null },
  ...{ failingSince: null, disabledAt: null, disabledBecause: null, secrets: [SECRET] },
}

type Heart = { headers: IncomingHttpHeaders; body: string; method: string }
let heard: Heart[] = []
let answers: (response: ServerResponse) => void
const program = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  heard.push({ headers: request.headers, body, method: request.method! })
  answers(response)
})
let url: string
let noted: Heard[] = []
let endpoint: Endpoint | undefined

before(async () => {
  await once(program.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(program.address() as AddressInfo).port}/hook`
})
after(() => program.close())
beforeEach(() => {
  heard = []
  noted = []
  endpoint = SOUND
  answers = response => response.end()
})

const BODY = '{"type":"job.dispatched","data":{"site":"Ħąřģřęąvęş 木材"}}'
const outgoing = (): Outgoing => ({
  ...{ companyId: SOUND.companyId, id: idFrom('message'), attempt: 1, lane: 'urgent', address: url },
  ...{ subject: null, body: BODY, replyTo: null, ...WORDS_ALONE },
})
const open = (more: Partial<WebhookOptions> = {}) =>
  openWebhooks({
    ...{ name: 'webhook', mayReach: ['127.0.0.0/8'], connections: 2 },
    clock: () => Temporal.Now.instant(),
    book: {
      find: async () => endpoint,
      note: async (_, what) => {
        noted.push(what)
      },
    },
    ...more,
  })
const send = (more: Partial<WebhookOptions> = {}) => open(more).send(outgoing(), async () => true)

test('the stored body goes out to the letter, signed as the library of its receivers checks it', async () => {
  const outcome = await send()
  assert.deepEqual([outcome.as, outcome.code, noted], ['accepted', '200', ['took']])
  const [{ headers, body, method }] = heard as [Heart]
  assert.deepEqual([method, body, headers['content-type']], ['POST', BODY, 'application/json'])
  assert.equal(headers['webhook-id'], idFrom('message'))
  new Verifier(SECRET).verify(body, headers as Record<string, string>)
  assert.throws(() => new Verifier(SECRET).verify(body.replace('job', 'jab'), headers as Record<string, string>))
  assert.throws(() => new Verifier(BEFORE).verify(body, headers as Record<string, string>))
})

test('what was held back or cancelled before its turn came is not told', async () => {
  const outcome = await open().send(outgoing(), async () => false)
  assert.deepEqual([outcome.as, heard, noted], ['not-tried', [], []])
})

test('while a secret is being replaced both sign, and a later try has a later time and its own signature', async () => {
  endpoint = { ...SOUND, secrets: [SECRET, BEFORE] }
  const begun = Temporal.Now.instant()
  await send({ clock: () => begun })
  await send({ clock: () => begun.add({ seconds: 5 }) })
  for (const { headers, body } of heard) {
    for (const secret of endpoint.secrets) new Verifier(secret).verify(body, headers as Record<string, string>)
  }
  const [first, second] = heard.map(({ headers }) => headers) as [IncomingHttpHeaders, IncomingHttpHeaders]
  assert.match(String(first['webhook-signature']), /^v1,\S{44} v1,\S{44}$/)
  assert.equal(first['webhook-id'], second['webhook-id'])
  assert.equal(Number(second['webhook-timestamp']) - Number(first['webhook-timestamp']), 5)
  assert.notEqual(first['webhook-signature'], second['webhook-signature'])
})

test('the signature is the one that the standard gives as its example', async () => {
  const example = { ...outgoing(), id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' }
  const clock = () => Temporal.Instant.fromEpochMilliseconds(1_614_265_330_000)
  await open({ clock }).send(example, async () => true)
  assert.equal(heard[0]!.headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('410 refuses for good and is noted as such; a broken answer is tried again', async () => {
  answers = response => response.writeHead(410).end()
  const gone = await send()
  assert.deepEqual([gone.as, gone.code, gone.fault], ['refused', '410', 'address'])
  answers = response => response.socket!.destroy()
  const broken = await send()
  assert.equal(broken.as, 'unreachable')
  assert.match(broken.words, /^It has the message and its answer was lost: /)
  answers = response => response.writeHead(503, { 'retry-after': '77' }).end('full')
  assert.equal((await send()).again, 77)
  assert.deepEqual(noted, ['gone', 'failed', 'failed'])
})

test('one that is disabled or removed, and an address that is not public, are refused with a sentence', async () => {
  endpoint = { ...SOUND, disabledAt: Temporal.Now.instant(), disabledBecause: 'It answered 410.' }
  assert.equal((await send()).words, 'The webhook is disabled. It answered 410.')
  endpoint = undefined
  assert.equal((await send()).words, 'There is no such webhook any more.')
  endpoint = SOUND
  const outcome = await send({ mayReach: [] })
  assert.deepEqual(
    [outcome.as, outcome.fault, outcome.words],
    ['refused', 'address', '127.0.0.1 is not a public address: it may not be reached from here.'],
  )
  assert.deepEqual(heard, [])
})

test('it never throws: while its book cannot be read the message waits', async () => {
  const shut = async () => Promise.reject(new Error('the database is away'))
  const outcome = await send({ book: { find: shut, note: shut } })
  assert.deepEqual([outcome.as, heard], ['unreachable', []])
  assert.match(outcome.words, /the database is away$/)
})
