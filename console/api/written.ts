import { compile, type JSONSchema } from 'json-schema-to-typescript'
import { ROOT } from '#http/document.ts'
import { openDoor } from '#http/door.ts'

type Operation = {
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: JSONSchema }[]
  requestBody?: { required?: boolean; content: Record<string, { schema: JSONSchema }> }
  responses: Record<string, { content?: Record<string, { schema: JSONSchema }> }>
}
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JSONSchema> }
}

/** The types of everything the API takes and answers, written from its OpenAPI document, in the form of openapi-fetch. */
export async function writtenTypes(): Promise<string> {
  const response = await openDoor({} as never).request('/api/v1/openapi.json')
  const { paths, components } = (await response.json()) as Document
  const short = Object.fromEntries(Object.entries(paths).map(([path, methods]) => [path.replace(ROOT, ''), methods]))
  const all = { ...record(short, methods => record(methods, operation)), definitions: components.schemas }
  const schema = JSON.parse(JSON.stringify(all), withoutWords) as JSONSchema
  const types = await compile(schema, 'paths', {
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
    bannerComment: '// Written from the OpenAPI document by "npm run api-types"; a test says when it is out of date.',
    style: { semi: false, singleQuote: true, printWidth: 120 },
  })
  return types.replaceAll(REFERENCED, '').replaceAll(/'(\d{3})': \{/g, '$1: {')
}

const REFERENCED = /\/\*\*\n \* This interface was referenced[^/]*\*\/\n/g

const record = <T>(values: Record<string, T>, schemaOf: (value: T) => JSONSchema): JSONSchema => ({
  type: 'object',
  required: Object.keys(values),
  properties: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, schemaOf(value)])),
})

function operation({ parameters = [], requestBody, responses }: Operation): JSONSchema {
  const of = (place: string) => parameters.filter(parameter => parameter.in === place)
  const fields = (place: string): JSONSchema => ({
    type: 'object',
    required: of(place).flatMap(({ name, required }) => (required ? [name] : [])),
    properties: Object.fromEntries(of(place).map(({ name, schema }) => [name, schema])),
  })
  const given = (['path', 'query'] as const).filter(place => of(place).length > 0)
  const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'))
  return {
    type: 'object',
    required: ['parameters', 'responses', ...(requestBody ? ['requestBody'] : [])],
    properties: {
      parameters: {
        type: 'object',
        required: given.filter(place => place === 'path' || of(place).some(({ required }) => required)),
        properties: Object.fromEntries(given.map(place => [place, fields(place)])),
      },
      ...(requestBody && { requestBody: content(requestBody.content) }),
      responses: {
        type: 'object',
        required: [...answers.map(([status]) => status), 'default'],
        properties: {
          ...Object.fromEntries(answers.map(([status, answer]) => [status, content(answer.content ?? {})])),
          default: content({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }),
        },
      },
    },
  }
}

const content = (types: Record<string, { schema: JSONSchema }>): JSONSchema => ({
  type: 'object',
  required: ['content'],
  properties: { content: record(types, ({ schema }) => schema) },
})

// Only shapes matter here; and what the document calls a component this dialect calls a definition.
function withoutWords(this: Record<string, unknown>, key: string, value: unknown): unknown {
  if (key === '$ref') return String(value).replace('#/components/schemas/', '#/definitions/')
  const isWord = key === 'example' || key === 'default' || (key === 'description' && typeof value === 'string')
  return isWord && ('type' in this || 'anyOf' in this || 'allOf' in this) ? undefined : value
}
