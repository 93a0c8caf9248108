import { setTimeout as pause } from 'node:timers/promises'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { hookOf } from '#delivery/channels/twilio-account.ts'
import { callReport, type Heard, machineReport, messageReport, textReply } from '#delivery/channels/twilio-heard.ts'
import { SILENCE, twimlOf } from '#delivery/channels/twilio-twiml.ts'
import type { Report } from '#delivery/heard.ts'
import { NOTHING_TO_SAY, wait } from '#delivery/speech.ts'
import { takeReplies, takeReports } from '#receipts/receipts.run.ts'
import { isOutage } from './outage.ts'
import type { Rooms } from './rooms.ts'
import { nextInCall } from './twilio.run.ts'
import { empty, type Hooks, hook, type Visit } from './twilio-hook.ts'

const ROOT = '/hooks/twilio/:account'
const MESSAGE = ':company/:id/:attempt'

/** Where Twilio tells us what became of messages and calls, what people answer, and asks what a call is to say. */
export function twilioRoutes(app: OpenAPIHono, rooms: Rooms, hooks: Hooks): void {
  const post = (path: string, act: (visit: Visit) => Promise<Response>) =>
    app.post(`${ROOT}${path}`, hook(`${ROOT}${path}`, hooks, rooms, act))
  const reporting = (read: (heard: Heard) => Report | null) => async (visit: Visit) =>
    take(rooms, read(heardIn(visit, rooms)))
  post(`/messages/${MESSAGE}`, reporting(messageReport))
  post(`/calls/${MESSAGE}/status`, reporting(callReport))
  post(`/calls/${MESSAGE}/machine`, reporting(machineReport))
  post(`/calls/${MESSAGE}/:spoken`, visit => speak(visit, rooms, hooks))
  post('/inbound', async visit => {
    const heard = heardIn(visit, rooms)
    const reply = textReply(heard)
    if (reply) await takeReplies(rooms.db, [reply], heard.now)
    return xml(SILENCE)
  })
}

async function take({ db, clock }: Rooms, report: Report | null): Promise<Response> {
  if (report) await takeReports(db, [report], clock())
  return empty(204)
}

const heardIn = ({ account, said, params }: Visit, { clock }: Rooms): Heard => ({
  carrier: account,
  said,
  ours: oursIn(params),
  now: clock(),
})

const Ours = z.object({ company: z.uuid(), id: z.uuid(), attempt: z.coerce.number().int().min(1).max(1_000_000) })

/** Our own ids, as we gave them to Twilio with the message. */
function oursIn(params: Visit['params']): Report['ours'] {
  const read = Ours.safeParse(params)
  return read.success ? { companyId: read.data.company, id: read.data.id, attempt: read.data.attempt } : null
}

const PATIENCE = 4
/** What a call says next. Nobody holds a silent phone: while the database does not answer, the call says so. */
async function speak(visit: Visit, rooms: Rooms, { publicUrl, patience = PATIENCE }: Hooks): Promise<Response> {
  const { account, said, params, query } = visit
  const heard = heardIn(visit, rooms)
  const { ours } = heard
  if (!ours) return xml(twimlOf(NOTHING_TO_SAY, { language: 'en', hook: '' }))
  const [step, waited] = [countIn(params.spoken), countIn(query.get('waited'))]
  const key = said.Digits || query.get('key') || null
  const next = await Promise.race([
    nextInCall(rooms.db, heard, { ours, step, key }).then(found => found, onlyOutage),
    pause(patience * 1000, null, { ref: false }),
  ])
  const { verbs, language } = next ?? { verbs: wait(step, { key, waited }), language: 'en' }
  const hook = hookOf({ publicUrl, name: account }, 'calls', ours)
  return xml(twimlOf(verbs, { language, hook }))
}

const countIn = (written: string | null | undefined): number => (/^\d{1,2}$/.test(written ?? '') ? Number(written) : 0)

function onlyOutage(error: unknown): null {
  if (!isOutage(error)) throw error
  return null
}

const xml = (twiml: string): Response =>
  new Response(twiml, { headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store' } })
