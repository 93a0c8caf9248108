import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { type Outgoing, WORDS_ALONE } from '#delivery/carrier.ts'
import type { TwilioOptions } from '#delivery/channels/twilio-account.ts'

export const SID = `AC${'0'.repeat(31)}1`
export const TOKEN = 'a token of sixteen or more'
export const OURS = {
  companyId: '0197f000-0000-7000-8000-000000000001',
  id: '0197f000-0000-7000-8000-000000000002',
  attempt: 3,
}

export const DISPATCH: Outgoing = {
  ...OURS,
  lane: 'urgent',
  address: '+61491570156',
  subject: null,
  body: 'Night Owl: ABC-1234 dispatched\nZone 4 & roller door €5',
  replyTo: null,
  ...WORDS_ALONE,
}

export const yes = async (): Promise<boolean> => true

/** One thing that was asked of Twilio. */
export type Request = Readonly<{
  line: string
  query: URLSearchParams
  form: URLSearchParams
  authorization: string | undefined
}>

/** What a server answers instead of what Twilio would; `took`: after it has done what was asked. */
export type Answer = Readonly<{
  status: number
  body?: unknown
  headers?: Record<string, string>
  took?: 'all the same'
}>

type Kept = Record<string, unknown>

/** A server that speaks Twilio's dialect, as far as we use it, on this machine. `answers` are given first, in turn. */
export async function twilioServer(now = () => new Date()) {
  const requests: Request[] = []
  const kept: { messages: Kept[]; calls: Kept[] } = { messages: [], calls: [] }
  const answers: Answer[] = []
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const url = new URL(request.url ?? '/', 'http://twilio.invalid')
    const line = `${request.method} ${url.pathname}`
    const asked = { query: url.searchParams, form: new URLSearchParams(body) }
    requests.push({ line, ...asked, authorization: request.headers.authorization })
    const instead = answers.shift()
    const own = instead && !instead.took ? instead : answerAsTwilio(line, asked)
    const { status, body: said, headers } = instead ?? own
    response.writeHead(status, { 'content-type': 'application/json', date: now().toUTCString(), ...headers })
    response.end(typeof said === 'string' ? said : JSON.stringify(said ?? {}))
  }

  function answerAsTwilio(line: string, { query, form }: Pick<Request, 'query' | 'form'>): Answer {
    const root = `/2010-04-01/Accounts/${SID}`
    if (line === `GET ${root}.json`)
      return { status: 200, body: { sid: SID, status: 'active', friendly_name: 'Night Owl' } }
    const resource = /\/(Messages|Calls)\.json$/.exec(line)?.[1]?.toLowerCase() as keyof typeof kept | undefined
    if (!resource) return { status: 404, body: { code: 20404, message: 'The requested resource was not found' } }
    if (line.startsWith('GET ')) {
      const found = kept[resource].filter(({ to }) => to === query.get('To'))
      return { status: 200, body: { [resource]: found.toReversed(), next_page_uri: null } }
    }
    return { status: 201, body: keep(resource, form) }
  }

  function keep(resource: keyof typeof kept, form: URLSearchParams): Kept {
    const number = kept[resource].length + 1
    const entry = {
      sid: `${resource === 'calls' ? 'CA' : 'SM'}${String(number).padStart(32, '0')}`,
      status: 'queued',
      to: form.get('To'),
      from: form.get('From'),
      messaging_service_sid: form.get('MessagingServiceSid'),
      body: form.get('Body'),
      date_created: now().toUTCString(),
      date_sent: null,
      error_code: null,
    }
    kept[resource].push(entry)
    return entry
  }

  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `twilio://${SID}:${encodeURIComponent(TOKEN)}@127.0.0.1:${port}?plain=yes`,
    requests,
    kept,
    answers,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** An account at such a server. */
export const accountAt = (url: string, more: Partial<TwilioOptions> = {}): TwilioOptions => ({
  name: 'sms',
  url,
  from: '+61480000000',
  publicUrl: 'https://callout.example.com',
  rate: null,
  connections: 2,
  clock: () => Temporal.Instant.fromEpochMilliseconds(Date.now()),
  ...more,
})

/** A request as Twilio signs it, for this address of ours. */
export const signed = (url: string, said: Record<string, string>, token = TOKEN): RequestInit => ({
  method: 'POST',
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': getExpectedTwilioSignature(token, url, said),
  },
  body: new URLSearchParams(said).toString(),
})
