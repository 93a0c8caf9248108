import { z } from '@hono/zod-openapi'
import { addEntry, changeEntry, findEntry, listEntries, type NewEntry } from '#directory/directory.run.ts'
import type { Directory, EntryKind } from '#directory/directory.ts'
import type { Settable } from '#directory/entry.ts'
import { ENTRIES, type EntryFace } from './entries.ts'
import { refuse } from './problem.ts'
import { DIRECTORY } from './refusals.ts'
import { done, made, type Route, route } from './route.ts'
import { Id, page, paged, pageOf, text, withoutCompany } from './shapes.ts'

const about = 'Directory'
const cursor = z.tuple([Id, text(1000)])
const listQuery = z.strictObject({ ...paged(cursor), search: text(100).optional() })
const oneParam = z.strictObject({ id: Id })

/** The same four routes for every kind of entry in the directory. */
export const entryRoutes = (): Route[] =>
  Object.entries(ENTRIES).flatMap(([kind, face]) => routesOf(kind as EntryKind, face))

const routesOf = (kind: EntryKind, face: EntryFace): Route[] => [
  adding(kind, face),
  listing(kind, face),
  showing(kind, face),
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
    query: listQuery,
    reply: { status: 200, shape: page(entry) },
    act: async ({ db, who, query }) => {
      const { limit, after, search } = query
      const from = after && { id: after[0], name: after[1] }
      const rows = await listEntries(db, kind, { companyId: who.companyId, limit: limit + 1, after: from, search })
      return done(pageOf(rows, limit, { cursor: row => [row.id, row.name], item: seen }))
    },
  })

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
