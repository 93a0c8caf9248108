import type { Connection } from '#db/sql.ts'
import { copyMessages } from './again.sql.ts'

/** Writes messages that are sent again as they were: the same words and papers, to the last byte (W3). */
export const writeAgain = async (
  tx: Connection,
  notices: readonly { companyId: string; id: string }[],
  now: Temporal.Instant,
): Promise<void> => {
  if (notices.length > 0) await copyMessages(tx, notices, now)
}
