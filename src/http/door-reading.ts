import type { z } from '@hono/zod-openapi'
import { type FieldProblem, type Problem, trouble } from './problem.ts'

/** What was read, or what is wrong with it. */
export type Read<T> = { ok: true; value: T } | Problem

const JSON_TYPE = /^application\/json(?: *; *charset=utf-8)?$/i
const MOST = { json: 1_000_000, media: 10_000_000 }
// Seconds in which a body must be there: who dawdles must not hold a connection, and a phone needs some for a photo.
const PATIENCE = { json: 15, media: 60 }

/** The body as text, which must be JSON; no body at all counts as an empty object. */
export async function readText(request: Request): Promise<Read<string>> {
  if (isLonger(request, MOST.json)) return trouble('too-large')
  const type = request.headers.get('content-type')
  // Told by its type before it is read: a body of another type is never looked at.
  if (type !== null && !JSON_TYPE.test(type)) return wrongType(['application/json'])
  if (hasLength(request)) {
    const text = request.text().catch(() => undefined)
    return whole(await inTime(text, PATIENCE.json), type)
  }
  const bytes = await readAtMost(request, MOST.json, PATIENCE.json)
  return bytes.ok ? whole(Buffer.from(bytes.value).toString(), type) : bytes
}

function whole(text: string | undefined, type: string | null): Read<string> {
  if (text === undefined) return trouble('cut-off')
  if (text === '') return { ok: true, value: '{}' }
  return type === null ? wrongType(['application/json']) : { ok: true, value: text }
}

/** The body as bytes of one of these types. */
export async function readMedia(request: Request, media: readonly string[]): Promise<Read<Uint8Array>> {
  if (isLonger(request, MOST.media)) return trouble('too-large')
  if (!media.includes(request.headers.get('content-type') ?? '')) return wrongType(media)
  return await readAtMost(request, MOST.media, PATIENCE.media)
}

const wrongType = (taken: readonly string[]): Problem =>
  trouble('wrong-type', { detail: `Send ${taken.join(' or ')}.`, headers: { accept: taken.join(', ') } })

const hasLength = ({ headers }: Request) => headers.has('content-length') && !headers.has('transfer-encoding')
const isLonger = ({ headers }: Request, most: number) => Number(headers.get('content-length') ?? 0) > most

/** What comes of it, if it comes within so many seconds. */
async function inTime<T>(reading: Promise<T>, seconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), seconds * 1000)
  })
  return await Promise.race([reading, late]).finally(() => clearTimeout(timer))
}

/** The body, if it has no more bytes than that and is there within so many seconds. */
export const readAtMost = async (request: Request, most: number, seconds: number): Promise<Read<Uint8Array>> =>
  (await inTime(readUpTo(request, most), seconds)) ?? trouble('cut-off')

async function readUpTo(request: Request, most: number): Promise<Read<Uint8Array>> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  while (reader) {
    const chunk = await reader.read().catch(() => undefined)
    if (!chunk) return trouble('cut-off')
    if (chunk.done) break
    length += chunk.value.length
    if (length > most) {
      await reader.cancel().catch(() => {})
      return trouble('too-large')
    }
    chunks.push(chunk.value)
  }
  return { ok: true, value: Buffer.concat(chunks) }
}

/** Text as JSON. */
export function readJson(text: string): Read<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return trouble('not-json')
  }
}

/** A value of this shape, or a list of what is wrong in it, field by field. Fields it does not know are refused by name. */
export function readShape<T>(shape: z.ZodType<T>, value: unknown): Read<T> {
  const parsed = shape.safeParse(value)
  if (parsed.success) return { ok: true, value: parsed.data }
  return trouble('invalid', { errors: parsed.error.issues.slice(0, 50).flatMap(fieldProblems) })
}

function fieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({ field: named([...issue.path, key]), problem: 'is not a field of this request' }))
  }
  return [{ field: named(issue.path), problem: sentence(issue) }]
}

const named = (path: readonly PropertyKey[]): string => path.map(String).join('.')

function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? 'is missing' : `must be ${an(issue.expected)}`
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    case 'too_big':
      return `must be at most ${issue.maximum}${units(issue.origin)}`
    case 'too_small':
      return `must be at least ${issue.minimum}${units(issue.origin)}`
    case 'invalid_union':
      return 'options' in issue && issue.options ? `must be one of ${issue.options.join(', ')}` : issue.message
    case 'invalid_format':
      return FORMATS[issue.format] ?? issue.message
    default:
      return issue.message
  }
}

const an = (noun: string) => (noun === 'int' ? 'a whole number' : /^[aeio]/.test(noun) ? `an ${noun}` : `a ${noun}`)
const units = (origin: string) => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '')
const FORMATS: Record<string, string> = { uuid: 'must be an id (a UUID)', date: 'must be a day such as 2026-11-28' }
