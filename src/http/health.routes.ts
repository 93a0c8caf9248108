import { readdirSync } from 'node:fs'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Connection } from '#db/sql.ts'
import { LANES } from '#rules/notice.ts'
import { migrationsDone } from './health.sql.ts'
import { isOutage } from './outage.ts'
import { problem } from './problem.ts'
import { respond } from './respond.ts'
import type { Health as HouseHealth } from './rooms.ts'
import { done, type Route, route } from './route.ts'
import { MaybeInstant } from './shapes.ts'

const Health = z
  .object({
    unplanned: z.object({ waiting: z.int(), oldest: MaybeInstant }).openapi({
      description: 'saves nobody has planned for yet',
    }),
    lanes: z
      .array(z.object({ lane: z.enum(LANES), waiting: z.int(), oldestDueSeconds: z.number() }))
      .readonly()
      .openapi({ description: 'messages on their way, and for how long the most overdue has been due' }),
    stations: z
      .array(z.object({ name: z.string(), lastTurn: MaybeInstant }))
      .readonly()
      .openapi({ description: 'when each part of the house last looked for work' }),
  })
  .openapi('Health')

export const healthRoutes = (health: () => Promise<HouseHealth>): Route[] => [
  route({
    method: 'get',
    path: '/health',
    id: 'getHealth',
    about: 'Health',
    summary: 'What is waiting, since when, and who is at work',
    scope: 'read',
    reply: { status: 200, shape: Health },
    act: async () => done(await health()),
  }),
]

/** Whether this process turns at all. It never asks the database: an outage there is no reason to restart us. */
export const live = (): Response => respond(done({ live: true }), '-')

/** Whether requests can be served: the database answers and has every migration of this version. */
export function readiness(db: Connection): (c: Context) => Promise<Response> {
  const folder = new URL('../../migrations/', import.meta.url)
  const wanted = readdirSync(folder).filter(name => /^\d{4}_.*\.sql$/.test(name))
  return async () => {
    const made = await migrationsDone(db).then(names => names, wordFor)
    if (typeof made === 'string') return respond(notReady(made), '-')
    const missing = wanted.filter(name => !made.includes(name))
    return respond(missing.length > 0 ? notReady('The database is not migrated yet.') : done({ ready: true }), '-')
  }
}

const wordFor = (error: unknown): string =>
  isOutage(error) ? 'The database does not answer.' : 'The database is not migrated yet.'

const notReady = (detail: string) =>
  problem('not-ready', [503, 'Not ready', detail], { headers: { 'retry-after': '2' } })
