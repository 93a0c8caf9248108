import { z } from '@hono/zod-openapi'
import type { Connection } from '#db/sql.ts'
import type { ContactChannel } from '#directory/contact.ts'
import { troublesAmong } from '#directory/contacts.run.ts'
import {
  addEntry,
  changeEntry,
  findEntry,
  listEntries,
  listEntryChanges,
  type NewEntry,
} from '#directory/directory.run.ts'
import type { Directory, EntryKind } from '#directory/directory.ts'
import { alteredBetween, type Settable, SHAPES } from '#directory/entry.ts'
import { namesPointedAt } from '#directory/names.run.ts'
import { ENTRIES, type EntryFace } from './entries.ts'
import { refuse } from './problem.ts'
import { DIRECTORY } from './refusals.ts'
import { done, made, type Route, route } from './route.ts'
import { Actor, Altered, Id, Instant, page, paged, pageOf, text, withoutCompany } from './shapes.ts'

const about = 'Directory'
const cursor = z.tuple([Id, text(1000)])
const listQuery = (kind: EntryKind) => {
  const pointers = Object.keys(SHAPES[kind].points ?? {}).map(field => [field, Id.optional()])
  return z.strictObject({
    ...paged(cursor),
    search: text(100).optional().openapi({ description: 'text anywhere in its name, code or addresses' }),
    ...(Object.fromEntries(pointers) as Record<never, never>),
  })
}

const listed = {
  names: z.record(z.string(), z.string()).openapi({ description: 'the names of what they point at, by its id' }),
  unreachable: z
    .array(z.object({ address: z.string(), because: z.enum(['opted-out', 'dead']) }))
    .openapi({ description: 'their addresses whose owner wants no messages, or from which messages came back' }),
}
const oneParam = z.strictObject({ id: Id })

/** The same four routes for every kind of entry in the directory. */
export const entryRoutes = (): Route[] =>
  Object.entries(ENTRIES).flatMap(([kind, face]) => routesOf(kind as EntryKind, face))

const routesOf = (kind: EntryKind, face: EntryFace): Route[] => [
  adding(kind, face),
  listing(kind, face),
  showing(kind, face),
  telling(kind, face),
  changing(kind, face),
]

const adding = (kind: EntryKind, { path, name, entry, added }: EntryFace) =>
  route({
    method: 'post',
    path,
    id: `add${name.one}`,
    about,
    summary: `Add ${name.spoken}`,
    scope: 'administer',
    body: added,
    refuses: [409],
    reply: { status: 201, shape: entry },
    act: async ({ db, who, body, now }) => {
      const asked = { ...body, companyId: who.companyId } as NewEntry<typeof kind>
      const saved = await addEntry(db, kind, asked, who.actor, now)
      return saved.ok ? made(seen(saved.entry), `${path}/${saved.entry.id}`) : refuse(DIRECTORY, saved)
    },
  })

const listing = (kind: EntryKind, { path, name, entry }: EntryFace) =>
  route({
    method: 'get',
    path,
    id: `list${name.many}`,
    about,
    summary: `List ${name.spokenMany}, by name`,
    scope: 'read',
    query: listQuery(kind),
    reply: { status: 200, shape: page(entry).extend(listed) },
    act: async ({ db, who: { companyId }, query }) => {
      const { limit, after, search, ...pointing } = query
      const from = after && { id: after[0], name: after[1] }
      const rows = await listEntries(db, kind, { companyId, limit: limit + 1, after: from, search, pointing })
      const items = pageOf(rows, limit, { cursor: row => [row.id, row.name], item: seen })
      const names = await namesPointedAt(db, kind, { companyId, entries: rows })
      const unreachable = await unreachableIn(db, kind, { companyId, entries: rows })
      return done({ ...items, names: Object.fromEntries(names), unreachable })
    },
  })

