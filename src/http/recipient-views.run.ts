import type { Connection } from '#db/sql.ts'
import { recipientsOf } from '#rules/recipients.run.ts'
import type { Recipient } from '#rules/recipients.ts'
import type { Target } from '#rules/rule.ts'

/** One target of a rule, as a decision about a job names it. `at`: when it was decided; left out: now. */
type Asked = Readonly<{
  jobId: string
  ruleId: string
  target: Target
  because: string
  at?: Temporal.Instant | undefined
}>

/**
 * What to show of mutes beside the decisions about these jobs: which is in force, and who had
 * said so at the time; and of what was said of the job alone, which recipient it is part of.
 */
export async function mutesAmong(db: Connection, companyId: string, jobIds: readonly string[]) {
  const recipients = await recipientsOf(db, companyId, [...new Set(jobIds)])
  const mutesOf = Map.groupBy(recipients, ({ jobId, mutes }) => `${jobId} ${mutes?.ruleId} ${mutes?.target}`)
  const recipientOf = new Map(recipients.flatMap(({ id, ruleIds }) => ruleIds.map(ruleId => [ruleId, id])))
  return ({ jobId, ruleId, target, because, at }: Asked, providerId: string | null) => {
    const mutes = mutesOf.get(`${jobId} ${ruleId} ${target}`) ?? []
    const current = mutes.find(each => each.removedAt === null && isOf(each, providerId))
    const then = at ? mutes.findLast(each => Temporal.Instant.compare(each.at, at) <= 0) : current
    return {
      recipientId: recipientOf.get(ruleId) ?? null,
      muted: current ? { recipientId: current.id, by: current.by, at: current.at } : null,
      mutedBy: because === 'muted-for-job' ? (then ?? mutes.at(-1))?.by.name : undefined,
    }
  }
}

const isOf = ({ mutes }: Recipient, providerId: string | null): boolean =>
  mutes?.providerId === null || mutes?.providerId === providerId
