import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { routesOf } from './door.ts'

type Parameter = { name: string; in: string; required: boolean; schema: object }
type Operation = {
  operationId: string
  summary: string
  tags: string[]
  parameters?: Parameter[]
  security: object[]
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> }
  responses: Record<string, { content: object }>
}
type Closed = { additionalProperties?: boolean; oneOf?: object[]; anyOf?: Closed[] }
type Document = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Closed>; securitySchemes: object }
}

let trial: TrialDoor
let document: Document
before(async () => {
  trial = await trialDoor()
  document = (await (await trial.door.request('/api/v1/openapi.json')).json()) as Document
})
after(() => trial.close())

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  )

test('the document is OpenAPI 3.1 and lists every route once, by a name of its own', () => {
  assert.equal(document.openapi, '3.1.0')
  const told = operations().map(({ path, method, operationId }) => `${method} ${path} ${operationId}`)
  const real = routesOf({} as never).map(({ path, method, id }) => `${method} /api/v1${path} ${id}`)
  assert.deepEqual(told.sort(), real.sort())
  assert.equal(new Set(operations().map(({ operationId }) => operationId)).size, real.length)
})

test('every operation says what it does, how it is answered, and how it is refused', () => {
  for (const { operationId, summary, tags, security, responses } of operations()) {
    assert.match(summary, /^[A-Z][^.]+$/, operationId)
    assert.equal(tags.length, 1)
    assert.ok('200' in responses || '201' in responses, operationId)
    // Of somebody who need not say who he is nobody asks it.
    for (const status of [...(security.length > 0 ? ['401'] : []), '403', '422', '503'])
      assert.deepEqual(Object.keys(responses[status]?.content ?? {}), ['application/problem+json'])
  }
})

test('every parameter in a path is described, and every pointer points somewhere', () => {
  for (const { path, operationId, parameters = [] } of operations()) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1]!)
    const described = parameters.filter(parameter => parameter.in === 'path').map(({ name }) => name)
    assert.deepEqual(described.sort(), named.sort(), operationId)
  }
  for (const [, name = ''] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
    assert.ok(name in document.components.schemas, name)
})

const isClosed = ({ additionalProperties, oneOf, anyOf }: Closed): boolean =>
  additionalProperties === false || oneOf !== undefined || (anyOf?.every(isClosed) ?? false)

test('T3: what may be sent is closed: no field that is not listed', () => {
  for (const { operationId, requestBody } of operations()) {
    const schema = requestBody?.content['application/json']?.schema
    if (!schema) continue
    assert.ok(isClosed(document.components.schemas[schema.$ref!.split('/').at(-1)!]!), operationId)
  }
})

test('every request of somebody that changes something may carry an idempotency key', () => {
  for (const { operationId, method, security, parameters = [] } of operations()) {
    const may = parameters.some(({ name }) => name === 'idempotency-key')
    assert.equal(may, method !== 'get' && security.length > 0, operationId)
  }
})

test('times may be null where they may be null', () => {
  const job = JSON.stringify(document.components.schemas.Job)
  assert.match(job, /"dispatchedAt":\{"type":\["string","null"\],"format":"date-time"/)
  assert.match(job, /"openedAt":\{"type":"string","format":"date-time"/)
})
