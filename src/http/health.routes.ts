import { readdirSync } from 'node:fs'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { isWell, LOOK_LASTS } from '#audit/alarms.ts'
import { CHANNELS } from '#base/address.ts'
import type { Connection } from '#db/sql.ts'
import { LANES } from '#rules/notice.ts'
import { Severity } from './alarms.routes.ts'
import { migrationsDone } from './health.sql.ts'
import { isOutage } from './outage.ts'
import { problem } from './problem.ts'
import { respond } from './respond.ts'
import type { Health as HouseHealth, Rooms } from './rooms.ts'
import { done, type Route, route } from './route.ts'
import { Instant, MaybeInstant } from './shapes.ts'

const Channel = z
  .object({
    channel: z.enum(CHANNELS),
    goes: z.enum(['out', 'nowhere']).openapi({ description: 'nowhere: everything is kept here and sent to nobody' }),
    accounts: z
      .array(
        z.object({
          name: z.string(),
          is: z.enum(['working', 'paused', 'broken']),
          because: z.string().nullable(),
          workedAt: MaybeInstant,
        }),
      )
      .readonly()
      .openapi({ description: 'at carriers, the best first; paused: somebody must mend it; broken: tried again' }),
  })
  .openapi('ChannelHealth')

const Health = z
  .object({
    unplanned: z.object({ waiting: z.int(), oldest: MaybeInstant }).openapi({
      description: 'saves nobody has planned for yet',
    }),
    lanes: z
      .array(z.object({ lane: z.enum(LANES), waiting: z.int(), oldestDueSeconds: z.number() }))
      .readonly()
      .openapi({
        description:
          'messages on their way (counted up to 10,000), and for how long the most overdue of them has been due',
      }),
    stations: z
      .array(z.object({ name: z.string(), lastTurn: MaybeInstant }))
      .readonly()
      .openapi({ description: 'when each part of the house last looked for work' }),
    lookedAt: MaybeInstant.openapi({ description: 'when the sending was last watched; the rest is of then' }),
    alarms: z
      .array(z.object({ id: z.int(), severity: Severity, words: z.string(), since: Instant }))
      .readonly()
      .openapi({ description: 'what is wrong with the sending itself, the worst first' }),
    channels: z.array(Channel).readonly(),
    heartbeat: z
      .object({ succeededAt: MaybeInstant, failing: z.string().nullable() })
      .nullable()
      .openapi({ description: 'how the watcher outside was last reached; null: none is set up' }),
  })
  .openapi('Health')

export const healthRoutes = (health: () => Promise<HouseHealth>): Route[] => [
  route({
    method: 'get',
    path: '/health',
    id: 'getHealth',
    about: 'Health',
    summary: 'What is waiting, what is wrong, and who is at work',
    scope: 'read',
    reply: { status: 200, shape: Health },
    act: async () => done(await health()),
  }),
]

/** Whether this process turns at all. It never asks the database: an outage there is no reason to restart us. */
export const live = (): Response => respond(done({ live: true }), '-')

/**
 * Whether people are told what they should be, for watchers outside: no alarm, and somebody looked within the last minute.
 * It needs no key and asks nothing of the database.
 */
export function wellness({ watched, clock }: Pick<Rooms, 'watched' | 'clock'>): () => Response {
  return () => {
    const look = watched?.().look
    const alarms = look?.alarms.filter(({ severity }) => severity === 'alarm').length ?? 0
    const well = isWell(look, clock(), LOOK_LASTS)
    const { body, headers } = respond(done(well ? { well } : { well, alarms }), '-')
    return new Response(body, { status: well ? 200 : 503, headers })
  }
}

// Milliseconds. Whoever asks whether we are ready does not wait longer.
const LIMIT = 2000

/** Whether requests can be served: the database answers within two seconds and has every migration of this version. */
export function readiness(db: Connection): (c: Context) => Promise<Response> {
  const folder = new URL('../../migrations/', import.meta.url)
  const wanted = readdirSync(folder).filter(name => /^\d{4}_.*\.sql$/.test(name))
  return async () => {
    const made = await within(
      LIMIT,
      migrationsDone(db).then(names => names, wordFor),
      SILENT,
    )
    if (typeof made === 'string') return respond(notReady(made), '-')
    const missing = wanted.filter(name => !made.includes(name))
    return respond(missing.length > 0 ? notReady(UNMIGRATED) : done({ ready: true }), '-')
  }
}

function within<T>(limit: number, answer: Promise<T>, otherwise: T): Promise<T> {
  const over = Promise.withResolvers<T>()
  const timer = setTimeout(() => over.resolve(otherwise), limit)
  return Promise.race([answer, over.promise]).finally(() => clearTimeout(timer))
}

const SILENT = 'The database does not answer.'
const UNMIGRATED = 'The database is not migrated yet.'
const wordFor = (error: unknown): string => (isOutage(error) ? SILENT : UNMIGRATED)

const notReady = (detail: string) =>
  problem('not-ready', [503, 'Not ready', detail], { headers: { 'retry-after': '2' } })
