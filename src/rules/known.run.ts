import type { Connection } from '#db/sql.ts'
import type { Job } from '#jobs/job.ts'
import type { Occasion, Owner, Rule } from './rule.ts'
import { companiesOf, reachesOf, rulesOf } from './rules.sql.ts'
import { type Circumstances, ownersOf } from './wish.ts'

/** What must be known to plan for a job: the rules of its owners, and where its provider is reached. */
export type Known = Pick<Circumstances, 'company' | 'provider'> & Readonly<{ rules: readonly Rule[] }>

/** Everything known for these jobs and occasions, in three statements whatever the number of jobs. */
export async function knownFor(
  db: Connection,
  jobs: readonly Job[],
  occasions: readonly Occasion[],
): Promise<(job: Job) => Known> {
  const [rules, providers, companies] = await Promise.all([
    rulesByOwner(db, jobs, occasions),
    providersOf(db, jobs),
    companiesOf(db, [...new Set(jobs.map(({ companyId }) => companyId))]),
  ])
  const byId = new Map(companies.map(company => [company.id, company]))
  return job => ({
    rules: ownersOf(job).flatMap(owner => rules.get(keyOf(job.companyId, owner)) ?? []),
    provider: job.providerId ? (providers.get(`${job.companyId} ${job.providerId}`) ?? null) : null,
    company: byId.get(job.companyId)!,
  })
}

async function rulesByOwner(
  db: Connection,
  jobs: readonly Job[],
  occasions: readonly Occasion[],
): Promise<Map<string, Rule[]>> {
  const owners = new Map(
    jobs.flatMap(job =>
      ownersOf(job).map(owner => [keyOf(job.companyId, owner), { ...owner, companyId: job.companyId }] as const),
    ),
  )
  const rules = await rulesOf(db, [...owners.values()], occasions)
  return Map.groupBy(rules, ({ companyId, owner }) => keyOf(companyId, owner))
}

const keyOf = (companyId: string, { kind, id }: Owner) => `${companyId} ${kind} ${id}`

async function providersOf(db: Connection, jobs: readonly Job[]) {
  const named = jobs.flatMap(({ companyId, providerId }) => (providerId ? [{ companyId, id: providerId }] : []))
  const distinct = [...new Map(named.map(each => [`${each.companyId} ${each.id}`, each])).values()]
  const reaches = distinct.length > 0 ? await reachesOf(db, distinct) : []
  return new Map(reaches.map(reach => [`${reach.companyId} ${reach.id}`, reach]))
}
