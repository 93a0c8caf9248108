import type { Connection, Database } from '#db/sql.ts'
import type { Job, JobEvent } from '#jobs/job.ts'
import { findJobs } from '#jobs/jobs.run.ts'
import { type Known, knownFor } from './known.run.ts'
import { placesOf } from './places.run.ts'
import { recordPlans } from './record.run.ts'
import { arrange, isReminderRule, lastSweep, look, newReminder, type Reminder } from './remind.ts'
import * as q from './reminders.sql.ts'
import { REMINDERS } from './rule.ts'

type Moment = Readonly<{ now: Temporal.Instant; limit?: number }>

/**
 * Looks at reminders that have fallen due: tells those that are to be told, records why the others are not, and
 * moves each to its next moment, in one transaction. Says whether there was anything to do.
 */
export async function remindOnce(db: Database, { now, limit = 200 }: Moment): Promise<boolean> {
  const spread = await spreadRules(db)
  return db.begin(async tx => {
    const due = await q.takeDueReminders(tx, now, limit)
    if (due.length === 0) return spread
    const jobs = await findJobs(tx, due)
    const [placeOf, knownOf] = await Promise.all([placesOf(tx, jobs), knownFor(tx, jobs, REMINDERS)])
    const dueOf = Map.groupBy(due, ({ jobId }) => jobId)
    const looked = jobs.map(job => look(dueOf.get(job.id)!, placeOf(job), { ...knownOf(job), now }))
    await Promise.all([
      recordPlans(
        tx,
        looked.map(({ plan }) => plan),
        now,
      ),
      q.saveReminders(
        tx,
        looked.flatMap(({ reminders }) => reminders),
      ),
    ])
    return true
  })
}

/**
 * Gives the open jobs of rules that were written their reminders. After the rule's own commit, so that a job saved at
 * the same moment is seen either here or by the planner, which has the rule before it from then on.
 */
const spreadRules = (db: Database): Promise<boolean> =>
  db.begin(async tx => {
    const rules = await q.takeUnspread(tx, 1000)
    if (rules.length === 0) return false
    await q.spread(
      tx,
      rules.map(rule => ({ ...rule, sweptAt: lastSweep(rule.savedAt) })),
    )
    return true
  })

/** Moves the reminders of the jobs that these saves have changed. Their order is that of the saves. */
export async function arrangeReminders(
  tx: Connection,
  events: readonly JobEvent[],
  knownOf: (job: Job) => Known,
): Promise<void> {
  const chasing = events.filter(({ job }) => knownOf(job).rules.some(isReminderRule))
  if (chasing.length === 0) return
  const jobs = chasing.map(({ job }) => job)
  const keys = new Map(jobs.map(({ companyId, id }) => [id, { companyId, jobId: id }]))
  const [placeOf, kept] = await Promise.all([placesOf(tx, jobs), q.lockReminders(tx, [...keys.values()])])
  const reminders = new Map(kept.map(reminder => [keyOf(reminder), reminder]))
  for (const { job, at } of chasing) {
    for (const rule of knownOf(job).rules.filter(isReminderRule)) {
      const reminder = reminders.get(keyOf({ jobId: job.id, ruleId: rule.id })) ?? newReminder(job, rule, at)
      reminders.set(keyOf(reminder), arrange(reminder, rule, placeOf(job), at))
    }
  }
  // A job that never was in need of a reminder leaves no row.
  const there = new Set(kept.map(keyOf))
  const changed = [...reminders.values()].filter(reminder => reminder.dueAt !== null || there.has(keyOf(reminder)))
  await q.saveReminders(tx, changed)
}

const keyOf = ({ jobId, ruleId }: Pick<Reminder, 'jobId' | 'ruleId'>): string => `${jobId} ${ruleId}`
