import type { Connection, Database } from '#db/sql.ts'
import { newRota, type Rota } from '#db/turns.ts'
import type { JobEvent } from '#jobs/job.ts'
import { takeEvents } from '#jobs/jobs.run.ts'
import { type Known, knownFor } from './known.run.ts'
import type { Plan } from './notice.ts'
import { formerProvider, type Happening, happenings, reportsAgain, takenBack } from './occasions.ts'
import { plan, type ToldBefore } from './plan.ts'
import { recordPlans } from './record.run.ts'
import { arrangeReminders } from './reminders.run.ts'
import { type Occasion, REMINDERS, type Told } from './rule.ts'
import { type Recalled, toldOf } from './told.sql.ts'

/**
 * Plans the oldest events nobody has planned for, a few of each company in turn, in one transaction: every decision, every notice and every reminder
 * is stored with the mark that its event was planned, or none of it is. Says whether there was anything to do.
 */
export const planOnce = (
  db: Database,
  { now, limit = 200, rota = newRota() }: { now: Temporal.Instant; limit?: number; rota?: Rota },
): Promise<boolean> =>
  db.begin(async tx => {
    const events = await takeEvents(tx, { limit, now, rota })
    for (const part of apart(events)) {
      const planned = await planTogether(tx, part, now)
      await recordPlans(tx, planned.plans, now)
      await arrangeReminders(tx, part.filter(mattersToReminders), planned.knownOf)
    }
    return events.length > 0
  })

/** What these events lead to, each by the pure `plan`, without storing any of it. Oldest first. */
export const planEvents = async (db: Connection, events: readonly JobEvent[], now: Temporal.Instant): Promise<Plan[]> =>
  (await planTogether(db, events, now)).plans

// Who was told of a job before it went to another is read from what is recorded: that must be there by then.
function apart(events: readonly JobEvent[]): JobEvent[][] {
  const parts: JobEvent[][] = [[]]
  for (const event of events) {
    const follows = recalledBy(event).length > 0 && parts.at(-1)!.some(({ job }) => job.id === event.job.id)
    if (follows) parts.push([])
    parts.at(-1)!.push(event)
  }
  return parts
}

async function planTogether(db: Connection, events: readonly JobEvent[], now: Temporal.Instant) {
  const saves = events.map(event => ({ event, happened: happenings(event) }))
  const telling = saves.filter(({ happened }) => happened.length > 0)
  const jobs = saves
    .filter(({ event, happened }) => happened.length > 0 || mattersToReminders(event))
    .map(({ event }) => event.job)
  const toldBefore = await toldBeforeBy(db, events)
  const told = [...toldBefore.values()].flat().map(({ rule, address }) => ({ ...rule, address }))
  const knownOf = jobs.length > 0 ? await knownFor(db, jobs, occasionsIn(telling), told) : () => NOTHING
  const plans = telling.map(({ event }) =>
    plan(event, { ...knownOf(event.job), toldBefore: toldBefore.get(event) ?? [], now }),
  )
  return { plans, knownOf }
}

const NOTHING: Known = {
  rules: [],
  provider: null,
  customer: null,
  kind: 'other',
  company: { country: '', deferralMutes: 'everything' },
}

const occasionsIn = (telling: readonly { happened: readonly Happening[] }[]): Occasion[] => {
  const happened = telling.flatMap(each => each.happened.map(({ occasion }) => occasion))
  const told = happened.filter((occasion): occasion is Occasion => !RECALLING.includes(occasion))
  return [...new Set([...told, ...REMINDERS])]
}

// Nobody makes a rule for these: whoever was told hears of them.
const RECALLING: readonly Told[] = ['reassigned', 'corrected']

/** What was told before this save and must be told of again because of it. */
function recalledBy(event: JobEvent): Recalled[] {
  const { companyId, id: jobId, version } = event.job
  const job = { companyId, jobId, version }
  const providerId = formerProvider(event)
  const taken = takenBack(event)
  return [
    ...(providerId ? [{ ...job, providerId }] : []),
    ...(taken === null ? [] : [{ ...job, taken }]),
    ...(reportsAgain(event)
      ? [{ ...job, report: { siteId: event.job.siteId, customerId: event.job.customerId } }]
      : []),
  ]
}

async function toldBeforeBy(
  db: Connection,
  events: readonly JobEvent[],
): Promise<Map<JobEvent, readonly ToldBefore[]>> {
  const asked = events.flatMap(event => recalledBy(event).map(recalled => ({ event, recalled })))
  if (asked.length === 0) return new Map()
  const told = await toldOf(
    db,
    asked.map(({ recalled }) => recalled),
  )
  return Map.groupBy(told, ({ ask }) => asked[ask]!.event)
}

// What a save may have moved: what reminders are counted from, what is missing, and whose rules speak of the job.
const REMINDED_OF = new Set([
  ...['dispatchedAt', 'onSiteAt', 'offSiteAt', 'closedAt', 'category', 'outcome', 'docketNumber', 'orderNumber'],
  ...['siteId', 'customerId', 'alarmCompanyId', 'providerId', 'serviceTypeId'],
])

const mattersToReminders = ({ changed, job }: JobEvent): boolean =>
  Boolean(job.dispatchedAt ?? job.onSiteAt ?? job.offSiteAt ?? job.closedAt) &&
  changed.some(({ field }) => REMINDED_OF.has(field))
