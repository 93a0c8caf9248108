import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { chanceOf, openChance, pick } from './chance.ts'
import type { Entry } from './ledger.ts'

// What becomes of a request that has come whole, in parts of a thousand. `broken-after`: it is kept and answered with 500.
const FATES = {
  ...{
    taken: 915,
    'no-answer': 25,
    'broken-after': 5,
    'broken-before': 8,
    throttled: 12,
    unavailable: 12,
    stalled: 23,
  },
}
type Fate = keyof typeof FATES

const REFUSED: Partial<Record<Fate, number>> = { 'broken-before': 500, throttled: 429, unavailable: 503 }

type Text = Readonly<Record<string, unknown>>

/** Twilio, as far as texts go, and whoever is told by webhooks, on one port. */
export function openWeb(seed: number, book: (entry: Entry) => void): { server: Server; drop: () => void } {
  const chance = openChance(seed)
  const tries = new Map<string, number>()
  const texts = new Map<string, Text[]>()
  let kept = 0
  const open = new Map<ServerResponse, Entry | null>()
  const server = createServer((request, response) => {
    open.set(response, null)
    response.on('error', () => {})
    response.on('close', () => open.delete(response))
    answer(request, response).catch(() => response.destroy())
  })
  server.on('clientError', (_error, socket) => socket.destroy())

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://web.invalid')
    if (request.method === 'GET') return tell(response, 200, listed(url.searchParams.get('To')!))
    if (chance() < 0.01) return void request.socket.resetAndDestroy()
    const read = url.pathname.endsWith('/Messages.json') ? readText : readHook
    const { heard, keep } = read(await text(request), request)
    const before = tries.get(heard.id) ?? 0
    tries.set(heard.id, before + 1)
    const fate: Fate = before < 3 ? pick(FATES, chanceOf(seed, heard.id, before)) : 'taken'
    const refusal = REFUSED[fate]
    if (refusal) return tell(response, refusal, {})
    const entry: Entry = { ...heard, at: Date.now(), fate, answeredAt: null, cut: false }
    book(entry)
    open.set(response, entry)
    response.on('close', () => {
      entry.cut ||= entry.answeredAt === null
    })
    const said = keep()
    await pause(fate === 'stalled' ? 1000 + 2000 * chance() : 250 * chance() ** 2)
    if (fate === 'no-answer') return void request.socket.resetAndDestroy()
    if (fate === 'broken-after') entry.cut = true
    tell(response, fate === 'broken-after' ? 500 : 201, said, () => {
      entry.answeredAt = Date.now()
    })
  }

  function readText(body: string) {
    const form = new URLSearchParams(body)
    const hook = new URL(form.get('StatusCallback')!)
    const [id, attempt] = hook.pathname.split('/').slice(-2) as [string, string]
    const from = hook.hostname.split('.')[0]!
    const to = form.get('To')!
    const keep = () => {
      const text = textOf(form, ++kept)
      texts.set(to, [text, ...(texts.get(to) ?? [])])
      return text
    }
    return { heard: { channel: 'sms' as const, id, attempt, from, hash: hashOf(form.get('Body')!) }, keep }
  }

  const listed = (to: string) => ({ messages: texts.get(to) ?? [], next_page_uri: null })

  const drop = () => {
    for (const [response, entry] of open) {
      if (entry) entry.cut = true
      response.socket?.resetAndDestroy()
    }
  }
  return { server, drop }
}

function readHook(body: string, { headers }: IncomingMessage) {
  const id = String(headers['webhook-id'])
  const heard = { channel: 'webhook' as const, id, attempt: null, from: null, hash: hashOf(body) }
  return { heard, keep: () => ({}) }
}

const textOf = (form: URLSearchParams, number: number): Text => ({
  sid: `SM${String(number).padStart(32, '0')}`,
  status: 'queued',
  to: form.get('To'),
  from: form.get('From'),
  messaging_service_sid: null,
  body: form.get('Body'),
  date_created: new Date().toUTCString(),
  date_sent: null,
  error_code: null,
})

const hashOf = (words: string): string => createHash('sha1').update(words).digest('base64url')

function tell(response: ServerResponse, status: number, said: object, done?: () => void): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(said), done)
}
