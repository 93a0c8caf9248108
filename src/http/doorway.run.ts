import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Clock } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import { callerOf, isForeign } from './caller.ts'
import { type Read, readJson, readMedia, readShape, readText } from './door-reading.ts'
import { type Came, forbids } from './doorkeeper.run.ts'
import { isOutage } from './outage.ts'
import { documentOf, type Problem, trouble } from './problem.ts'
import { once, requestKey } from './requests.run.ts'
import { respond } from './respond.ts'
import type { Answer, Asked, Lines, RequestKey, Route, Who } from './route.ts'

/** One line of the log for one request. It never holds bodies, keys, addresses or anything else a caller wrote. */
export type LogLine = Readonly<{
  request: string
  method: string
  /** The route's pattern, with the names of its parameters and not their values. */
  route: string
  status: number
  milliseconds: number
  company?: string
  actor?: string
  problem?: string
  bug?: Bug
}>
type Bug = Readonly<{ name: string; code: string; stack: string }>

/** What a route needs around it to let requests in. */
export type Entrance = Readonly<{
  db: Database
  clock: Clock
  log: (line: LogLine) => void
  whoIs: (came: Came) => Promise<Who | Problem>
  /** The address by which the outside reaches this server; null: it has none of its own. */
  publicUrl: string | null
}>

type Visit = { c: Context; request: string; route: string; started: number; who?: Who; bug?: Bug }

/** Lets requests in to one route: who is it, may he, what does he ask? Then it is done and answered. */
export const enter =
  (route: Route, entrance: Entrance): ((c: Context) => Promise<Response>) =>
  async c => {
    const visit = begin(c, route.path)
    const answer = await answerTo(route, entrance, visit).catch((error: unknown) => failed(visit, error))
    return 'lines' in answer ? endInLines(visit, answer, { route, entrance }) : end(visit, answer, entrance.log)
  }

/** Answers a request that no route takes. */
export const turnAway = (c: Context, problem: Problem, log: Entrance['log']): Response =>
  end(begin(c, '-'), problem, log)

/** Answers when something broke outside the routes. */
export function breakOff(c: Context, error: unknown, log: Entrance['log']): Response {
  const visit = begin(c, '-')
  return end(visit, failed(visit, error), log)
}

const begin = (c: Context, route: string): Visit => ({ c, request: randomUUID(), route, started: performance.now() })

function end(visit: Visit, answer: Answer, log: Entrance['log']): Response {
  log(lineOf(visit, answer))
  return respond(answer, visit.request)
}

type At = Readonly<{ route: Route; entrance: Entrance }>

const endInLines = (visit: Visit, answer: Lines, at: At): Response =>
  respond({ ...answer, lines: toTheEnd(visit, answer, at) }, visit.request)

const lineOf = ({ c, request, route, started, who, bug }: Visit, answer: Answer): LogLine => ({
  request,
  method: c.req.method,
  route,
  status: answer.status,
  milliseconds: performance.now() - started,
  ...(who && { company: who.companyId, actor: who.actor.id }),
  ...(!answer.ok && { problem: answer.kind }),
  ...(bug && { bug }),
})

/**
 * The lines of an answer, as long as whoever asked may have them. What breaks meanwhile is told in one more line, for the
 * answer has begun as a good one.
 */
async function* toTheEnd(visit: Visit, answer: Lines, { route, entrance }: At): AsyncGenerator<unknown> {
  let ended: Answer = answer
  try {
    for await (const line of answer.lines) {
      const refused = await refusal(route, entrance, visit)
      if (refused) {
        ended = refused
        yield { problem: documentOf(refused, visit.request) }
        return
      }
      yield line
    }
  } catch (error) {
    ended = failed(visit, error)
    yield { problem: documentOf(ended, visit.request) }
  } finally {
    entrance.log(lineOf(visit, ended))
  }
}

