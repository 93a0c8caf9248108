import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountAt, DISPATCH, TOKEN, twilioServer, yes } from '../../../test/twilio-server.ts'
import type { Found } from '../carrier.ts'
import type { Entry, Listed } from './twilio-account.ts'
import { foundIn, openTwilioSms } from './twilio-sms.ts'
import { callFoundIn, openTwilioVoice } from './twilio-voice.ts'

const BEGUN = Temporal.Instant.from('2026-11-21T02:00:00Z')
const FROM = '+61480000000'
const BODY = 'Night Owl: ABC-1234 dispatched, "roller door"'
const after = (seconds: number) => BEGUN.add({ milliseconds: seconds * 1000 })
const httpDate = (instant: Temporal.Instant) => new Date(instant.epochMilliseconds).toUTCString()

const entry = (seconds: number, more: Entry = {}): Entry => ({
  sid: `SM${'4'.repeat(32)}`,
  status: 'sent',
  from: FROM,
  body: BODY,
  date_created: httpDate(after(seconds)),
  ...more,
})

type Case = { entries?: Entry[]; whole?: boolean; seconds?: number; ahead?: number; from?: string }

function seek({ entries = [], whole = true, seconds = 60, ahead = 0, from = FROM }: Case): Found {
  const now = after(seconds)
  const list: Listed = { ok: true, entries, whole, now: now.add({ seconds: ahead }) }
  return foundIn(list, { at: BEGUN, body: BODY, from, now })
}

const CASES: readonly [what: string, given: Case, as: Found['as']][] = [
  ['the same words since it was begun', { entries: [entry(1)] }, 'found'],
  ['the same words a moment before, as another clock sees it', { entries: [entry(-4)] }, 'found'],
  [
    'a trial account puts its words before ours',
    { entries: [entry(1, { body: `Sent from your trial - ${BODY}` })] },
    'found',
  ],
  ['other quotes and dashes', { entries: [entry(1, { body: BODY.replaceAll('"', '”') })] }, 'found'],
  ['nothing at all, after a while', {}, 'absent'],
  ['nothing at all, too early', { seconds: 14 }, 'cannot-say'],
  ['other words', { entries: [entry(1, { body: 'ABC-1235 dispatched' })] }, 'absent'],
  ['the same words from another number of ours', { entries: [entry(1, { from: '+61480000001' })] }, 'absent'],
  ['the same words minutes before: a message like it', { entries: [entry(-120)] }, 'cannot-say'],
  ['the same words the day before', { entries: [entry(-86_400)] }, 'absent'],
  ['twice', { entries: [entry(2), entry(1)] }, 'cannot-say'],
  ['a list that goes on', { whole: false }, 'cannot-say'],
  ['a list that goes on, with it on the first page', { whole: false, entries: [entry(1)] }, 'found'],
  ['without a day', { entries: [entry(0, { date_created: null })] }, 'found'],
  ['our clock is a minute behind', { entries: [entry(61)], ahead: 60 }, 'found'],
  ['our clock is an hour ahead', { entries: [entry(-3599)], ahead: -3600 }, 'found'],
  ['without a name of its own', { entries: [entry(1, { sid: null })] }, 'cannot-say'],
  [
    'through a messaging service, from whatever number',
    { entries: [entry(1, { from: null, messaging_service_sid: `MG${'a'.repeat(32)}` })], from: `MG${'a'.repeat(32)}` },
    'found',
  ],
]

for (const [what, given, as] of CASES) {
  test(`a lost text: ${what}: ${as}`, () => assert.equal(seek(given).as, as))
}

test('a lost text that is found is what Twilio says of it now', () => {
  const reference = `SM${'4'.repeat(32)}`
  const outcome = { as: 'accepted', code: 'sent', words: 'Twilio has it: sent.', reference }
  assert.deepEqual(seek({ entries: [entry(1)] }), { as: 'found', outcome })
  const failed = seek({ entries: [entry(1, { status: 'failed', error_code: 30006 })] })
  assert.ok(failed.as === 'found' && failed.outcome.as === 'refused' && failed.outcome.fault === 'address')
})

test('a lost call: that there is none is certain, that one is ours is not', () => {
  const call = (seconds: number): Entry => ({ sid: 'CA1', date_created: httpDate(after(seconds)) })
  const seekCall = (entries: Entry[], seconds = 60, whole = true) =>
    callFoundIn({ ok: true, entries, whole, now: after(seconds) }, { at: BEGUN, now: after(seconds) }).as
  assert.equal(seekCall([]), 'absent')
  assert.equal(seekCall([call(-60)]), 'absent')
  assert.equal(seekCall([], 10), 'cannot-say')
  assert.equal(seekCall([call(1)]), 'cannot-say')
  assert.equal(seekCall([], 60, false), 'cannot-say')
  assert.equal(callFoundIn({ ok: false, words: 'down' }, { at: BEGUN, now: after(60) }).as, 'cannot-say')
})

test('whoever was given a message and lost its answer finds it again, among those to its number', async () => {
  let now = BEGUN
  const twilio = await twilioServer(() => new Date(now.epochMilliseconds))
  const carrier = openTwilioSms(accountAt(twilio.url, { clock: () => now }))
  await carrier.send(DISPATCH, yes)
  now = after(30)
  const lost = { ...DISPATCH, at: BEGUN }
  assert.equal((await carrier.find!(lost)).as, 'found')
  assert.deepEqual(Object.fromEntries(twilio.requests[1]!.query), { To: DISPATCH.address, PageSize: '100' })
  assert.equal((await carrier.find!({ ...lost, address: '+61491570157' })).as, 'absent')
  twilio.answers.push({ status: 500, body: '' }, { status: 200, body: '<html>' })
  assert.equal((await carrier.find!(lost)).as, 'cannot-say')
  assert.equal((await carrier.find!(lost)).as, 'cannot-say')
  for (const messages of [[null], ['text']]) {
    twilio.answers.push({ status: 200, body: { messages, next_page_uri: null } })
    assert.equal((await carrier.find!(lost)).as, 'cannot-say')
  }
  twilio.answers.push({ status: 401, body: { message: `"${TOKEN}" is wrong` } })
  const found = await carrier.find!(lost)
  assert.ok(found.as === 'cannot-say' && found.words === '"(secret)" is wrong', JSON.stringify(found))
  const caller = openTwilioVoice(accountAt(twilio.url, { clock: () => now }))
  assert.equal((await caller.find!(lost)).as, 'absent')
  await twilio.close()
  assert.equal((await carrier.find!(lost)).as, 'cannot-say')
})
