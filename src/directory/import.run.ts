import { setImmediate as lettingOthers } from 'node:timers/promises'
import { newId } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import { lockAccounts, selectAdministrators } from './accounts.sql.ts'
import { within } from './directory.run.ts'
import { type DirectoryChange, insertChanges, insertEntries, lockEntries, updateEntries } from './directory.sql.ts'
import type { Actor, EntryKind } from './directory.ts'
import {
  type AskedEntry,
  type JudgedEntry,
  type Judging,
  judge,
  kindsAbout,
  knownOf,
  type Matched,
  match,
  type Reads,
  withAdministrator,
  withoutOrphans,
} from './import.ts'
import { lockNames } from './names.run.ts'

/** Lines of a file about entries of one kind, and what to do: only look; store all or, with a fault, none; or leave faults out. */
export type EntriesImport = Readonly<{
  companyId: string
  kind: EntryKind
  rows: readonly AskedEntry[]
  run: 'dry' | 'whole' | 'without-faults'
  reads: Reads
}>

export type EntriesImported = Readonly<{ stored: boolean; rows: readonly JudgedEntry[] }>

/**
 * Adds and changes the entries that the lines of a file are about, in one transaction and a handful of statements, and records
 * who did it, when, and what they were before. Says of every line what it does, and what is wrong with it.
 */
export const importEntries = (
  db: Connection,
  { companyId, kind, rows: asked, run, reads }: EntriesImport,
  by: Actor,
  now: Temporal.Instant,
): Promise<EntriesImported> =>
  within(db, async tx => {
    // As where one person is changed by hand: whoever signs in stays so until this is stored.
    if (kind === 'person') await lockAccounts(tx)
    const { country, entries } = await lockNames(tx, companyId, kindsAbout(kind))
    const matched = match(kind, asked, entries, newId)
    const ids = matched.flatMap(({ entryId, is }) => (is === 'there' ? [entryId] : []))
    const locked = await lockEntries(tx, kind, { companyId, ids })
    const kept = new Map(locked.map(entry => [entry.id, entry]))
    const judged = await judgeAll(matched, { kind, companyId, country, entries, kept, reads })
    const rows = kind === 'person' ? withAdministrator(judged, await selectAdministrators(tx, companyId)) : judged
    const stores = run === 'without-faults' || (run === 'whole' && rows.every(({ does }) => does !== 'fault'))
    if (stores) await store(tx, kind, { companyId, rows }, { by, now })
    return { stored: stores, rows }
  })

// Lines judged in one go: a hundred microseconds each, and while they are, nobody is answered.
const JUDGED_AT_ONCE = 250

async function judgeAll(matched: readonly Matched[], judging: Judging): Promise<JudgedEntry[]> {
  const known = knownOf(matched, judging)
  const judged: JudgedEntry[] = []
  for (let i = 0; i < matched.length; i += JUDGED_AT_ONCE) {
    judged.push(...matched.slice(i, i + JUDGED_AT_ONCE).map(row => judge(row, known)))
    await lettingOthers()
  }
  return withoutOrphans(judged, matched, judging.kind)
}

// Changes written down in one statement; each holds an entry twice.
const AT_ONCE = 2000

async function store(
  tx: Connection,
  kind: EntryKind,
  { companyId, rows }: { companyId: string; rows: readonly JudgedEntry[] },
  who: { by: Actor; now: Temporal.Instant },
): Promise<void> {
  const added = rows.flatMap(row => (row.does === 'add' ? [row.after] : []))
  // All in one statement: one of them may be the head office of another.
  const inserted = added.length > 0 ? await insertEntries(tx, kind, added) : []
  if (inserted.length < added.length) throw new Error(`Another ${kind} took an id or a code meanwhile.`)
  const changed = rows.flatMap(row => (row.does === 'change' ? [row.after] : []))
  if (changed.length > 0) await updateEntries(tx, kind, changed)
  const changes = rows.flatMap((row): DirectoryChange[] =>
    row.does === 'add' || row.does === 'change'
      ? [{ companyId, entry: kind, entryId: row.id, before: row.before, after: row.after }]
      : [],
  )
  for (let i = 0; i < changes.length; i += AT_ONCE) await insertChanges(tx, changes.slice(i, i + AT_ONCE), who)
}
