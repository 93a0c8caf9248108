import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http'
import { request as openly } from 'node:http'
import { request as secretly } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { HandOver } from '#delivery/carrier.ts'

/** One request over HTTP. `body`: at least two bytes. `timeout`: seconds for all of it, its answer included. */
export type Sending = Asking & Readonly<{ method: 'POST'; body: Uint8Array }>

/** A question, which changes nothing. `lookup` finds a host's address; it is not asked about an address in the URL. */
export type Asking = Readonly<{
  url: URL
  headers: Readonly<Record<string, string>>
  timeout: number
  /** Of the answer's body; what is longer is cut off. */
  mostBytes?: number
  lookup?: LookupFunction
}>

/**
 * What came of a request. not-tried: `handOver` said no. unreachable: it failed before the last byte, so that nobody can
 * have acted upon it. unknown: the last byte had gone out and the answer was lost.
 */
export type Answered = Answer | Lost<'unreachable'> | Lost<'unknown'> | Readonly<{ as: 'not-tried' }>

/** Whatever the status, a redirection included: none is followed. Redirected requests have reached the wrong people. */
export type Answer = Readonly<{ as: 'answered'; status: number; headers: IncomingHttpHeaders; body: string }>
type Lost<As> = Readonly<{ as: As; code: string; words: string }>
type Failure = Readonly<{ as: 'failed'; code: string; words: string }>

/**
 * Sends everything but the last byte of the body, asks `handOver`, and sends the last byte only if it says yes. Always on
 * a connection of its own: one that was kept open may be closing just then, and that would leave us in doubt.
 */
export async function sendHolding(sending: Sending, handOver: HandOver): Promise<Answered> {
  const { url, body, mostBytes = MOST_BYTES } = sending
  if (body.length < 2) throw new RangeError('There is no last byte to hold back.')
  const request = openRequest(url, {
    ...optionsOf(sending),
    method: 'POST',
    headers: { ...sending.headers, 'content-length': body.length },
  })
  const heard = listenTo(request, mostBytes)
  const deadline = setTimeout(() => request.destroy(new TooLate()), sending.timeout * 1000)
  try {
    // Whoever has answered takes no more, perhaps: the rest would wait for ever.
    await Promise.race([passOn(request, body.subarray(0, -1)), heard.end])
    if (heard.failure()) return notSent(heard.failure()!)
    if (!(await handOver())) return { as: 'not-tried' }
    // It may have broken meanwhile. Who answers before he has everything has still answered.
    if (heard.failure()) return notSent(heard.failure()!)
    request.end(body.subarray(-1))
    const answer = await heard.end
    return answer.as === 'failed' ? { ...answer, as: 'unknown' } : answer
  } finally {
    clearTimeout(deadline)
    request.destroy()
  }
}

/** Asks by GET. Nothing is held back, for nothing comes of it. */
export async function ask(asking: Asking): Promise<Answer | Lost<'unreachable'>> {
  const { url, headers, timeout, mostBytes = MOST_BYTES } = asking
  const request = openRequest(url, { ...optionsOf(asking), method: 'GET', headers })
  const { end } = listenTo(request, mostBytes)
  const deadline = setTimeout(() => request.destroy(new TooLate()), timeout * 1000)
  request.end()
  const answer = await end
  clearTimeout(deadline)
  request.destroy()
  return answer.as === 'failed' ? notSent(answer) : answer
}

const MOST_BYTES = 262_144

class TooLate extends Error {
  code = 'ETIMEDOUT'
  override message = 'It took too long'
}

const notSent = (failure: Failure): Lost<'unreachable'> => ({ ...failure, as: 'unreachable' })

const optionsOf = ({ lookup }: Asking): RequestOptions => ({ agent: false, ...(lookup && { lookup }) })

const openRequest = (url: URL, options: RequestOptions): ClientRequest =>
  url.protocol === 'https:' ? secretly(url, options) : openly(url, options)

/** Resolves when the system has taken the bytes for the connection; never, when there is none. */
const passOn = (request: ClientRequest, bytes: Uint8Array): Promise<void> =>
  new Promise(resolve => {
    request.write(bytes, error => {
      if (!error) resolve()
    })
  })

/** Listens from the beginning: a connection may break, and an answer may come, while nobody waits for it. */
function listenTo(request: ClientRequest, mostBytes: number) {
  let failure: Failure | undefined
  const end = Promise.withResolvers<Answer | Failure>()
  let answered = false
  let answering = false
  const fail = (error: unknown) => {
    if (answered || failure) return
    failure = failureOf(error)
    end.resolve(failure)
  }
  request.once('response', response => {
    answering = true
    readAll(response, mostBytes).then(body => {
      if (failure) return
      answered = true
      end.resolve({ as: 'answered', status: response.statusCode ?? 0, headers: response.headers, body })
    }, fail)
  })
  request.on('error', fail)
  // An answer may end with its connection: whether it was whole, its reader knows.
  request.once('close', () => {
    if (!answering) fail(new Error('The connection was closed'))
  })
  return { end: end.promise, failure: () => failure }
}

async function readAll(response: IncomingMessage, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= mostBytes) break
  }
  return Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8')
}

type SystemError = Partial<Error & { code: string; errors: readonly Error[] }>

/** A host with several addresses fails with one error for each; the first speaks for all. */
function failureOf(error: unknown): Failure {
  const { code = 'unknown', message, errors } = error as SystemError
  const words = message || errors?.[0]?.message || 'The connection failed'
  return { as: 'failed', code, words: words.slice(0, 300) }
}
