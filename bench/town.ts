import { idFrom } from '#base/id.ts'
import { later } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import { addApiKey } from '#directory/access.run.ts'
import { addCompany } from '#directory/directory.run.ts'
import { CALLOUT, STARTING_STATUSES } from '#directory/directory.ts'
import type { JobEvent } from '#jobs/job.ts'
import { lifeOf } from './lives.ts'
import { firstOf, insertPlaces } from './seed.sql.ts'

/** A company to measure in, the key to its door, and the life of a job there. */
export type Town = Readonly<{ companyId: string; key: string; life: readonly JobEvent[] }>

const companyId = idFrom('bench', 'company')

/** Builds a company with so many places: customers with a site each, monitoring centres and patrols. */
export async function buildTown(db: Database, places: number): Promise<Town> {
  const now = Temporal.Now.instant()
  const company = { name: 'Southern Cross Response', code: 'SCR', timeZone: 'Australia/Sydney', locale: 'en-AU' }
  const built = await addCompany(db, { id: companyId, ...company, country: 'AU' }, CALLOUT, now)
  if (!built.ok) throw new Error(`The company could not be added: ${built.because}`)
  await insertPlaces(db, { companyId, places })
  const { secret: key } = await addApiKey(db, { companyId, name: 'bench', scopes: ['dispatch'] }, now)
  return { companyId, key, life: await lifeIn(db) }
}

/** The life of the first job, as it began two hours ago. */
async function lifeIn(db: Database): Promise<JobEvent[]> {
  const kinds = ['site', 'service-type', 'customer', 'alarm-company', 'job', 'provider']
  const ids = await Promise.all(kinds.map(kind => firstOf(db, kind)))
  return lifeInTown(Object.fromEntries(kinds.map((kind, i) => [kind, ids[i]!])))
}

/** The same for a town that is nowhere: without ids of a database each thing is called by its kind. */
export function lifeInTown(ids: Readonly<Record<string, string>> = {}): JobEvent[] {
  const id = (kind: string) => ids[kind] ?? kind
  const initialRequest = 'Zone 4, roller door. Nobody answers on site.'
  const opening = {
    ...{ companyId, initialRequest, priority: 2, by: CALLOUT },
    ...{ siteId: id('site'), serviceTypeId: id('service-type') },
    ...{ customerId: id('customer'), alarmCompanyId: id('alarm-company') },
  }
  const now = later(Temporal.Now.instant(), -2 * 3600)
  return lifeOf(opening, { id: id('job'), providerId: id('provider'), statuses, now })
}

// By code, as the application reads them.
const statuses = STARTING_STATUSES.map(status => ({
  ...status,
  companyId,
  id: idFrom('status', companyId, status.code),
})).sort((a, b) => (a.code < b.code ? -1 : 1))
