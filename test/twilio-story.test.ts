import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { listMessages } from '#delivery/delivery.run.ts'
import { openChanges } from '#http/changes.run.ts'
import { openDoor } from '#http/door.ts'
import type { Job } from '#jobs/job.ts'
import { PLAIN } from '#rules/rule.ts'
import { addRule, type RuleDraft } from '#rules/rules.run.ts'
import { hooksOf } from '../src/carriers.ts'
import { CAPTURED, type CarrierConfig } from '../src/config.ts'
import { type House, openHouse } from '../src/house.ts'
import { freshDatabase } from './database.ts'
import { insertPlace, type Place, SAM } from './rows.ts'
import { signed, twilioServer } from './twilio-server.ts'

const PUBLIC = 'https://callout.example.com'
const TO = '+61491570156'
const FROM = '+61480000000'
let now = Temporal.Instant.from('2026-11-21T02:00:00Z')

let room: Awaited<ReturnType<typeof freshDatabase>>
let twilio: Awaited<ReturnType<typeof twilioServer>>
let house: House
let door: ReturnType<typeof openDoor>
let place: Place

before(async () => {
  room = await freshDatabase()
  place = await insertPlace(room.db)
  twilio = await twilioServer(() => new Date(now.epochMilliseconds))
  const account = { url: twilio.url, from: FROM }
  const carriers: CarrierConfig = {
    ...CAPTURED,
    sms: [{ name: 'sms', ...account }],
    voice: [{ name: 'voice', ...account }],
    publicUrl: PUBLIC,
  }
  const log = (level: string, line: string, more?: object) =>
    assert.notEqual(level, 'error', `${line} ${JSON.stringify(more)}`)
  house = await openHouse({ connection: room.connection, clock: () => now, log, stations: 'by-hand', carriers })
  const health = () => assert.fail('nobody asks')
  door = openDoor({
    ...house,
    changes: openChanges(house.db, house.clock),
    health,
    hooks: hooksOf(carriers),
    log: () => {},
  })
})
after(async () => {
  await house.close()
  await twilio.close()
  await room.drop()
})
beforeEach(async () => {
  await room.db.script('update rule set active = false')
  for (const list of [twilio.requests, twilio.answers, twilio.kept.messages, twilio.kept.calls]) list.length = 0
})

const forward = async (seconds: number) => {
  now = later(now, seconds)
  await house.settle()
}

async function tellBy(via: 'sms' | 'call') {
  const draft = {
    ...{ companyId: place.companyId, owner: { kind: 'company', id: place.companyId }, serviceTypeId: null },
    ...{ active: true, does: 'tell', occasion: 'dispatched', via, destination: 'address', address: TO },
    ...{ recipient: null, ...PLAIN },
  } as RuleDraft
  const made = await addRule(house.db, draft, SAM, now)
  assert.ok(made.ok, JSON.stringify(made))
}

async function dispatch(): Promise<Job> {
  const { companyId, siteId, customerId, burglaryId: serviceTypeId, providerId } = place
  const opening = { companyId, siteId, customerId, serviceTypeId, providerId, initialRequest: 'Zone 4', by: SAM }
  const opened = await house.desk.open(opening)
  assert.ok(opened.ok, JSON.stringify(opened))
  const change = { do: 'dispatch' } as const
  assert.ok((await house.desk.save({ companyId, jobId: opened.job.id, change, by: SAM })).ok)
  await house.settle()
  return opened.job
}

const stateOf = async ({ companyId, id: jobId }: Job) =>
  (await listMessages(house.db, { companyId, jobId, limit: 10 })).map(({ channel, state }) => `${channel} ${state}`)

/** Twilio comes to an address that we gave it. */
async function twilioPosts(url: string, said: Record<string, string>): Promise<string> {
  const response = await door.request(url.replace(PUBLIC, ''), signed(url, said))
  assert.ok(response.ok, `${response.status} at ${url}`)
  const text = await response.text()
  await house.settle()
  return text
}

test('a text goes out through Twilio, and is delivered when Twilio says so', async () => {
  await tellBy('sms')
  const job = await dispatch()
  const [{ form }] = twilio.requests as [(typeof twilio.requests)[0]]
  assert.match(form.get('Body')!, /ABC-1.* dispatched\nHargreaves Mill, 12 Mill Rd, Orange/)
  assert.deepEqual(await stateOf(job), ['sms accepted'])
  const said = { MessageSid: String(twilio.kept.messages[0]!.sid), To: TO, From: FROM }
  for (const MessageStatus of ['delivered', 'sent']) {
    await twilioPosts(form.get('StatusCallback')!, { ...said, MessageStatus })
  }
  assert.deepEqual(await stateOf(job), ['sms delivered'])
})

test('F53: Twilio takes a text and its answer is lost: it is found there, and nobody hears of it twice', async () => {
  await tellBy('sms')
  twilio.answers.push({ status: 502, body: '<html>Bad gateway</html>', took: 'all the same' })
  const job = await dispatch()
  assert.deepEqual(await stateOf(job), ['sms unknown'])
  await forward(11)
  assert.deepEqual(await stateOf(job), ['sms accepted'])
  assert.equal(twilio.kept.messages.length, 1)
})

test('F53: Twilio does not take a text and its answer is lost: it is sent again when that is certain', async () => {
  await tellBy('sms')
  twilio.answers.push({ status: 502, body: '' })
  const job = await dispatch()
  await forward(11)
  assert.equal(twilio.kept.messages.length, 0, 'it could still be on its way')
  await forward(10)
  assert.equal(twilio.kept.messages.length, 1)
  assert.deepEqual(await stateOf(job), ['sms accepted'])
})

test('a call is made, asks what to say, and the key that is pressed lands on the job', async () => {
  await tellBy('call')
  const job = await dispatch()
  assert.deepEqual(await stateOf(job), ['voice accepted'])
  const { form } = twilio.requests[0]!
  const call = { CallSid: String(twilio.kept.calls[0]!.sid), CallStatus: 'in-progress', To: TO, From: FROM }
  assert.match(await twilioPosts(form.get('Url')!, call), /Hello\. This is Company ABC/)
  const told = await twilioPosts(form.get('Url')!.replace(/0$/, '1'), call)
  assert.match(told, /Job A B C, \d+: dispatched\. At Hargreaves Mill, 12 Mill Road, Orange\./)
  const confirmed = await twilioPosts(/<Gather action="([^"]+)"/.exec(told)![1]!, { ...call, Digits: '1' })
  assert.match(confirmed, /You have confirmed/)
  assert.deepEqual(await stateOf(job), ['voice delivered'])
  const replies = await house.db.query(sql`select channel, words, job_id from reply where settled_at is not null`)
  assert.deepEqual(replies, [{ channel: 'voice', words: '1', jobId: job.id }])
})
