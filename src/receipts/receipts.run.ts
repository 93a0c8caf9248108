import type { Clock } from '#base/time.ts'
import { shareCommits } from '#db/shared-commit.ts'
import type { Connection, Database } from '#db/sql.ts'
import type { Ears, Reply, Report } from '#delivery/heard.ts'
import * as q from './receipts.sql.ts'
import { settleRepliesOnce } from './replies.run.ts'
import { settleReceiptsOnce } from './settle.run.ts'

/** Keeps reports as they came; what they mean is worked out later. The same report again is no change. */
export const takeReports = async (db: Connection, reports: readonly Report[], now: Temporal.Instant): Promise<void> => {
  if (reports.length > 0) await q.insertReports(db, reports, now)
}

/** Keeps answers as they came; whose they are is worked out later. */
export const takeReplies = async (db: Connection, replies: readonly Reply[], now: Temporal.Instant): Promise<void> => {
  if (replies.length > 0) await q.insertReplies(db, replies, now)
}

/** Keeps what a carrier's own connection hears, reports that arrive together in one commit. */
export function openIntake(db: Database, clock: Clock): Ears {
  const report = shareCommits(db, async (tx, reports: readonly Report[]) => {
    await takeReports(tx, reports, clock())
    return reports.map(() => undefined)
  })
  return { report, reply: reply => takeReplies(db, [reply], clock()) }
}

/** Works out what the oldest reports and answers mean, and whose they are. Says whether any was settled. */
export async function settleOnce(db: Database, { now }: { now: Temporal.Instant }): Promise<boolean> {
  const reports = await settleReceiptsOnce(db, { now })
  const replies = await settleRepliesOnce(db, { now })
  return reports || replies
}
