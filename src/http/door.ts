import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { companyRoutes } from './company.routes.ts'
import { decisionRoutes } from './decisions.routes.ts'
import { describe, documentText, ROOT } from './document.ts'
import { doorkeeper } from './doorkeeper.run.ts'
import { breakOff, type Entrance, enter, turnAway } from './doorway.run.ts'
import { entryRoutes } from './entries.routes.ts'
import { healthRoutes, live, readiness } from './health.routes.ts'
import { importRoutes } from './import.routes.ts'
import { invoiceRoutes } from './invoices.routes.ts'
import { jobChangeRoutes } from './job-changes.routes.ts'
import { jobRoutes } from './jobs.routes.ts'
import { keyRoutes } from './keys.routes.ts'
import { messageRoutes } from './messages.routes.ts'
import { FILES, serveFile } from './pages.ts'
import { photoRoutes } from './photos.routes.ts'
import { priceRoutes } from './prices.routes.ts'
import { type Problem, trouble } from './problem.ts'
import { rehearsalRoutes } from './rehearsal.routes.ts'
import { respondFile } from './respond.ts'
import type { Rooms } from './rooms.ts'
import type { Route } from './route.ts'
import { ruleRoutes } from './rules.routes.ts'
import { scheduleRoutes } from './schedules.routes.ts'
import { wordingRoutes } from './wording.routes.ts'

/** Every route of the API. */
export const routesOf = ({ desk, press, health }: Pick<Rooms, 'desk' | 'press' | 'health'>): Route[] => [
  ...companyRoutes(),
  ...entryRoutes(),
  ...keyRoutes(),
  ...jobRoutes({ desk, press }),
  ...jobChangeRoutes(desk),
  ...photoRoutes(),
  ...invoiceRoutes(press),
  ...decisionRoutes(),
  ...messageRoutes(),
  ...ruleRoutes(),
  ...importRoutes(),
  ...rehearsalRoutes(),
  ...priceRoutes(),
  ...scheduleRoutes(press),
  ...wordingRoutes(),
  ...healthRoutes(health),
]

/** The door for people and their programs: the API under /api/v1, its documentation, health, and the first page. */
export function openDoor(rooms: Rooms): OpenAPIHono {
  const { db, clock, log } = rooms
  const app = new OpenAPIHono()
  const entrance: Entrance = { db, clock, log, whoIs: doorkeeper(db) }
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key: callout_...',
  })
  for (const route of routesOf(rooms)) {
    app.openAPIRegistry.registerPath(describe(route))
    app.on(route.method.toUpperCase(), `${ROOT}${honoPath(route.path)}`, enter(route, entrance))
  }
  serveTheRest(app, rooms)
  app.notFound(c => turnAway(c, lost(app, c), log))
  app.onError((error, c) => breakOff(c, error, log))
  return app
}

const honoPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1')

function serveTheRest(app: OpenAPIHono, { db }: Rooms): void {
  for (const [path, file] of Object.entries(FILES)) app.get(path, () => serveFile(file))
  app.get('/livez', live)
  app.get('/readyz', readiness(db))
  let document: string | undefined
  app.get(`${ROOT}/openapi.json`, () => {
    document ??= documentText(app)
    return respondFile(document, 'application/json')
  })
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Nothing is there, or something is that cannot be asked in this way. */
function lost(app: OpenAPIHono, { req }: Context): Problem {
  const allowed = METHODS.filter(method => app.router.match(method, req.path)[0].length > 0)
  if (allowed.length === 0) return trouble('no-such-address')
  return trouble('no-such-method', { headers: { allow: allowed.join(', ') } })
}
