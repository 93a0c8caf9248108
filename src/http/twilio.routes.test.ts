import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import sql from 'sql-template-tag'
import { insertJob, insertMessages } from '../../test/deliveries.ts'
import { insertPlace } from '../../test/rows.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { signed, TOKEN } from '../../test/twilio-server.ts'
import { openDoor } from './door.ts'

const PUBLIC = 'https://callout.example.com'
const CALL = `CA${'1'.repeat(32)}`
const TEXT = `SM${'1'.repeat(32)}`
const TO = '+61491570156'
const FROM = '+61480000000'

let trial: TrialDoor
let door: ReturnType<typeof openDoor>
let companyId: string
let text: string
let call: string

before(async () => {
  trial = await trialDoor()
  const hooks = {
    publicUrl: PUBLIC,
    twilio: [
      { name: 'sms', token: TOKEN },
      { name: 'voice', token: 'another token' },
    ],
  }
  door = openDoor({ ...trial.rooms, hooks: { ...hooks, patience: 0.2 } })
  const place = await insertPlace(trial.db)
  companyId = place.companyId
  const job = await insertJob(trial.db, place)
  const words = { channel: 'sms', address: TO, subject: null, body: 'Job A B C, 1 2 3 4: dispatched.' } as const
  ;[text, call] = (await insertMessages(trial.db, place, job, [
    { name: 'text', ...words },
    { name: 'call', ...words },
  ])) as [string, string]
  await trial.db.query(sql`update notice set channel = 'voice' where id = ${call}`)
  await trial.db.query(sql`update delivery set channel = 'voice' where id = ${call}`)
})
beforeEach(async () => {
  trial.log.length = 0
  await trial.db.script('truncate receipt, reply')
})
after(() => trial.close())

type More = { token?: string; account?: string; as?: string }

/** Twilio posts this to us: signed for our public address, come to whatever host a proxy made of it. */
async function post(path: string, said: Record<string, string>, { token, account = 'sms', as }: More = {}) {
  const url = `/hooks/twilio/${account}${path}`
  const response = await door.request(`http://10.0.0.7:4100${url}`, signed(as ?? `${PUBLIC}${url}`, said, token))
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() }
}

const receipts = () =>
  trial.db.query<{ key: string; says: string; code: string | null; deliveryId: string | null }>(
    sql`select key, says, code, delivery_id from receipt order by id`,
  )
const replies = () =>
  trial.db.query<{ channel: string; fromAddress: string; toAddress: string; words: string }>(
    sql`select channel, from_address, to_address, words from reply order by id`,
  )
const ofText = () => `/messages/${companyId}/${text}/1`
const ofCall = (rest: string) => `/calls/${companyId}/${call}/1/${rest}`
const status = (MessageStatus: string, more = {}) => ({ MessageSid: TEXT, MessageStatus, To: TO, From: FROM, ...more })

test('what became of a text is kept under our own ids, and confirmed with nothing', async () => {
  const answer = await post(ofText(), status('delivered', { AccountSid: 'AC1', Odd: 'half \ud800 and \0 nothing' }))
  assert.deepEqual([answer.status, answer.body], [204, ''])
  assert.deepEqual(await receipts(), [{ key: `${TEXT}:delivered`, says: 'delivered', code: null, deliveryId: text }])
  const [kept] = await trial.db.query<{ raw: Record<string, string> }>(sql`select raw from receipt`)
  assert.equal(kept!.raw.Odd, 'half \ufffd and  nothing')
})

const STATUSES: readonly [string, string | null][] = [
  ['queued', null],
  ['accepted', null],
  ['sending', null],
  ['sent', 'handed-on'],
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'not-delivered'],
  ['failed', 'not-delivered'],
  ['canceled', 'not-delivered'],
  ['constructor', null],
]
for (const [word, says] of STATUSES) {
  test(`a text that Twilio calls ${word} is ${says ?? 'only on its way'}`, async () => {
    assert.equal((await post(ofText(), status(word, { ErrorCode: '30003' }))).status, 204)
    assert.deepEqual(
      (await receipts()).map(row => [row.says, row.code]),
      says ? [[says, '30003']] : [],
    )
  })
}