/** The addresses of these entries at which nobody can be told anything, and why. */
async function unreachableIn(
  db: Connection,
  kind: EntryKind,
  { companyId, entries }: { companyId: string; entries: readonly Readonly<Record<string, unknown>>[] },
) {
  const ways = Object.entries(SHAPES[kind].addresses ?? {}) as [string, ContactChannel][]
  const keys = ways.flatMap(([field, channel]) =>
    entries.flatMap(entry => (entry[field] ? [{ companyId, channel, address: String(entry[field]) }] : [])),
  )
  const troubles = await troublesAmong(db, keys)
  return troubles.map(({ address, optedOutAt }) => ({ address, because: optedOutAt ? 'opted-out' : 'dead' }) as const)
}

const changesQuery = z.strictObject(paged(z.tuple([z.string().regex(/^\d{1,15}$/)])))

const EntryChange = z
  .object({
    at: Instant,
    by: Actor,
    what: z.enum(['added', 'changed']),
    changed: z.array(Altered.pick({ field: true, from: true, to: true })),
  })
  .openapi('EntryChange')

const telling = (kind: EntryKind, { path, name }: EntryFace) =>
  route({
    method: 'get',
    path: `${path}/{id}/changes`,
    id: `list${name.one}Changes`,
    about,
    summary: `What changed in ${name.spoken}, the latest first`,
    scope: 'read',
    params: oneParam,
    query: changesQuery,
    refuses: [404],
    reply: { status: 200, shape: page(EntryChange).extend({ names: listed.names }) },
    act: async ({ db, who: { companyId }, params: { id }, query: { limit, after } }) => {
      if (!(await findEntry(db, kind, { companyId, id }))) return refuse(DIRECTORY, { because: 'no-such-entry' })
      const before = after && Number(after[0])
      const rows = await listEntryChanges(db, kind, { companyId, id, limit: limit + 1, before })
      const entries = rows.flatMap(({ before, after }) => [before ?? {}, after])
      const names = await namesPointedAt(db, kind, { companyId, entries })
      return done({
        ...pageOf(rows, limit, { cursor: ({ seq }) => [seq], item: changeSeen }),
        names: Object.fromEntries(names),
      })
    },
  })

const changeSeen = ({ at, by, before, after }: Kept) => ({
  at,
  by,
  what: before ? ('changed' as const) : ('added' as const),
  changed: before ? alteredBetween(before, after) : [],
})
type Kept = Awaited<ReturnType<typeof listEntryChanges>>[number]

const showing = (kind: EntryKind, { path, name, entry }: EntryFace) =>
  route({
    method: 'get',
    path: `${path}/{id}`,
    id: `get${name.one}`,
    about,
    summary: `One of the ${name.spokenMany}`,
    scope: 'read',
    params: oneParam,
    refuses: [404],
    reply: { status: 200, shape: entry },
    act: async ({ db, who, params }) => {
      const found = await findEntry(db, kind, { companyId: who.companyId, id: params.id })
      return found ? done(seen(found)) : refuse(DIRECTORY, { because: 'no-such-entry' })
    },
  })

const changing = (kind: EntryKind, { path, name, entry, changed }: EntryFace) =>
  route({
    method: 'patch',
    path: `${path}/{id}`,
    id: `change${name.one}`,
    about,
    summary: `Change ${name.spoken}`,
    description: 'Only what is named is changed. Who changed it, when, and what it was before stays on record.',
    scope: 'administer',
    params: oneParam,
    body: changed,
    refuses: [404, 409],
    reply: { status: 200, shape: entry },
    act: async ({ db, who, params, body, now }) => {
      const ask = { companyId: who.companyId, id: params.id, set: body as Settable<typeof kind> }
      const saved = await changeEntry(db, kind, ask, who.actor, now)
      return saved.ok ? done(seen(saved.entry)) : refuse(DIRECTORY, saved)
    },
  })

const seen = (entry: Directory[EntryKind]) => withoutCompany(entry)
