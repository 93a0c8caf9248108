/** As much of JSON Schema as our OpenAPI document uses. */
type Schema = {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  format?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
}
type Response = { content?: Record<string, { schema: Schema }> }
type Operation = { operationId: string; responses: Record<string, Response> }
export type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/**
 * What in an answer is not as the document says, undocumented fields too; an empty list when all is. Of an answer in
 * lines `body` is the list of them, and each must be so.
 */
export function faultsIn(
  document: Document,
  asked: { method: string; path: string },
  answer: { status: number; type: string; body: unknown },
): string[] {
  const operation = operationOf(document, asked)
  if (!operation) return answer.status === 404 || answer.status === 405 ? [] : [`${asked.path} is not documented`]
  const response = operation.responses[answer.status]
  const told = `${operation.operationId} ${answer.status}`
  if (!response) return [`${told} is not documented`]
  const media = response.content?.[answer.type]
  if (!media) return [`${told} as ${answer.type} is not documented`]
  if (answer.body === undefined) return []
  const bodies = answer.type === 'application/x-ndjson' ? (answer.body as unknown[]) : [answer.body]
  return bodies.flatMap(body => faults(document, media.schema, body, told))
}

function operationOf(document: Document, { method, path }: { method: string; path: string }): Operation | undefined {
  const pathname = path.split('?')[0]!
  const patterns = Object.keys(document.paths).filter(pattern =>
    new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  )
  const [exact = patterns[0]] = patterns.filter(pattern => !pattern.includes('{'))
  return exact === undefined ? undefined : document.paths[exact]?.[method.toLowerCase()]
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const FORMATS: Record<string, RegExp> = { 'date-time': DATE_TIME, uuid: UUID, date: /^\d{4}-\d\d-\d\d$/ }

function faults(document: Document, schema: Schema, value: unknown, at: string): string[] {
  const inside = (part: Schema) => faults(document, part, value, at)
  if (schema.$ref) return inside(document.components.schemas[schema.$ref.split('/').at(-1)!]!)
  const any = schema.oneOf ?? schema.anyOf
  if (any) return any.some(part => inside(part).length === 0) ? [] : [`${at} is none of its shapes`]
  const own = schema.allOf?.flatMap(inside) ?? []
  if (schema.type && !([schema.type].flat() as string[]).includes(typeOf(value))) {
    if (!(typeOf(value) === 'integer' && [schema.type].flat().includes('number'))) return [`${at} is ${typeOf(value)}`]
  }
  if (schema.enum && !schema.enum.includes(value)) own.push(`${at} is ${value}`)
  if (typeof value === 'string' && !(FORMATS[schema.format ?? ''] ?? /^/).test(value)) own.push(`${at} is ${value}`)
  if (Array.isArray(value) && schema.items)
    own.push(...value.flatMap(each => faults(document, schema.items!, each, at)))
  if (schema.properties && typeOf(value) === 'object') own.push(...objectFaults(document, schema, value as object, at))
  return own
}

function objectFaults(document: Document, { properties = {}, required = [] }: Schema, value: object, at: string) {
  const missing = required.filter(name => !(name in value)).map(name => `${at}.${name} is missing`)
  const found = Object.entries(value).flatMap(([name, each]) =>
    properties[name] ? faults(document, properties[name], each, `${at}.${name}`) : [`${at}.${name} is not documented`],
  )
  return [...missing, ...found]
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}
