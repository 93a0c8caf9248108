import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Carrier } from '#delivery/carrier.ts'
import type { TwilioOptions } from '#delivery/channels/twilio-account.ts'
import { openTwilioSms } from '#delivery/channels/twilio-sms.ts'
import { openTwilioVoice } from '#delivery/channels/twilio-voice.ts'
import { freePort } from './free-port.ts'
import { accountAt, DISPATCH, type Request, twilioServer, yes } from './twilio-server.ts'

// Every request we make is held against Twilio's own description of its API (twilio-openapi.json) by Prism, which answers
// 422 to whatever does not keep to it.
const PRISM = fileURLToPath(import.meta.resolve('@stoplight/prism-cli/dist/index.js'))
const DOCUMENT = fileURLToPath(new URL('twilio-openapi.json', import.meta.url))

let base: string
let prism: ReturnType<typeof spawn>

before(async () => {
  const port = await freePort()
  const command = [PRISM, 'mock', '--host', '127.0.0.1', '--port', String(port), DOCUMENT]
  prism = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface(prism.stdout!)) if (line.includes('Prism is listening')) break
  prism.stdout!.resume()
  base = `http://127.0.0.1:${port}`
})
after(async () => {
  prism.kill()
  await once(prism, 'exit')
})

/** What this carrier asks of Twilio when it is used like this, as it went over the line. */
async function asked(open: (account: TwilioOptions) => Carrier, use: (carrier: Carrier) => Promise<unknown>) {
  const twilio = await twilioServer()
  await use(open(accountAt(twilio.url, { from: open === throughService ? SERVICE : '+61480000000' })))
  await twilio.close()
  return twilio.requests
}

/** Prism's answer to such a request. */
async function heldAgainst({ line, query, form, authorization }: Request) {
  const [method = '', path = ''] = line.split(' ')
  const search = query.size > 0 ? `?${query}` : ''
  const response = await fetch(`${base}${path}${search}`, {
    method,
    headers: { ...(authorization && { authorization }), 'content-type': 'application/x-www-form-urlencoded' },
    ...(method === 'POST' && { body: form.toString() }),
  })
  return { status: response.status, text: await response.text() }
}

const SERVICE = `MG${'a'.repeat(32)}`
const throughService = (account: TwilioOptions) => openTwilioSms(account)
const send = (carrier: Carrier) => carrier.send(DISPATCH, yes)
const find = (carrier: Carrier) => carrier.find!({ ...DISPATCH, at: Temporal.Instant.from('2026-11-21T00:00:00Z') })
const check = (carrier: Carrier) => carrier.check()

const REQUESTS = [
  ['a text', openTwilioSms, send, 201],
  ['a text through a messaging service', throughService, send, 201],
  ['a call', openTwilioVoice, send, 201],
  ['the search for a lost text', openTwilioSms, find, 200],
  ['the search for a lost call', openTwilioVoice, find, 200],
  ['the look at an account', openTwilioSms, check, 200],
] as const

for (const [what, open, use, status] of REQUESTS) {
  test(`${what} keeps to what Twilio says of its API`, async () => {
    const requests = await asked(open, use)
    assert.equal(requests.length, 1)
    const answer = await heldAgainst(requests[0]!)
    assert.equal(answer.status, status, answer.text)
  })
}

for (const [what, open] of [
  ['a text', openTwilioSms],
  ['a call', openTwilioVoice],
] as const) {
  test(`${what} without a number to go to does not, and neither does one without credentials`, async () => {
    const [request] = await asked(open, send)
    const unsigned = await heldAgainst({ ...request!, authorization: undefined })
    assert.equal(unsigned.status, 401, unsigned.text)
    request!.form.delete('To')
    const answer = await heldAgainst(request!)
    assert.equal(answer.status, 422)
    assert.match(answer.text, /must have required property 'To'/)
  })
}
