import assert from 'node:assert/strict'
import type { Server } from 'node:http'
import { after, before, test } from 'node:test'
import { serve } from '@hono/node-server'
import { createEmulator, type Emulator } from 'emulate'
import sql from 'sql-template-tag'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import type { TwilioOptions } from '#delivery/channels/twilio-account.ts'
import { openTwilioSms } from '#delivery/channels/twilio-sms.ts'
import { openTwilioVoice } from '#delivery/channels/twilio-voice.ts'
import { openDoor } from '#http/door.ts'
import { freePort } from './free-port.ts'
import { type TrialDoor, trialDoor } from './trial-door.ts'
import { accountAt, DISPATCH, OURS, yes } from './twilio-server.ts'

// Somebody else's idea of Twilio, which signs what it sends, against our carriers and our door.
const SID = `AC${'0'.repeat(32)}`
const TOKEN = 'twilio_test_auth_token'
const NUMBER = '+15551234567'

let trial: TrialDoor
let emulator: Emulator
let front: Server
let account: TwilioOptions

before(async () => {
  trial = await trialDoor()
  const [port, at] = [await freePort(), await freePort()]
  const publicUrl = `http://127.0.0.1:${port}`
  const inbound = `${publicUrl}/hooks/twilio/sms/inbound`
  const seed = { twilio: { phone_numbers: [{ phone_number: NUMBER, sms_url: inbound }] } }
  emulator = await createEmulator({ service: 'twilio', port: at, seed })
  const door = openDoor({ ...trial.rooms, hooks: { publicUrl, twilio: [{ name: 'sms', token: TOKEN }] } })
  front = serve({ fetch: door.fetch, hostname: '127.0.0.1', port }) as Server
  account = accountAt(`twilio://${SID}:${TOKEN}@127.0.0.1:${at}?plain=yes`, { from: NUMBER, publicUrl })
})
after(async () => {
  await emulator.close()
  front.closeAllConnections()
  front.close()
  await trial.close()
})

const tell = (what: string, said: Record<string, string>) =>
  fetch(`${emulator.url}/_twilio/simulate/${what}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${SID}:${TOKEN}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(said).toString(),
  })

type Receipt = { says: string; reference: string; deliveryId: string; attempt: number }
const receipts = () =>
  trial.db.query<Receipt>(sql`select says, reference, delivery_id, attempt from receipt order by id`)

test('a text is taken, its signed reports are believed, and it is found when its answer was lost', async () => {
  const carrier = openTwilioSms(account)
  const outcome = await carrier.send(DISPATCH, yes)
  assert.equal(outcome.as, 'accepted', outcome.words)
  const sid = outcome.reference!
  for (const Status of ['sent', 'delivered']) {
    assert.ok((await tell('message-status', { MessageSid: sid, Status })).ok)
  }
  const ours = { reference: sid, deliveryId: OURS.id, attempt: OURS.attempt }
  assert.deepEqual(await receipts(), [
    { says: 'handed-on', ...ours },
    { says: 'delivered', ...ours },
  ])
  const begun = account.clock().subtract({ seconds: 2 })
  const found = await carrier.find!({ ...DISPATCH, at: begun })
  assert.ok(found.as === 'found' && found.outcome.reference === sid, JSON.stringify(found))
})

test('a text that somebody writes to our number is kept', async () => {
  const response = await tell('inbound-message', { To: NUMBER, From: '+61491570156', Body: 'Gate is locked' })
  assert.ok(response.ok, await response.text())
  const kept = await trial.db.query(sql`select channel, from_address, to_address, words from reply`)
  assert.deepEqual(kept, [{ channel: 'sms', fromAddress: '+61491570156', toAddress: NUMBER, words: 'Gate is locked' }])
})

test('a call is taken, and its signed reports are believed', async () => {
  const outcome = await openTwilioVoice(account).send(DISPATCH, yes)
  assert.equal(outcome.as, 'accepted', outcome.words)
  const sid = outcome.reference!
  assert.ok((await tell('call-status', { CallSid: sid, Status: 'in-progress' })).ok)
  assert.ok((await receipts()).some(({ says, reference }) => says === 'answered' && reference === sid))
})

test('a number that is not ours and a token that is wrong are the trouble of the account', async () => {
  const foreign = await openTwilioSms({ ...account, from: '+15550000000' }).send(DISPATCH, yes)
  assert.deepEqual([foreign.as, foreign.fault], ['unreachable', 'account'], foreign.words)
  const wrong = openTwilioSms({ ...account, url: account.url.replace(TOKEN, 'guessed') })
  assert.deepEqual([(await wrong.send(DISPATCH, yes)).fault, (await wrong.check()).fault], ['account', 'account'])
  assert.equal((await openTwilioSms(account).check()).as, 'accepted')
})

test('a signature that others have published is the one we take', () => {
  const said = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  }
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
  assert.ok(validateRequest('12345', 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', url, said))
  assert.ok(!validateRequest('12345', 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', `${url}3`, said))
})
