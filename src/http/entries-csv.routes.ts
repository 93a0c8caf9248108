import { setImmediate as lettingOthers } from 'node:timers/promises'
import { z } from '@hono/zod-openapi'
import { BYTE_ORDER_MARK } from '#base/csv.ts'
import { readCsv } from '#base/csv-file.ts'
import type { Connection } from '#db/sql.ts'
import { listEntries } from '#directory/directory.run.ts'
import type { Directory, EntryKind } from '#directory/directory.ts'
import { importEntries } from '#directory/import.run.ts'
import type { JudgedEntry } from '#directory/import.ts'
import { namesPointedAt } from '#directory/names.run.ts'
import { ENTRIES, type EntryFace } from './entries.ts'
import { entriesHeading, entriesInWords, entriesRows, entryAsked, readsOf, shapeOf } from './entries-csv.ts'
import { refuse } from './problem.ts'
import { IMPORT } from './refusals.ts'
import { bytes, done, type Route, route } from './route.ts'
import { Id } from './shapes.ts'

const about = 'Directory'
const CSV = 'text/csv; charset=utf-8'

const ImportedEntry = z
  .object({
    line: z.int().openapi({ description: 'in the file; the header is line 1' }),
    does: z.enum(['add', 'change', 'same', 'fault']),
    id: Id.nullable().openapi({ description: 'the entry it is about; null: none was stored' }),
    name: z.string(),
    changes: z
      .array(z.object({ field: z.string().openapi({ example: 'customer' }), from: z.unknown(), to: z.unknown() }))
      .readonly()
      .openapi({ description: 'of what names another entry, the names' }),
    fault: z
      .string()
      .nullable()
      .openapi({ example: 'customer: There is no customer "Hargreves": did you mean "Hargreaves Timber"?' }),
  })
  .openapi('ImportedEntry')

const ImportedEntries = z
  .object({
    summary: z.string().openapi({ example: 'Of 3 lines: 1 added, 2 changed.' }),
    stored: z.boolean(),
    unusedColumns: z.array(z.string()).readonly().openapi({ description: 'columns of the file that were not read' }),
    rows: z.array(ImportedEntry).readonly(),
  })
  .openapi('ImportedEntries')

/** Each kind of entry in the directory as a file, and out of a file. */
export const entryCsvRoutes = (): Route[] =>
  Object.entries(ENTRIES).flatMap(([kind, face]) => [
    exporting(kind as EntryKind, face),
    importing(kind as EntryKind, face),
  ])

const exporting = (kind: EntryKind, { path, name }: EntryFace) =>
  route({
    method: 'get',
    path: `${path}/csv`,
    id: `spread${name.many}`,
    about,
    summary: `All ${name.spokenMany} as CSV`,
    description: 'What can be put back, unchanged or changed, with the import.',
    scope: 'read',
    query: z.strictObject({
      rows: z.enum(['all', 'none']).default('all').openapi({ description: 'none: the heading alone, to be filled in' }),
    }),
    reply: { status: 200, type: CSV },
    act: async ({ db, who: { companyId }, query: { rows } }) => {
      const parts = [BYTE_ORDER_MARK, entriesHeading(kind)]
      if (rows === 'all') for await (const page of pagesOf(db, kind, companyId)) parts.push(page)
      return bytes(Buffer.from(parts.join('')), CSV, `${path.slice(1)}.csv`)
    },
  })

// Entries written out in one go: while they are, nobody is answered.
const AT_ONCE = 1000

async function* pagesOf(db: Connection, kind: EntryKind, companyId: string): AsyncGenerator<string> {
  let after: Directory[EntryKind] | undefined
  do {
    const entries: Directory[EntryKind][] = await listEntries(db, kind, { companyId, limit: AT_ONCE, after })
    const names = await namesPointedAt(db, kind, { companyId, entries })
    yield entriesRows(kind, entries, id => names.get(id)!)
    after = entries.length === AT_ONCE ? entries.at(-1) : undefined
    await lettingOthers()
  } while (after)
}

const importing = (kind: EntryKind, { path, name }: EntryFace) =>
  route({
    method: 'post',
    path: `${path}/import`,
    id: `import${name.many}`,
    about,
    summary: `Add and change ${name.spokenMany} by CSV`,
    description:
      `The body is a CSV file in UTF-8 of at most 8 MB and 20,000 lines, with commas, semicolons or tabs and the columns of ` +
      `GET ${path}/csv, in any order; what a column would say that is not there stays as it is. A line is about the entry ` +
      `with its id, else with its ${kind === 'status' ? 'code' : 'name'}; if there is none it adds one. An empty cell clears what may be empty. With a ` +
      'fault in any line nothing is stored.',
    scope: 'administer',
    query: z.strictObject({
      dryRun: z
        .enum(['true', 'false'])
        .default('false')
        .openapi({ description: 'true: say what every line would do, and store nothing' }),
      faults: z.enum(['stop', 'skip']).default('stop').openapi({ description: 'skip: leave out lines with a fault' }),
    }),
    media: ['text/csv', CSV],
    reply: { status: 200, shape: ImportedEntries },
    act: async ({ db, who: { companyId, actor }, query: { dryRun, faults }, bytes: file, now }) => {
      const read = readCsv(file, shapeOf(kind))
      if (!read.ok) return { ...refuse(IMPORT, read), detail: read.explained }
      const { has, unusedColumns } = read
      const asked = read.rows.map(row => entryAsked(kind, row, has))
      const run = dryRun === 'true' ? 'dry' : faults === 'skip' ? 'without-faults' : 'whole'
      const wanted = { companyId, kind, rows: asked, run, reads: readsOf(kind) } as const
      const { stored, rows } = await importEntries(db, wanted, actor, now)
      return done({ summary: entriesInWords(rows, run), stored, unusedColumns, rows: rows.map(rowSeen(stored)) })
    },
  })

const rowSeen = (stored: boolean) => (row: JudgedEntry) => {
  const { line, does, id, name, changes } = row
  const isThere = does === 'same' || does === 'change' || (does === 'add' && stored)
  return { line, does, id: isThere ? id : null, name, changes, fault: does === 'fault' ? row.fault : null }
}
