import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { type Answer, accountAt, DISPATCH, SID, TOKEN, twilioServer, yes } from '../../../test/twilio-server.ts'
import type { Outcome } from '../carrier.ts'
import { openTwilioSms } from './twilio-sms.ts'

const twilio = await twilioServer()
const carrier = openTwilioSms(accountAt(twilio.url))
after(twilio.close)
beforeEach(() => {
  for (const list of [twilio.requests, twilio.answers, twilio.kept.messages]) list.length = 0
})

test('a text goes to its number with its exact words, and says where to report what became of it', async () => {
  const outcome = await carrier.send(DISPATCH, yes)
  const reference = `SM${'0'.repeat(31)}1`
  assert.deepEqual(outcome, { as: 'accepted', code: 'queued', words: 'Twilio has it: queued.', reference })
  const [{ line, form, authorization }] = twilio.requests as [(typeof twilio.requests)[0]]
  assert.equal(line, `POST /2010-04-01/Accounts/${SID}/Messages.json`)
  assert.equal(authorization, `Basic ${Buffer.from(`${SID}:${TOKEN}`).toString('base64')}`)
  const callback = `https://callout.example.com/hooks/twilio/sms/messages/${DISPATCH.companyId}/${DISPATCH.id}/3`
  assert.deepEqual(Object.fromEntries(form), {
    To: '+61491570156',
    From: '+61480000000',
    StatusCallback: callback,
    Body: DISPATCH.body,
  })
})

test('a messaging service chooses the number itself', async () => {
  const service = `MG${'a'.repeat(32)}`
  await openTwilioSms(accountAt(twilio.url, { from: service })).send(DISPATCH, yes)
  const { form } = twilio.requests[0]!
  assert.equal(form.get('MessagingServiceSid'), service)
  assert.equal(form.get('From'), null)
})

test('when the hand-over is not committed Twilio never has the whole request', async () => {
  assert.equal((await carrier.send(DISPATCH, async () => false)).as, 'not-tried')
  await carrier.check()
  assert.deepEqual(
    twilio.requests.map(({ line }) => line),
    [`GET /2010-04-01/Accounts/${SID}.json`],
  )
})

const error = (status: number, code: number, message = 'Twilio says why'): Answer => ({
  status,
  body: { code, message, more_info: 'https://www.twilio.com/docs/errors', status },
})
const sid = `SM${'9'.repeat(32)}`
type Meant = readonly [as: Outcome['as'], fault?: Outcome['fault'], code?: string]

const ANSWERS: readonly [Answer, Meant][] = [
  [{ status: 201, body: { sid, status: 'queued' } }, ['accepted', undefined, 'queued']],
  [{ status: 201, body: { sid, status: 'accepted' } }, ['accepted', undefined, 'accepted']],
  [{ status: 200, body: { sid, status: 'scheduled' } }, ['accepted', undefined, 'scheduled']],
  [{ status: 201, body: { sid, status: 'failed', error_code: 21610 } }, ['refused', 'opted-out', '21610']],
  [{ status: 201, body: { sid, status: 'undelivered', error_code: 30006 } }, ['refused', 'address', '30006']],
  [{ status: 201, body: { sid, status: 'failed', error_code: null } }, ['unreachable', null]],
  [{ status: 200, body: '<html>Log in to the hotel</html>' }, ['unknown', undefined, '200']],
  [{ status: 200, body: '{"sid": "SM1"' }, ['unknown']],
  [{ status: 200, body: { ok: true } }, ['unknown']],
  [{ status: 201, body: { sid: 'PHnot-a-message', status: 'queued' } }, ['unknown']],
  [{ status: 204, body: '' }, ['unknown']],
  [{ status: 302, body: '', headers: { location: 'http://hotel.example' } }, ['unreachable', 'down']],
  [{ status: 307, body: '' }, ['unreachable', 'down']],
  [error(401, 20003), ['unreachable', 'account', '20003']],
  [{ status: 401, body: '' }, ['unreachable', 'account', '401']],
  [error(403, 20003), ['unreachable', 'account']],
  [{ status: 403, body: 'forbidden' }, ['unreachable', 'account']],
  [error(403, 20008), ['unreachable', 'account']],
  [error(404, 20404), ['unreachable', 'account']],
  [error(400, 10001), ['unreachable', 'account']],
  [error(400, 30002), ['unreachable', 'account']],
  [error(429, 20429), ['unreachable', 'busy', '20429']],
  [{ status: 429, body: 'slow down' }, ['unreachable', 'busy']],
  [error(429, 14107), ['unreachable', 'busy']],
  [error(400, 14107), ['unreachable', 'busy']],
  [error(400, 21611), ['unreachable', 'busy']],
  [error(400, 30001), ['unreachable', 'busy']],
  [error(400, 30022), ['unreachable', 'busy']],
  [error(400, 21201), ['refused', 'address']],
  [error(400, 21211), ['refused', 'address']],
  [error(400, 21612), ['refused', 'address']],
  [error(400, 21614), ['refused', 'address']],
  [error(400, 21217), ['refused', 'address']],
  [error(400, 21635), ['refused', 'address']],
  [error(400, 21610), ['refused', 'opted-out', '21610']],
  [error(400, 21617), ['refused', 'content']],
  [error(400, 21602), ['refused', 'content']],
  [error(400, 21603), ['unreachable', 'account']],
  [error(400, 21606), ['unreachable', 'account']],
  [error(400, 21659), ['unreachable', 'account']],
  [error(400, 21660), ['unreachable', 'account']],
  [error(400, 21212), ['unreachable', 'account']],
  [error(400, 21703), ['unreachable', 'account']],
  [error(400, 21609), ['unreachable', 'account']],
  // One country, one number: neither is nobody's number nor the whole account's trouble.
  [error(403, 21408), ['unreachable', null, '21408']],
  [error(400, 21608), ['unreachable', null]],
  [error(400, 21999), ['refused', null, '21999']],
  [error(403, 21999), ['unreachable', 'account']],
  [error(400, 59999), ['unreachable', null]],
  [{ status: 400, body: 'a proxy is cross' }, ['unreachable', 'down', '400']],
  [{ status: 408, body: '' }, ['unreachable', 'down']],
  [error(500, 20500), ['unknown', undefined, '500']],
  [{ status: 500, body: '' }, ['unknown']],
  [{ status: 502, body: '<html>' }, ['unknown']],
  [{ status: 504, body: '' }, ['unknown']],
  [error(503, 20503), ['unreachable', 'down', '503']],
]

