import type { Connection, Database } from '#db/sql.ts'
import type { JobEvent } from '#jobs/job.ts'
import { takeEvents } from '#jobs/jobs.run.ts'
import { happenings } from './occasions.ts'
import { insertDecisions, insertNotices } from './plan.sql.ts'
import { type Decision, type Notice, ownersOf, type Plan, plan, type Reach } from './plan.ts'
import type { Owner, Rule } from './rule.ts'
import { countriesOf, reachesOf, rulesOf } from './rules.sql.ts'

/**
 * Plans the oldest events nobody has planned for, in one transaction: every decision and every notice is stored
 * with the mark that its event was planned, or none of it is. Says whether there was anything to do.
 */
export const planOnce = (
  db: Database,
  { now, limit = 200 }: { now: Temporal.Instant; limit?: number },
): Promise<boolean> =>
  db.begin(async tx => {
    const events = await takeEvents(tx, limit, now)
    const plans = await planEvents(tx, events, now)
    await record(tx, plans, now)
    return events.length > 0
  })

/** What these events lead to, each by the pure `plan`, without storing any of it. */
export async function planEvents(db: Connection, events: readonly JobEvent[], now: Temporal.Instant): Promise<Plan[]> {
  const telling = events.filter(event => happenings(event).length > 0)
  if (telling.length === 0) return []
  const [rules, providers, companies] = await Promise.all([
    rulesByOwner(db, telling),
    providersOf(db, telling),
    countriesOf(db, companiesOf(telling)),
  ])
  const countries = new Map(companies.map(({ id, country }) => [id, country]))
  return telling.map(event => {
    const { job } = event
    return plan(event, {
      rules: ownersOf(job).flatMap(owner => rules.get(keyOf(job.companyId, owner)) ?? []),
      provider: job.providerId ? (providers.get(`${job.companyId} ${job.providerId}`) ?? null) : null,
      country: countries.get(job.companyId)!,
      now,
    })
  })
}

async function rulesByOwner(db: Connection, events: readonly JobEvent[]): Promise<Map<string, Rule[]>> {
  const owners = new Map(
    events.flatMap(({ job }) =>
      ownersOf(job).map(owner => [keyOf(job.companyId, owner), { ...owner, companyId: job.companyId }] as const),
    ),
  )
  const occasions = new Set(events.flatMap(event => happenings(event).map(({ occasion }) => occasion)))
  const rules = await rulesOf(db, [...owners.values()], [...occasions])
  return Map.groupBy(rules, ({ companyId, owner }) => keyOf(companyId, owner))
}

const keyOf = (companyId: string, { kind, id }: Owner) => `${companyId} ${kind} ${id}`

async function providersOf(db: Connection, events: readonly JobEvent[]): Promise<Map<string, Reach>> {
  const named = events.flatMap(({ job: { companyId, providerId } }) =>
    providerId ? [{ companyId, id: providerId }] : [],
  )
  const distinct = [...new Map(named.map(each => [`${each.companyId} ${each.id}`, each])).values()]
  const reaches = distinct.length > 0 ? await reachesOf(db, distinct) : []
  return new Map(reaches.map(reach => [`${reach.companyId} ${reach.id}`, reach]))
}

const companiesOf = (events: readonly JobEvent[]) => [...new Set(events.map(({ job }) => job.companyId))]

async function record(tx: Connection, plans: readonly Plan[], now: Temporal.Instant): Promise<void> {
  const notices = plans.flatMap<Notice>(made => made.notices)
  const decisions = plans.flatMap<Decision>(made => made.decisions)
  await Promise.all([
    ...(notices.length > 0 ? [insertNotices(tx, notices)] : []),
    ...(decisions.length > 0 ? [insertDecisions(tx, decisions, now)] : []),
  ])
}