test('F58: the same report again is one report, and a later word beside it another', async () => {
  for (const word of ['delivered', 'sent', 'delivered']) await post(ofText(), status(word))
  assert.deepEqual(
    (await receipts()).map(({ says }) => says),
    ['delivered', 'handed-on'],
  )
})

test('F58: what Twilio did not sign gets 403 and nothing else, and nothing is kept', async () => {
  const path = `/hooks/twilio/sms${ofText()}`
  const forged: [string, Promise<{ status: number; body: string }>][] = [
    ['another token', post(ofText(), status('delivered'), { token: 'guessed' })],
    ['the token of another account', post(ofText(), status('delivered'), { token: 'another token' })],
    ['an account that is not ours', post(ofText(), status('delivered'), { account: 'nobody' })],
    ['signed for another message', post(ofText(), status('delivered'), { as: `${PUBLIC}${path}0` })],
    ['signed for the host it came to', post(ofText(), status('delivered'), { as: `http://10.0.0.7:4100${path}` })],
    ['signed for something else added', post(`${ofText()}?a=1`, status('delivered'), { as: `${PUBLIC}${path}` })],
  ]
  for (const [what, answer] of forged) {
    const { status: code, body } = await answer
    assert.deepEqual([code, body], [403, ''], what)
  }
  const unsigned = await door.request(path, { method: 'POST', body: 'MessageSid=SM1' })
  assert.deepEqual([unsigned.status, await unsigned.text()], [403, ''])
  const altered = signed(`${PUBLIC}${path}`, status('delivered'))
  const response = await door.request(path, { ...altered, body: 'MessageSid=SM1&MessageStatus=failed' })
  assert.equal(response.status, 403)
  assert.deepEqual(await receipts(), [])
})

test('Twilio may sign with the port or without it', async () => {
  const path = `/hooks/twilio/sms${ofText()}`
  const as = `${PUBLIC}:443${path}`
  assert.equal((await post(ofText(), status('sent'), { as })).status, 204)
})

test('a body that is too long is not read, and nothing here can be asked by GET', async () => {
  const long = await post(ofText(), status('delivered', { Body: 'x'.repeat(70_000) }))
  assert.equal(long.status, 413)
  assert.equal((await door.request(`/hooks/twilio/sms${ofText()}`)).status, 405)
})

test('a report of ids that are none is kept under the name that Twilio has for it', async () => {
  assert.equal((await post('/messages/x/y/0', status('delivered'))).status, 204)
  assert.deepEqual(await receipts(), [{ key: `${TEXT}:delivered`, says: 'delivered', code: null, deliveryId: null }])
})

test('a text that somebody writes is kept, and answered with nothing', async () => {
  const said = { MessageSid: TEXT, From: '+61 491 570 156', To: FROM, Body: 'On my way\0', NumMedia: '0' }
  const answer = await post('/inbound', said)
  assert.match(answer.type!, /^text\/xml/)
  assert.equal(answer.body, '<?xml version="1.0" encoding="UTF-8"?><Response/>')
  await post('/inbound', said)
  assert.deepEqual(await replies(), [{ channel: 'sms', fromAddress: TO, toAddress: FROM, words: 'On my way' }])
})

const inCall = (more = {}) => ({ CallSid: CALL, CallStatus: 'in-progress', To: TO, From: FROM, ...more })
const voice = { account: 'voice', token: 'another token' }

const CALLS: readonly [string, string | null][] = [
  ['queued', null],
  ['initiated', null],
  ['ringing', null],
  ['in-progress', 'answered'],
  ['completed', null],
  ['busy', 'busy'],
  ['no-answer', 'no-answer'],
  ['failed', 'not-delivered'],
  ['canceled', 'not-delivered'],
]
for (const [CallStatus, says] of CALLS) {
  test(`a call that Twilio calls ${CallStatus} is ${says ?? 'under way, or over as was told before'}`, async () => {
    assert.equal((await post(ofCall('status'), inCall({ CallStatus }), voice)).status, 204)
    assert.deepEqual(
      (await receipts()).map(row => row.says),
      says ? [says] : [],
    )
  })
}

