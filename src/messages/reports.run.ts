import type { CustomerLinks } from '#base/customer-links.ts'
import type { Connection } from '#db/sql.ts'
import type { EntryKind } from '#directory/directory.ts'
import type { Altered, JobEvent } from '#jobs/job.ts'
import type { Facts } from './facts.ts'
import { companiesOf, type EntryRef, entriesOf } from './messages.sql.ts'
import { outwardOf } from './outward.run.ts'
import { type CompanyStyle, stylesOf } from './style.run.ts'

/** Everything there is to tell of an event, and how the company of its job words and prints such things. */
export type Report = Readonly<{ facts: Facts; style: CompanyStyle }>

/**
 * Reports of these events, in a handful of statements whatever their number. `ruleIds`: the rules whose own words may word a
 * message about them. `links`: with them what only customers are told is known too.
 */
export async function reportsOf(
  db: Connection,
  events: readonly JobEvent[],
  ruleIds: readonly string[] = [],
  links?: CustomerLinks,
): Promise<Report[]> {
  const companyIds = [...new Set(events.map(({ job }) => job.companyId))]
  const refs = new Map(events.flatMap(refsOf).map(ref => [keyOf(ref), ref]))
  const [named, styles, entered, outward] = await Promise.all([
    companiesOf(db, companyIds),
    stylesOf(db, companyIds, ruleIds),
    entriesOf(db, [...refs.values()]),
    outwardOf(db, events, links),
  ])
  const companies = new Map(named.map(company => [company.id, company]))
  const entries = new Map(entered.map(entry => [keyOf(entry), entry]))
  return events.map(event => {
    const { companyId, siteId } = event.job
    const { name, address, timeZone } = entries.get(keyOf({ companyId, kind: 'site', id: siteId }))!
    const nameOf: Facts['nameOf'] = (kind, id) =>
      id === null ? null : (entries.get(keyOf({ companyId, kind, id }))?.name ?? null)
    const facts: Facts = {
      company: companies.get(companyId)!,
      site: { name, address: address!, timeZone: timeZone! },
      event,
      nameOf,
      outward: outward(event.job, nameOf),
    }
    return { facts, style: styles.get(companyId)! }
  })
}

const keyOf = ({ companyId, kind, id }: EntryRef): string => `${companyId} ${kind} ${id}`

function refsOf({ job, changed }: JobEvent): EntryRef[] {
  const { companyId } = job
  const went = job.visits.flatMap(visit => visit.technicians)
  const refs = [
    { kind: 'site', id: job.siteId },
    { kind: 'customer', id: job.customerId },
    { kind: 'alarm-company', id: job.alarmCompanyId },
    { kind: 'provider', id: job.providerId },
    { kind: 'service-type', id: job.serviceTypeId },
    { kind: 'status', id: job.statusId },
    ...changed.flatMap(formerly),
    ...went.map(({ personId }) => ({ kind: 'person', id: personId }) as const),
    ...went.map(({ statusId }) => ({ kind: 'status', id: statusId }) as const),
  ] as const
  return refs.flatMap(({ kind, id }) => (id === null ? [] : { companyId, kind, id }))
}

const NAMING: Readonly<Record<string, EntryKind>> = {
  customerId: 'customer',
  alarmCompanyId: 'alarm-company',
  providerId: 'provider',
  serviceTypeId: 'service-type',
  statusId: 'status',
}

/** What the job named before this was altered. */
const formerly = ({ field, from }: Altered) => {
  const kind = NAMING[field]
  return kind && typeof from === 'string' ? [{ kind, id: from }] : []
}
