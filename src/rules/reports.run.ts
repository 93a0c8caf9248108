import type { Database } from '#db/sql.ts'
import { insertNotices } from './plan.sql.ts'
import { takeDueSchedules, writeReports } from './reports.sql.ts'
import { fallDue } from './reports.ts'

/**
 * Lets schedules that are due fall due: for each one report, a notice for every address and the next time, all in one
 * transaction (S1.8). Says whether there was anything to do.
 */
export const reportOnce = (
  db: Database,
  { now, limit = 20 }: { now: Temporal.Instant; limit?: number },
): Promise<boolean> =>
  db.begin(async tx => {
    const due = await takeDueSchedules(tx, now, limit)
    if (due.length === 0) return false
    const fallen = due.map(schedule => fallDue(schedule, now))
    await writeReports(tx, fallen)
    await insertNotices(
      tx,
      fallen.flatMap(({ notices }) => notices),
    )
    return true
  })
