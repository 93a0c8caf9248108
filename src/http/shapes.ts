import { z } from '@hono/zod-openapi'

// A zero character or half of a surrogate pair is JSON that PostgreSQL cannot keep.
const isPlain = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** Text of at most `most` characters that is more than blanks. */
export const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine(isPlain, 'must be text without zero characters or broken surrogate pairs')
    .refine(value => value.trim() !== '', 'must not be empty')

/** Text that may be empty. */
export const words = (most: number) =>
  z.string().max(most).refine(isPlain, 'must be text without zero characters or broken surrogate pairs')

// In lower case, as the database says them: rooms find rows by comparing ids as text.
export const Id = z.uuid().toLowerCase().openapi({ example: '019abc00-0000-7000-8000-000000000001' })

/** A whole number in a cursor. */
export const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

/** A job in an address: its id or its number. */
export const jobParam = z
  .string()
  .regex(/^([A-Z0-9]{3}-\d{1,9}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/)
  .openapi({ example: 'HRB-1234', description: "the job's id or number" })
export const oneJob = z.strictObject({ id: jobParam })

// Postgres keeps microseconds; a year outside these is a slip of the finger and not a time.
const MOMENT = /^(19|20|21)[^.]*(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/

/** A time somebody sends: ISO 8601 with its offset, for without it half the country reads 02:30 differently. */
export const Moment = z.iso
  .datetime({ offset: true, error: 'must be a time with its offset, such as 2026-11-21T02:14:00+11:00' })
  .regex(MOMENT, 'must be a time between 1900 and 2199, to the microsecond at most')
  .transform(written => Temporal.Instant.from(written))
  .openapi({ type: 'string', format: 'date-time', example: '2026-11-21T02:14:00+11:00' })

/** A day on the site's calendar. */
export const Day = z.iso.date().openapi({ example: '2026-11-28' })

/** A time in an answer: an instant in UTC. */
export const Instant = z
  .custom<Temporal.Instant>(value => value instanceof Temporal.Instant)
  .openapi({ type: 'string', format: 'date-time', example: '2026-11-20T15:14:00Z' })

// Said again with "null": what is said of a shape's type also hides that it may be missing.
const maybe = { type: ['string', 'null'] } as { type: ['string', 'null'] }

/** A time in an answer, or null for what has not happened. */
export const MaybeInstant = Instant.nullable().openapi({ ...maybe, format: 'date-time' })

/** A time somebody sends, or null to clear it. */
export const MaybeMoment = Moment.nullable().openapi({ ...maybe, format: 'date-time' })

export const Actor = z
  .object({ kind: z.enum(['person', 'key', 'callout']), id: z.string(), name: z.string() })
  .openapi('Actor')

export const MaybeActor = z.union([Actor, z.null()])

export const Altered = z
  .object({
    field: z.string().openapi({ example: 'onSiteAt' }),
    from: z.unknown(),
    to: z.unknown(),
    visit: z.int().optional(),
    personId: Id.optional(),
  })
  .openapi('Altered')

export const JobEvent = z
  .object({ version: z.int(), at: Instant, by: Actor, changed: z.array(Altered).readonly() })
  .openapi('JobEvent')

export const ProblemDocument = z
  .object({
    type: z.string().openapi({ example: 'urn:callout:problem:stale' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), problem: z.string() })).optional(),
    since: z.array(JobEvent).optional().openapi({ description: 'what changed since the version you were looking at' }),
    count: z.int().optional().openapi({ description: 'how many it really is about' }),
    request: z.string(),
  })
  .openapi('Problem')

/** Query of a list. `after` is `next` of the page before; it means nothing to anybody else. */
export const paged = <Cursor extends z.ZodType<unknown, string[]>>(cursor: Cursor, most = 200) => ({
  limit: z.coerce.number().int().min(1).max(most).default(50).openapi({ type: 'integer' }),
  after: z
    .string()
    .max(2000)
    .transform(readCursor)
    .pipe(cursor)
    .optional()
    .openapi({ type: 'string', description: '`next` of the page before' }),
})

export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable().openapi({ description: 'where the next page begins' }) })

// No name holds a zero character.
const BETWEEN = '\0'
const readCursor = (cursor: string): string[] => Buffer.from(cursor, 'base64url').toString().split(BETWEEN)

/** What a page ends with, as it is sent back to ask for the following one. */
export const writeCursor = (parts: readonly (string | number)[]): string =>
  Buffer.from(parts.join(BETWEEN)).toString('base64url')

/** One page out of the rows found for it, of which one more than `limit` was asked for. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { cursor, item }: { cursor: (row: Row) => readonly (string | number)[]; item: (row: Row) => Item },
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last ? writeCursor(cursor(last)) : null
  return { items: shown.map(item), next }
}

/** A row as the caller sees it: whose it is goes without saying. */
export function withoutCompany<Row extends { companyId: string }>({
  companyId: _,
  ...row
}: Row): Omit<Row, 'companyId'> {
  return row
}