// The one place where what nobody foresaw is caught: it is logged, and the caller learns nothing of our insides.
function failed(visit: Visit, error: unknown): Problem {
  if (isOutage(error)) return trouble('database-down', { headers: { 'retry-after': '2' } })
  visit.bug = bugOf(error)
  return trouble('bug')
}

// Without the message: a database puts the values it stumbled over into it.
function bugOf(error: unknown): Bug {
  if (!(error instanceof Error)) return { name: typeof error, code: '', stack: '' }
  const stack = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  return { name: error.name, code: String((error as { code?: unknown }).code ?? ''), stack: stack.join('\n') }
}

async function answerTo(route: Route, entrance: Entrance, visit: Visit): Promise<Answer> {
  const { c } = visit
  if (route.method !== 'get' && isForeign(c, entrance.publicUrl)) return trouble('from-elsewhere')
  const refused = await refusal(route, entrance, visit)
  if (refused) return refused
  const read = await readRequest(route, c)
  return read.ok ? carryOut(route, entrance, visit, read.value) : read
}

/** Why whoever came is not let in; nothing if he is. */
async function refusal({ scope }: Route, { whoIs }: Entrance, visit: Visit): Promise<Problem | undefined> {
  if (scope === 'anybody') return undefined
  const { req } = visit.c
  const who = await whoIs({ authorization: req.header('authorization'), cookie: req.header('cookie') })
  if ('ok' in who) return who
  visit.who = who
  return forbids(who, scope)
}

function carryOut(
  route: Route,
  { db, clock, publicUrl }: Entrance,
  { c, who }: Visit,
  { parts, sent }: { parts: Parts; sent: unknown },
): Promise<Answer> | Answer {
  const now = clock()
  const caller = () => callerOf(c, publicUrl)
  const act = (on: Database, request?: RequestKey) =>
    route.act({ ...parts, who, caller, db: on, now, ...(request && { request }) })

  // Of whom we do not know whose he is nothing is kept: a repeat does it all again.
  const key = route.method === 'get' || !who ? undefined : c.req.header('idempotency-key')
  if (key === undefined) return act(db)
  const { method, path } = c.req
  const request = requestKey(key, { method, path, query: c.req.query(), body: sent })
  if (!request) return trouble('bad-idempotency-key')
  if (route.keeps === 'room' || route.keeps === 'nobody') return act(db, request)
  return once(db, { companyId: who!.companyId, request, now }, transaction => act(transaction))
}

type Parts = Pick<Asked<unknown, unknown, unknown>, 'params' | 'query' | 'body' | 'bytes'>

/** The parts of a request in the types of the route's shapes, and the body as it was sent. */
async function readRequest(route: Route, c: Context): Promise<Read<{ parts: Parts; sent: unknown }>> {
  const params = readShape(route.params, c.req.param())
  if (!params.ok) return trouble('no-such-address')
  const query = readShape(route.query, c.req.query())
  if (!query.ok) return query
  const parts = { params: params.value, query: query.value, body: NONE, bytes: NO_BYTES }
  if (route.media) {
    const bytes = await readMedia(c.req.raw, route.media)
    return bytes.ok ? { ok: true, value: { parts: { ...parts, bytes: bytes.value }, sent: bytes.value } } : bytes
  }
  if (route.method === 'get' || route.method === 'delete') return { ok: true, value: { parts, sent: NONE } }
  const body = await readBody(route.body ?? EMPTY, c.req.raw)
  return body.ok ? { ok: true, value: { parts: { ...parts, body: body.value.body }, sent: body.value.sent } } : body
}

const NONE = Object.freeze({})
const NO_BYTES = new Uint8Array()
const EMPTY = z.strictObject({})

async function readBody(shape: z.ZodType, request: Request): Promise<Read<{ body: unknown; sent: unknown }>> {
  const text = await readText(request)
  if (!text.ok) return text
  const json = readJson(text.value)
  if (!json.ok) return json
  const body = readShape(shape, json.value)
  return body.ok ? { ok: true, value: { body: body.value, sent: json.value } } : body
}
