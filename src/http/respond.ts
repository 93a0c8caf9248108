import { documentOf } from './problem.ts'
import type { Answer, Lines } from './route.ts'

/** Sent with everything: nothing from elsewhere is loaded, framed or guessed, and no address leaks by a referrer. */
export const SAFE = {
  'content-security-policy':
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

const JSON_HEADERS = { ...SAFE, 'cache-control': 'no-store', 'content-type': 'application/json' }
const PROBLEM_HEADERS = { ...JSON_HEADERS, 'content-type': 'application/problem+json' }

/** The response to a request. Its headers are one plain object, which the server writes out without copying. */
export function respond(answer: Answer, request: string): Response {
  const { status } = answer
  const own = { 'x-request-id': request }
  if (!answer.ok) {
    const headers = { ...PROBLEM_HEADERS, ...own, ...answer.headers }
    return whole(JSON.stringify(documentOf(answer, request)), { status, headers })
  }
  if ('bytes' in answer) {
    const saved = answer.name && { 'content-disposition': `inline; filename="${answer.name.replace(/[^\w.-]/g, '_')}"` }
    const headers = { ...SAFE, ...own, ...saved, 'cache-control': 'private, no-cache', 'content-type': answer.type }
    return whole(answer.bytes, { status, headers })
  }
  if ('lines' in answer) {
    const headers = { ...JSON_HEADERS, ...own, 'content-type': LINES, 'x-accel-buffering': 'no' }
    return new Response(streamOf(answer), { status, headers })
  }
  const headers = { ...JSON_HEADERS, ...own, ...answer.headers }
  const response = whole(JSON.stringify(answer.body), { status, headers })
  for (const cookie of answer.cookies ?? []) response.headers.append('set-cookie', cookie)
  return response
}

/** With its length, by which it is known whether it is worth compressing. */
function whole(body: string | Uint8Array, { status, headers }: { status: number; headers: Record<string, string> }) {
  const length = `${Buffer.byteLength(body)}`
  return new Response(body as string, { status, headers: { ...headers, 'content-length': length } })
}

/** The content type of an answer in lines. */
export const LINES = 'application/x-ndjson'

const utf8 = new TextEncoder()

function streamOf({ lines, gone }: Lines): ReadableStream<Uint8Array> {
  const writing = written(lines)
  return new ReadableStream(
    {
      pull: async controller => {
        const { done, value } = await writing.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: async () => {
        gone?.()
        await writing.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

async function* written(lines: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const line of lines) yield utf8.encode(`${JSON.stringify(line)}\n`)
}

/** A file that is the same for everybody; a browser asks again each time, so that an update is seen at once. */
export const respondFile = (file: string | Uint8Array, type: string): Response =>
  whole(file, { status: 200, headers: { ...SAFE, 'cache-control': 'no-cache', 'content-type': type } })
