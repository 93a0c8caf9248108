import type { Connection } from '#db/sql.ts'
import { lockCompany, selectEntries, selectNames } from './directory.sql.ts'
import type { Directory, EntryKind } from './directory.ts'
import { SHAPES } from './entry.ts'
import type { Named } from './names.ts'

/**
 * What a file may name: every entry of these kinds, and the country in which its phone numbers are read. Another import waits
 * here until this transaction ends, for it must see what this one added.
 */
export async function lockNames<K extends EntryKind>(
  tx: Connection,
  companyId: string,
  kinds: readonly K[],
): Promise<{ country: string; entries: Named<K>[] }> {
  const company = await lockCompany(tx, companyId)
  return { country: company!.country, entries: await selectNames(tx, companyId, kinds) }
}

/** The names of everything that entries of a kind point at, or pointed at, by its id. */
export async function namesPointedAt(
  db: Connection,
  kind: EntryKind,
  { companyId, entries }: { companyId: string; entries: readonly object[] },
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (const [field, of] of Object.entries(SHAPES[kind].points ?? {}) as [string, EntryKind][]) {
    const ids = entries.flatMap(entry => (entry as Readonly<Record<string, unknown>>)[field] ?? []) as string[]
    if (ids.length === 0) continue
    const found: Directory[EntryKind][] = await selectEntries(db, of, { companyId, ids: [...new Set(ids)] })
    for (const { id, name } of found) names.set(id, name)
  }
  return names
}
