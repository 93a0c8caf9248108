import type { Connection } from '#db/sql.ts'
import type { Plan } from './notice.ts'
import { insertDecisions, insertNotices } from './plan.sql.ts'

/** Stores what was decided and what is to be told. Doing it again changes nothing. */
export async function recordPlans(tx: Connection, plans: readonly Plan[], now: Temporal.Instant): Promise<void> {
  const notices = plans.flatMap(made => made.notices)
  const decisions = plans.flatMap(made => made.decisions)
  await Promise.all([
    ...(notices.length > 0 ? [insertNotices(tx, notices)] : []),
    ...(decisions.length > 0 ? [insertDecisions(tx, decisions, now)] : []),
  ])
}
