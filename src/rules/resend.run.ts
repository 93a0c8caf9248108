import type { Connection } from '#db/sql.ts'
import { formerNotices, insertResends } from './resend.sql.ts'
import { type Again, freshUseBy } from './resend.ts'

/** Lets these messages be told again, as new ones that are due now (W3). Each must be of its company. */
export async function tellAgain(tx: Connection, again: readonly Again[], now: Temporal.Instant): Promise<void> {
  if (again.length === 0) return
  const former = new Map((await formerNotices(tx, again)).map(each => [`${each.companyId} ${each.id}`, each]))
  const resends = again.map(each => ({ ...each, useBy: freshUseBy(former.get(`${each.companyId} ${each.of}`)!, now) }))
  await insertResends(tx, resends, now)
}