for (const [answer, [as, fault, code]] of ANSWERS) {
  const said = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
  test(`F53, F55, F56: ${answer.status} ${said.slice(0, 60)} is ${as} ${fault ?? ''}`, async () => {
    twilio.answers.push(answer)
    const outcome = await carrier.send(DISPATCH, yes)
    assert.equal(outcome.as, as)
    assert.equal(outcome.fault, fault)
    if (code) assert.equal(outcome.code, code)
    assert.ok(outcome.words.length > 0)
  })
}

test('F54: Retry-After is when to try again; an hour at most, and a date is not waited for', async () => {
  for (const [header, again] of [
    ['7', 7],
    ['86400', 3600],
    ['Wed, 21 Oct 2026 07:28:00 GMT', null],
    ['-4', null],
  ] as const) {
    twilio.answers.push({ ...error(429, 20429), headers: { 'retry-after': header } })
    assert.equal((await carrier.send(DISPATCH, yes)).again, again, header)
  }
})

test("Twilio's own words are kept, as one line, without our token in them", async () => {
  twilio.answers.push(error(400, 21211, `The 'To' number\r\nis not ${TOKEN} a valid\u0000 phone number.`))
  const { words } = await carrier.send(DISPATCH, yes)
  assert.equal(words, "The 'To' number is not (secret) a valid phone number.")
})

test('nobody there is unreachable, and the account is not to blame', async () => {
  const nobody = await twilioServer()
  await nobody.close()
  const outcome = await openTwilioSms(accountAt(nobody.url)).send(DISPATCH, yes)
  assert.equal(outcome.as, 'unreachable')
  assert.equal(outcome.fault, 'down')
  assert.equal(outcome.code, 'ECONNREFUSED')
})

test('a check says whether the account can be used, and what to do when not', async () => {
  assert.deepEqual(await carrier.check(), {
    as: 'accepted',
    code: null,
    words: 'The account "Night Owl" at Twilio is active.',
  })
  const states: [Answer, Outcome['as'], Outcome['fault'], RegExp][] = [
    [{ status: 200, body: { status: 'suspended' } }, 'unreachable', 'account', /suspended: look into its console/],
    [error(401, 20003, 'Authenticate'), 'unreachable', 'account', /^Authenticate Check the account and the token/],
    [{ status: 200, body: '<html>' }, 'unreachable', 'down', /not Twilio/],
    [{ status: 500, body: '' }, 'unreachable', undefined, /reaches api.twilio.com/],
  ]
  for (const [answer, as, fault, words] of states) {
    twilio.answers.push(answer)
    const outcome = await carrier.check()
    assert.deepEqual([outcome.as, outcome.fault], [as, fault])
    assert.match(outcome.words, words)
  }
})

test('a URL that is none is refused without its secret in the words', () => {
  for (const url of [
    'twilio://AC1:secret@api.twilio.com',
    `https://${SID}:secret@api.twilio.com`,
    `twilio://${SID}@api.twilio.com`,
    `twilio://${SID}:secret@api.twilio.com?plain=yes`,
    'secret',
  ]) {
    assert.throws(
      () => openTwilioSms(accountAt(url)),
      (thrown: Error) => !JSON.stringify([thrown.message, thrown.stack]).includes('secret@'),
    )
  }
})
