import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import type { Form } from '#delivery/channels/twilio-heard.ts'
import { line } from '#messages/plain.ts'
import { readAtMost } from './door-reading.ts'
import type { Rooms } from './rooms.ts'

/** What carriers' calls to us are known by. `publicUrl`: where they reach us, as it was given to them. */
export type Hooks = Readonly<{
  publicUrl: string
  twilio: readonly Readonly<{ name: string; token: string }>[]
  /** Seconds that a call waits for us before it says so. */
  patience?: number
}>

/** One call of Twilio to us that is really Twilio's. */
export type Visit = Readonly<{
  account: string
  said: Form
  params: Readonly<Record<string, string>>
  query: URLSearchParams
}>

const MOST_BYTES = 65_536

/**
 * Lets in what Twilio has signed, with the token of the account named in the address, for the address at which it reaches
 * us. Everything else gets 403 and learns nothing.
 */
export const hook =
  (path: string, { publicUrl, twilio }: Hooks, { log }: Pick<Rooms, 'log'>, act: (visit: Visit) => Promise<Response>) =>
  async (c: Context): Promise<Response> => {
    const started = performance.now()
    const response = await answerTo(c, { publicUrl, twilio }, act)
    const milliseconds = performance.now() - started
    log({ request: randomUUID(), method: c.req.method, route: path, status: response.status, milliseconds })
    return response
  }

async function answerTo(c: Context, { publicUrl, twilio }: Hooks, act: (visit: Visit) => Promise<Response>) {
  const params = c.req.param() as Record<string, string>
  const signature = c.req.header('x-twilio-signature')
  const account = twilio.find(({ name }) => name === params.account)
  if (!signature || !account) return empty(403)
  const read = await readAtMost(c.req.raw, MOST_BYTES, 15)
  if (!read.ok) return empty(read.status)
  const { pathname, search, searchParams: query } = new URL(c.req.url)
  const said = new URLSearchParams(Buffer.from(read.value).toString())
  // Never by the Host header: whoever writes that could have it signed for somebody else.
  if (!validateRequest(account.token, signature, publicUrl + pathname + search, everyValueOf(said))) return empty(403)
  return act({ account: account.name, said: kept(said), params, query })
}

/** An answer with nothing in it. */
export const empty = (status: number): Response => new Response(null, { status })

// A name that comes several times is signed with all of its values.
const everyValueOf = (said: URLSearchParams): Record<string, string | string[]> =>
  Object.fromEntries([...new Set(said.keys())].map(name => [name, oneOrMore(said.getAll(name))]))
const oneOrMore = (values: string[]) => (values.length === 1 ? values[0]! : values)

/** As it can be kept: PostgreSQL refuses NUL and half characters. */
const kept = (said: URLSearchParams): Form =>
  Object.fromEntries([...said].map(([name, value]) => [line(name), clean(value)]))
const clean = (value: string): string => value.toWellFormed().replaceAll('\0', '')
