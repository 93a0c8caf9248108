import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { accountAt, DISPATCH, SID, twilioServer, yes } from '../../../test/twilio-server.ts'
import { twimlOf } from './twilio-twiml.ts'
import { openTwilioVoice } from './twilio-voice.ts'

const twilio = await twilioServer()
after(twilio.close)

test('a call rings for a while, listens for machines, and Twilio asks us what it is to say', async () => {
  const carrier = openTwilioVoice(accountAt(twilio.url, { name: 'voice' }))
  const outcome = await carrier.send(DISPATCH, yes)
  assert.deepEqual(outcome, {
    as: 'accepted',
    code: 'queued',
    words: 'Twilio has it: queued.',
    reference: `CA${'0'.repeat(31)}1`,
  })
  const { line, form } = twilio.requests[0]!
  assert.equal(line, `POST /2010-04-01/Accounts/${SID}/Calls.json`)
  const hook = `https://callout.example.com/hooks/twilio/voice/calls/${DISPATCH.companyId}/${DISPATCH.id}/3`
  assert.deepEqual(
    [...form],
    [
      ['To', '+61491570156'],
      ['From', '+61480000000'],
      ['Timeout', '28'],
      ['MachineDetection', 'Enable'],
      ['AsyncAmd', 'true'],
      ['AsyncAmdStatusCallback', `${hook}/machine`],
      ['StatusCallback', `${hook}/status`],
      ...['initiated', 'ringing', 'answered', 'completed'].map(event => ['StatusCallbackEvent', event]),
      ['Url', `${hook}/0`],
    ],
  )
  assert.doesNotMatch(form.toString(), /dispatched/, 'what it says is not left with Twilio before it is asked for')
})

const ERRORS = [
  [401, 20003, 'unreachable', 'account'],
  [400, 21210, 'unreachable', 'account'],
  [400, 21205, 'unreachable', 'account'],
  [400, 21214, 'refused', 'address'],
  [400, 21217, 'refused', 'address'],
  [403, 21215, 'unreachable', null],
  [403, 21216, 'unreachable', null],
  [400, 21219, 'unreachable', null],
  [400, 13227, 'unreachable', null],
  [429, 10004, 'unreachable', 'busy'],
  [429, 20429, 'unreachable', 'busy'],
  [500, 20500, 'unknown', undefined],
] as const

for (const [status, code, as, fault] of ERRORS) {
  test(`a call that Twilio answers with ${code} is ${as} ${fault ?? ''}`, async () => {
    twilio.answers.push({ status, body: { code, message: 'Why' } })
    const outcome = await openTwilioVoice(accountAt(twilio.url)).send(DISPATCH, yes)
    assert.deepEqual([outcome.as, outcome.fault], [as, fault])
  })
}

test('what a call does is said in TwiML: the key has an address to go to, and nothing that is spoken can be markup', () => {
  const hook = 'https://callout.example.com/hooks/x'
  const twiml = twimlOf(
    [
      { do: 'say', words: 'Smith & Sons <Hangup/>' },
      { do: 'pause', seconds: 2 },
      { do: 'gather', words: ['One.', 'Two.'], seconds: 6, to: 2 },
      { do: 'redirect', to: 2, keeping: { key: '#', waited: 1 } },
      { do: 'redirect', to: 3 },
      { do: 'hang-up' },
    ],
    { language: 'en-AU', hook },
  )
  assert.equal(
    twiml.replace(/^<\?xml[^>]*>/, ''),
    [
      '<Response><Say language="en-AU">Smith &amp; Sons &lt;Hangup/&gt;</Say><Pause length="2"/>',
      `<Gather action="${hook}/2" numDigits="1" finishOnKey="" timeout="6">`,
      '<Say language="en-AU">One.</Say><Say language="en-AU">Two.</Say></Gather>',
      `<Redirect method="POST">${hook}/2?waited=1&amp;key=%23</Redirect><Redirect method="POST">${hook}/3</Redirect>`,
      '<Hangup/></Response>',
    ].join(''),
  )
})
