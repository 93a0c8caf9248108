import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { SESSION_COOKIE } from '#directory/sign-in.run.ts'
import type { Method, Route } from './route.ts'
import { ProblemDocument } from './shapes.ts'

type Path = Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0]

export const ROOT = '/api/v1'

/** How a request says who sent it. */
export const SECURITY_SCHEMES = {
  key: { type: 'http', scheme: 'bearer', description: 'An API key: callout_...' },
  session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: 'Somebody who is signed in' },
} as const

/** A route as the OpenAPI document tells of it. */
export function describe(route: Route): Path {
  const { method, path, id, about, summary, description, scope, params, query } = route
  return {
    method,
    path: `${ROOT}${path}`,
    operationId: id,
    tags: [about],
    summary,
    description: [description, scope !== 'anybody' && `Needs the scope "${scope}".`].filter(Boolean).join('\n\n'),
    security: scope === 'anybody' ? [] : SECURITY,
    request: {
      ...(hasFields(params) && { params }),
      ...(hasFields(query) && { query }),
      ...(method !== 'get' && scope !== 'anybody' && { headers: REPEATABLE }),
      ...bodyOf(route),
    },
    responses: { ...replyOf(route), ...problemsOf(route) },
  }
}

// Either will do.
const SECURITY = [{ key: [] }, { session: [] }]

const hasFields = (shape: z.ZodObject) => Object.keys(shape.shape).length > 0

const REPEATABLE = z.object({
  'idempotency-key': z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'Repeat a request with the same key, and it is done once and answered the same.' }),
})

function bodyOf({ body, media }: Route) {
  const schema = { schema: { type: 'string', format: 'binary' } } as const
  if (media) return { body: { required: true, content: Object.fromEntries(media.map(type => [type, schema])) } }
  return body ? { body: { required: true, content: { 'application/json': { schema: body } } } } : {}
}

function replyOf({ reply: { status, shape, type }, summary }: Route): Path['responses'] {
  const schema = shape ?? z.string().openapi({ format: 'binary' })
  return { [status]: { description: summary, content: { [type ?? 'application/json']: { schema } } } }
}

const TITLES: Record<number, string> = {
  400: 'It could not be read',
  401: 'Nobody: no session or API key, or one that opens nothing',
  403: 'Whoever it is may not do that',
  404: 'It does not exist in this company',
  409: 'It is not as it would have to be for that',
  413: 'It is too large',
  415: 'The content type is not taken',
  422: 'Something in it is not right; `errors` says what',
  429: 'It was asked too often; wait and try again',
  503: 'The database does not answer; try again',
}

const ALWAYS = [401, 403, 422, 503]
const WITH_BODY: Record<Method, readonly number[]> = {
  get: [],
  delete: [409],
  post: [400, 409, 413, 415],
  put: [400, 409, 413, 415],
  patch: [400, 409, 413, 415],
}

function problemsOf({ method, scope, refuses = [] }: Route): Path['responses'] {
  const always = scope === 'anybody' ? ALWAYS.filter(status => status !== 401) : ALWAYS
  const statuses = new Set([...always, ...WITH_BODY[method], ...refuses])
  const content = { 'application/problem+json': { schema: ProblemDocument } }
  return Object.fromEntries([...statuses].map(status => [status, { description: TITLES[status]!, content }]))
}

/** The OpenAPI 3.1 document of everything registered with this app. */
export function documentText(app: OpenAPIHono): string {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Callout',
      version: '1',
      description:
        'Tells the right people about a job, at the right moment, exactly once, and can prove it.\n\n' +
        'Times are ISO 8601 with an offset. Lists are read page by page: send `next` of one page as `after` of the ' +
        'following one. Every request that changes something may carry an `Idempotency-Key`. Every error is a problem ' +
        'document (RFC 9457) whose `detail` says what to do.',
    },
    security: SECURITY,
  })
  return JSON.stringify(document)
}
