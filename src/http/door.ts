import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { compress } from 'hono/compress'
import { accountRoutes } from './accounts.routes.ts'
import { alarmRoutes } from './alarms.routes.ts'
import { boardRoutes } from './board.routes.ts'
import { changeRoutes } from './changes.routes.ts'
import { companyRoutes } from './company.routes.ts'
import { complaintRoutes } from './complaints.routes.ts'
import { mountConsole } from './console.run.ts'
import { contactRoutes } from './contacts.routes.ts'
import { customerRequestRoutes } from './customer-requests.routes.ts'
import { decisionRoutes } from './decisions.routes.ts'
import { describe, documentText, ROOT, SECURITY_SCHEMES } from './document.ts'
import { doorkeeper } from './doorkeeper.run.ts'
import { breakOff, type Entrance, enter, turnAway } from './doorway.run.ts'
import { openGuard } from './entering.ts'
import { entryRoutes } from './entries.routes.ts'
import { entryCsvRoutes } from './entries-csv.routes.ts'
import { figureRoutes } from './figures.routes.ts'
import { firstRunRoutes } from './first-run.routes.ts'
import { gateRoutes } from './gates.routes.ts'
import { healthRoutes, live, readiness, wellness } from './health.routes.ts'
import { importRoutes } from './import.routes.ts'
import { invitationRoutes } from './invitations.routes.ts'
import { invoiceRoutes } from './invoices.routes.ts'
import { jobChangeRoutes } from './job-changes.routes.ts'
import { jobRoutes } from './jobs.routes.ts'
import { keyRoutes } from './keys.routes.ts'
import { meRoutes } from './me.routes.ts'
import { messageDeedRoutes } from './message-deeds.routes.ts'
import { messageRoutes } from './messages.routes.ts'
import { metricsDoor } from './metrics.ts'
import { newPasswordRoutes } from './new-password.routes.ts'
import { ownAccountRoutes } from './own-account.routes.ts'
import { FILES, serveFile } from './pages.ts'
import { photoRoutes } from './photos.routes.ts'
import { portraitRoutes } from './portraits.routes.ts'
import { priceRoutes } from './prices.routes.ts'
import { type Problem, trouble } from './problem.ts'
import { mountPublicPages } from './public/pages.ts'
import { recipientRoutes } from './recipients.routes.ts'
import { rehearsalRoutes } from './rehearsal.routes.ts'
import { replyRoutes } from './replies.routes.ts'
import { respondFile } from './respond.ts'
import type { Rooms } from './rooms.ts'
import type { Route } from './route.ts'
import { ruleRoutes } from './rules.routes.ts'
import { scheduleRoutes } from './schedules.routes.ts'
import { sessionRoutes } from './session.routes.ts'
import { templatesRoutes } from './templates.routes.ts'
import { twilioRoutes } from './twilio.routes.ts'
import { twoFactorRoutes } from './two-factor.routes.ts'
import { mountUnsubscribe } from './unsubscribe.ts'
import { webhookRoutes } from './webhooks.routes.ts'
import { wordingRoutes } from './wording.routes.ts'

/** Every route of the API. */
export const routesOf = (rooms: Behind): Route[] => [...routesOfPeople(rooms), ...routesOfWork(rooms)]

type Behind = Pick<
  Rooms,
  'desk' | 'press' | 'changes' | 'health' | 'webhooks' | 'links' | 'signIn' | 'post' | 'address'
>

function routesOfPeople({ signIn, post, address = () => '' }: Behind): Route[] {
  const guard = openGuard()
  const mail = { post, address }
  return [
    ...firstRunRoutes(signIn, guard),
    ...meRoutes(),
    ...sessionRoutes(signIn, guard),
    ...ownAccountRoutes(guard),
    ...twoFactorRoutes(signIn, guard),
    ...accountRoutes(mail),
    ...invitationRoutes(mail, { signIn, guard }),
    ...newPasswordRoutes(mail, guard),
  ]
}

const routesOfWork = ({ desk, press, changes, health, webhooks, links }: Behind): Route[] => [
  ...companyRoutes(),
  // Before them: `csv` is no id.
  ...entryCsvRoutes(),
  ...entryRoutes(),
  ...portraitRoutes(),
  ...complaintRoutes(),
  ...keyRoutes(),
  ...boardRoutes(),
  ...changeRoutes(changes),
  ...jobRoutes({ desk, press }),
  ...jobChangeRoutes(desk),
  ...customerRequestRoutes(desk),
  ...photoRoutes(),
  ...invoiceRoutes(press),
  ...decisionRoutes(),
  ...recipientRoutes(health),
  ...messageRoutes(),
  ...messageDeedRoutes(),
  ...replyRoutes(),
  ...contactRoutes(),
  ...ruleRoutes(health),
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

/** The door for people and their programs: the API under /api/v1, its documentation, health, and the console. */
export function openDoor(rooms: Rooms): OpenAPIHono {
  const { db, clock, log, publicUrl = null } = rooms
  const app = new OpenAPIHono()
  const entrance: Entrance = { db, clock, log, publicUrl, whoIs: doorkeeper(db, rooms) }
  for (const [name, scheme] of Object.entries(SECURITY_SCHEMES))
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme)
  for (const route of routesOf(rooms)) {
    app.openAPIRegistry.registerPath(describe(route))
    const path = `${ROOT}${honoPath(route.path)}`
    // Answers to changes are short.
    if (route.method === 'get') app.get(path, COMPRESSED, enter(route, entrance))
    else app.on(route.method.toUpperCase(), path, enter(route, entrance))
  }
  serveTheRest(app, rooms)
  if (rooms.hooks) twilioRoutes(app, rooms, rooms.hooks)
  app.notFound(c => turnAway(c, lost(app, c), log))
  app.onError((error, c) => breakOff(c, error, log))
  return app
}

// What is larger than a kilobyte, and is not a picture, a paper, or lines that must not wait for each other.
const COMPRESSED = compress({ contentTypeFilter: /^(application\/json|text\/)/ })

const honoPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1')

function serveTheRest(app: OpenAPIHono, rooms: Rooms): void {
  for (const [path, file] of Object.entries(FILES)) app.get(path, COMPRESSED, () => serveFile(file))
  mountConsole(app, COMPRESSED)
  mountUnsubscribe(app, rooms)
  mountPublicPages(app, rooms)
  app.get('/livez', live)
  app.get('/readyz', readiness(rooms.db))
  app.get('/healthz', wellness(rooms))
  app.get('/metrics', metricsDoor(rooms))
  let document: string | undefined
  app.get(`${ROOT}/openapi.json`, COMPRESSED, () => {
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
