import type { Connection } from '#db/sql.ts'
import { lockWaiting, toldAlready, updateWaiting } from './gather.sql.ts'
import { type Gathered, gather, mayJoin } from './gather.ts'
import type { Plan } from './notice.ts'
import { insertDecisions, insertNotices } from './plan.sql.ts'
import { deferQuiet } from './quiet.run.ts'

/**
 * Stores what was decided and what is to be told. What falls into quiet hours waits until they are over, and what may
 * be told together with a notice that waits joins it. Doing it again changes nothing.
 */
export async function recordPlans(tx: Connection, made: readonly Plan[], now: Temporal.Instant): Promise<void> {
  const { plans, joined } = await gathered(tx, await deferQuiet(tx, made))
  const notices = plans.flatMap(plan => plan.notices)
  const decisions = plans.flatMap(plan => plan.decisions)
  await Promise.all([
    ...(notices.length > 0 ? [insertNotices(tx, notices)] : []),
    ...(joined.length > 0 ? [updateWaiting(tx, joined)] : []),
    ...(decisions.length > 0 ? [insertDecisions(tx, decisions, now)] : []),
  ])
}

async function gathered(tx: Connection, plans: readonly Plan[]): Promise<Gathered> {
  const asked = plans.flatMap(({ notices }) => notices.filter(mayJoin))
  if (asked.length === 0) return { plans, joined: [] }
  const [waiting, told] = await Promise.all([lockWaiting(tx, asked), toldAlready(tx, asked)])
  return gather(plans, { waiting, told })
}
