import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { alarmRoutes } from './alarms.routes.ts'
import { companyRoutes } from './company.routes.ts'
import { complaintRoutes } from './complaints.routes.ts'
import { contactRoutes } from './contacts.routes.ts'
import { customerRequestRoutes } from './customer-requests.routes.ts'
import { decisionRoutes } from './decisions.routes.ts'
import { describe, documentText, ROOT } from './document.ts'
import { doorkeeper } from './doorkeeper.run.ts'
import { breakOff, type Entrance, enter, turnAway } from './doorway.run.ts'
import { entryRoutes } from './entries.routes.ts'
import { entryCsvRoutes } from './entries-csv.routes.ts'
import { figureRoutes } from './figures.routes.ts'
import { gateRoutes } from './gates.routes.ts'
import { healthRoutes, live, readiness, wellness } from './health.routes.ts'
import { importRoutes } from './import.routes.ts'
import { invoiceRoutes } from './invoices.routes.ts'
import { jobChangeRoutes } from './job-changes.routes.ts'
import { jobRoutes } from './jobs.routes.ts'
import { keyRoutes } from './keys.routes.ts'
import { messageDeedRoutes } from './message-deeds.routes.ts'
import { messageRoutes } from './messages.routes.ts'
import { metricsDoor } from './metrics.ts'
import { FILES, serveFile } from './pages.ts'
import { photoRoutes } from './photos.routes.ts'
import { portraitRoutes } from './portraits.routes.ts'
import { priceRoutes } from './prices.routes.ts'
import { type Problem, trouble } from './problem.ts'
import { mountPublicPages } from './public/pages.ts'
import { rehearsalRoutes } from './rehearsal.routes.ts'
import { replyRoutes } from './replies.routes.ts'
import { respondFile } from './respond.ts'
import type { Rooms } from './rooms.ts'
import type { Route } from './route.ts'
import { ruleRoutes } from './rules.routes.ts'
import { scheduleRoutes } from './schedules.routes.ts'
import { templatesRoutes } from './templates.routes.ts'
import { twilioRoutes } from './twilio.routes.ts'
import { mountUnsubscribe } from './unsubscribe.ts'
import { webhookRoutes } from './webhooks.routes.ts'
import { wordingRoutes } from './wording.routes.ts'

/** Every route of the API. */
export const routesOf = ({
  desk,
  press,
  health,
  webhooks,
  links,
}: Pick<Rooms, 'desk' | 'press' | 'health' | 'webhooks' | 'links'>): Route[] => [
  ...companyRoutes(),
  // Before them: `csv` is no id.
  ...entryCsvRoutes(),
  ...entryRoutes(),
  ...portraitRoutes(),
  ...complaintRoutes(),
  ...keyRoutes(),
  ...jobRoutes({ desk, press }),
  ...jobChangeRoutes(desk),
  ...customerRequestRoutes(desk),
  ...photoRoutes(),
  ...invoiceRoutes(press),
  ...decisionRoutes(),
  ...messageRoutes(),
  ...messageDeedRoutes(),
  ...replyRoutes(),
  ...contactRoutes(),
  ...ruleRoutes(),
  ...gateRoutes(health),
  ...importRoutes(),
  ...rehearsalRoutes(),
  ...priceRoutes(),
  ...scheduleRoutes(press),
  ...figureRoutes(),
  ...templatesRoutes(links),
  ...wordingRoutes(),
  ...webhookRoutes(webhooks),
  ...healthRoutes(health),
  ...alarmRoutes(),
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
  if (rooms.hooks) twilioRoutes(app, rooms, rooms.hooks)
  app.notFound(c => turnAway(c, lost(app, c), log))
  app.onError((error, c) => breakOff(c, error, log))
  return app
}

const honoPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1')

function serveTheRest(app: OpenAPIHono, rooms: Rooms): void {
  for (const [path, file] of Object.entries(FILES)) app.get(path, () => serveFile(file))
  mountUnsubscribe(app, rooms)
  mountPublicPages(app, rooms)
  app.get('/livez', live)
  app.get('/readyz', readiness(rooms.db))
  app.get('/healthz', wellness(rooms))
  app.get('/metrics', metricsDoor(rooms))
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
