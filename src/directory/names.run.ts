import type { Connection } from '#db/sql.ts'
import { lockCompany, selectNames } from './directory.sql.ts'
import type { EntryKind } from './directory.ts'
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
