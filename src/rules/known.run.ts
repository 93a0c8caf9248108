import { readAddress } from '#base/address.ts'
import type { Connection } from '#db/sql.ts'
import type { ContactKey } from '#directory/contact.ts'
import { troublesAmong } from '#directory/contacts.run.ts'
import type { Job } from '#jobs/job.ts'
import { type AnyRule, channelOf, type Occasion, type TellRule } from './rule.ts'
import { companiesOf, type OwnerKey, rulesOf } from './rules.sql.ts'
import { reachesOf, type Surrounding, selectSurroundings } from './surroundings.sql.ts'
import { type Circumstances, ownersOf, type Reach, type TroubleOf } from './wish.ts'

/** What must be known to plan for a job: the rules of its owners, where its provider is reached, and which addresses not. */
export type Known = Omit<Circumstances, 'job' | 'mutes'> & Readonly<{ rules: readonly AnyRule[] }>

/**
 * Everything known for these jobs and occasions, in a handful of statements whatever the number of jobs. `told`: rules by which
 * somebody was told before, of whose addresses it must be known too whether they are in trouble.
 */
export async function knownFor(
  db: Connection,
  jobs: readonly Job[],
  occasions: readonly Occasion[],
  told: readonly AnyRule[] = [],
): Promise<(job: Job) => Known> {
  const [ofOwners, providers, companies, surroundings] = await Promise.all([
    rulesByOwner(db, jobs.flatMap(ownerKeys), occasions),
    providersOf(db, jobs),
    companiesOf(db, [...new Set(jobs.map(({ companyId }) => companyId))]),
    surroundingsOf(db, jobs),
  ])
  const around = (job: Job) => surroundings.get(surroundingKey(job))!
  const regions = jobs.flatMap(job => regionKeys(job, around(job)))
  const rules = new Map([...ofOwners, ...(regions.length > 0 ? await rulesByOwner(db, regions, occasions) : [])])
  const byId = new Map(companies.map(company => [company.id, company]))
  const troubleIn = await troubleAmong(db, [
    ...addressesIn([...[...rules.values()].flat(), ...told]),
    ...addressesOf([...providers.values()]),
    ...[...surroundings.values()].flatMap(each => customerAddresses(each, byId.get(each.companyId)!.country)),
  ])
  return job => ({
    rules: [...ownerKeys(job), ...regionKeys(job, around(job))].flatMap(owner => rules.get(keyOf(owner)) ?? []),
    ...pickKnown(around(job)),
    provider: job.providerId ? (providers.get(`${job.companyId} ${job.providerId}`) ?? null) : null,
    company: byId.get(job.companyId)!,
    troubleOf: troubleIn(job.companyId),
  })
}

/** The addresses that rules name. */
export const addressesIn = (rules: readonly AnyRule[]): ContactKey[] =>
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

const ownerKeys = (job: Job): OwnerKey[] => ownersOf(job).map(owner => ({ ...owner, companyId: job.companyId }))

/** The customer's region, and the site's: whose customer is in another, the decision says so (S3.17). */
const regionKeys = ({ companyId }: Job, { customerRegionId, siteRegionId }: Surrounding): OwnerKey[] =>
  [...new Set([customerRegionId, siteRegionId])].flatMap(id => (id ? [{ kind: 'region', id, companyId } as const] : []))

async function rulesByOwner(
  db: Connection,
  owners: readonly OwnerKey[],
  occasions: readonly Occasion[],
): Promise<Map<string, AnyRule[]>> {
  const distinct = new Map(owners.map(owner => [keyOf(owner), owner]))
  const rules = await rulesOf(db, [...distinct.values()], occasions)
  return Map.groupBy(rules, ({ companyId, owner }) => keyOf({ ...owner, companyId }))
}

const keyOf = ({ companyId, kind, id }: OwnerKey) => `${companyId} ${kind} ${id}`

async function surroundingsOf(db: Connection, jobs: readonly Job[]): Promise<Map<string, Surrounding>> {
  const distinct = [...new Map(jobs.map(job => [surroundingKey(job), job])).values()]
  return new Map((await selectSurroundings(db, distinct)).map(each => [surroundingKey(each), each]))
}

type Place = Pick<Job, 'companyId' | 'siteId' | 'customerId' | 'serviceTypeId'>
const surroundingKey = ({ companyId, siteId, customerId, serviceTypeId }: Place) =>
  `${companyId} ${siteId} ${customerId} ${serviceTypeId}`

function pickKnown(around: Surrounding): Pick<Known, 'customer' | 'kind'> {
  const { kind, customerId, headOfficeId, customerEmail, customerPhone, headOfficeEmail, headOfficePhone } = around
  if (customerId === null) return { kind, customer: null }
  return {
    kind,
    customer: {
      email: customerEmail,
      phone: customerPhone,
      language: around.customerLanguage,
      takesNotifications: around.takesNotifications,
      regionId: around.customerRegionId,
      regionIsActive: around.regionIsActive,
      hasComplaint: around.hasComplaint,
      headOffice:
        headOfficeId === null
          ? null
          : { email: headOfficeEmail, phone: headOfficePhone, language: around.headOfficeLanguage },
    },
  }
}

/** Where a customer and its head office are reached, in the form in which addresses are known to be in trouble (W9). */
const customerAddresses = (around: Surrounding, country: string): ContactKey[] => {
  const { companyId, customerEmail, customerPhone, headOfficeEmail, headOfficePhone } = around
  const inE164 = (phone: string | null) => {
    const read = phone === null ? null : readAddress('voice', phone, country)
    return read?.ok ? read.address : null
  }
  return addressesOf([
    { companyId, email: customerEmail, mobile: inE164(customerPhone) },
    { companyId, email: headOfficeEmail, mobile: inE164(headOfficePhone) },
  ])
}

async function providersOf(db: Connection, jobs: readonly Job[]) {
  const named = jobs.flatMap(({ companyId, providerId }) => (providerId ? [{ companyId, id: providerId }] : []))
  const distinct = [...new Map(named.map(each => [`${each.companyId} ${each.id}`, each])).values()]
  const reaches = distinct.length > 0 ? await reachesOf(db, distinct) : []
  return new Map(reaches.map(reach => [`${reach.companyId} ${reach.id}`, reach]))
}