for (const [AnsweredBy, says] of [
  ['human', 'answered'],
  ['unknown', 'answered'],
  ['machine_start', 'machine'],
  ['machine_end_beep', 'machine'],
  ['fax', 'machine'],
] as const) {
  test(`a call answered by ${AnsweredBy} is ${says}`, async () => {
    await post(ofCall('machine'), { CallSid: CALL, AnsweredBy }, voice)
    assert.deepEqual(
      (await receipts()).map(row => row.says),
      [says],
    )
  })
}

test('a whole call: greeted, told, confirmed; the key is a report and an answer, and both are kept once', async () => {
  const hello = await post(ofCall('0'), inCall(), voice)
  assert.match(hello.body, /<Say language="en-AU">Hello\. This is Company ABC with a message about a job\.<\/Say>/)
  assert.doesNotMatch(hello.body, /dispatched/)
  const told = await post(ofCall('1'), inCall(), voice)
  assert.match(told.body, /Job A B C, 1 2 3 4: dispatched\./)
  const action = /<Gather action="([^"]+)"/.exec(told.body)![1]!
  assert.equal(action, `${PUBLIC}/hooks/twilio/voice${ofCall('2')}`)
  for (let again = 0; again < 2; again++) {
    const confirmed = await post(ofCall('2'), inCall({ Digits: '1' }), voice)
    assert.match(confirmed.body, /You have confirmed that you have heard this message\. Goodbye\.<\/Say><Hangup\/>/)
  }
  assert.deepEqual(
    (await receipts()).map(row => [row.says, row.code, row.deliveryId]),
    [
      ['answered', null, call],
      ['key-pressed', '1', call],
    ],
  )
  assert.deepEqual(await replies(), [{ channel: 'voice', fromAddress: TO, toAddress: FROM, words: '1' }])
})

test('when a machine was heard, the call says nothing of what it is about', async () => {
  await post(ofCall('machine'), { CallSid: CALL, AnsweredBy: 'machine_start' }, voice)
  const { body } = await post(ofCall('1'), inCall(), voice)
  assert.match(body, /Company ABC has a message about a job\. Please call us\. Goodbye\.<\/Say><Hangup\/>/)
  assert.doesNotMatch(body, /dispatched/)
})

test('a message that is no call, or of another company, is never spoken', async () => {
  for (const path of [`/calls/${companyId}/${text}/1/1`, `/calls/${trial.harbour.id}/${call}/1/1`, '/calls/x/y/z/1']) {
    const { body } = await post(path, inCall(), voice)
    assert.match(body, /not available any more/)
    assert.doesNotMatch(body, /dispatched/)
  }
})

test('while the database does not answer, the call says so and keeps the key, three times', async () => {
  const held = Promise.withResolvers<void>()
  const free = Promise.withResolvers<void>()
  const holding = trial.db.begin(async tx => {
    await tx.query(sql`lock table receipt in access exclusive mode`)
    held.resolve()
    await free.promise
  })
  await held.promise
  let path = '2'
  let said: Record<string, string> = inCall({ Digits: '1' })
  for (const waited of [1, 2, 3]) {
    const { body } = await post(ofCall(path), said, voice)
    const next = /One moment please\.<\/Say><Redirect method="POST">[^<]*\/(2\?[^<]+)<\/Redirect>/.exec(body)![1]!
    path = next.replace('&amp;', '&')
    assert.equal(path, `2?waited=${waited}&key=1`)
    said = inCall()
  }
  assert.match((await post(ofCall(path), said, voice)).body, /cannot be taken just now.*<Hangup\/>/)
  free.resolve()
  await holding
  assert.match((await post(ofCall(path), said, voice)).body, /You have confirmed/)
  assert.equal((await replies()).length, 1)
})

test('the log has the pattern of the address and neither numbers nor words', async () => {
  await post(ofText(), status('delivered', { Body: 'secret words' }))
  const [entry] = trial.log
  assert.equal(entry!.route, '/hooks/twilio/:account/messages/:company/:id/:attempt')
  assert.equal(entry!.status, 204)
  assert.doesNotMatch(JSON.stringify(trial.log), new RegExp(`secret|${TOKEN}|61491570156`))
})
