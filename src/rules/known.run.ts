import type { Connection } from '#db/sql.ts'
import type { ContactKey } from '#directory/contact.ts'
import { troublesAmong } from '#directory/contacts.run.ts'
import type { Job } from '#jobs/job.ts'
import { channelOf, type Occasion, type Owner, type Rule, type TellRule } from './rule.ts'
import { companiesOf, reachesOf, rulesOf } from './rules.sql.ts'
import { type Circumstances, ownersOf, type Reach, type TroubleOf } from './wish.ts'

/** What must be known to plan for a job: the rules of its owners, where its provider is reached, and which addresses not. */
export type Known = Pick<Circumstances, 'company' | 'provider' | 'troubleOf'> & Readonly<{ rules: readonly Rule[] }>

/** Everything known for these jobs and occasions, in four statements whatever the number of jobs. */
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
  const troubleIn = await troubleAmong(db, [
    ...addressesIn([...rules.values()].flat()),
    ...addressesOf([...providers.values()]),
  ])
  return job => ({
    rules: ownersOf(job).flatMap(owner => rules.get(keyOf(job.companyId, owner)) ?? []),
    provider: job.providerId ? (providers.get(`${job.companyId} ${job.providerId}`) ?? null) : null,
    company: byId.get(job.companyId)!,
    troubleOf: troubleIn(job.companyId),
  })
}

/** The addresses that rules name. */
export const addressesIn = (rules: readonly Rule[]): ContactKey[] =>
  rules
    .filter((rule): rule is TellRule & { address: string } => rule.does === 'tell' && rule.address !== null)
    .flatMap(({ companyId, via, address }) => {
      const channel = channelOf(via)
      return channel === 'webhook' ? [] : [{ companyId, channel, address }]
    })

const addressesOf = (providers: readonly (Reach & { companyId: string })[]): ContactKey[] =>
  providers.flatMap(({ companyId, email, mobile }) => [
    ...(email ? [{ companyId, channel: 'email' as const, address: email }] : []),
    ...(mobile ? (['sms', 'voice'] as const).map(channel => ({ companyId, channel, address: mobile })) : []),
  ])

/** Which of these addresses only urgent messages go to, by company (W9). One statement, whatever their number. */
export async function troubleAmong(
  db: Connection,
  addresses: readonly ContactKey[],
): Promise<(companyId: string) => TroubleOf> {
  const distinct = new Map(addresses.map(each => [`${each.companyId} ${each.channel} ${each.address}`, each]))
  const troubles = new Map(
    (await troublesAmong(db, [...distinct.values()])).map(({ companyId, channel, address, optedOutAt }) => [
      `${companyId} ${channel} ${address}`,
      optedOutAt ? ('opted-out' as const) : ('address-dead' as const),
    ]),
  )
  return companyId => (channel, address) => troubles.get(`${companyId} ${channel} ${address}`)
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
