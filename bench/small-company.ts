import type { Database } from '#db/sql.ts'
import { addCompany } from '#directory/directory.run.ts'
import { CALLOUT } from '#directory/directory.ts'
import { firstOf, insertPlaces, insertRules } from './seed.sql.ts'
import type { WaitsArgument } from './waits.ts'

/** A company with one site, which tells its customer of dispatches (urgent), or of what is over (normal). */
export async function buildSmallCompany(db: Database, lane: 'urgent' | 'normal'): Promise<WaitsArgument['opening']> {
  const set = { name: 'One Van', code: 'VAN', timeZone: 'Australia/Sydney', locale: 'en-AU', country: 'AU' }
  const added = await addCompany(db, set, CALLOUT, Temporal.Now.instant())
  if (!added.ok) throw new Error(`The company could not be added: ${added.because}`)
  const companyId = added.company.id
  await insertPlaces(db, { companyId, places: 1 })
  const occasion = lane === 'urgent' ? 'dispatched' : 'completed'
  await insertRules(db, companyId, { kind: 'customer', occasion, via: 'text-email', address: 'office' }, 1)
  const [siteId, serviceTypeId, providerId] = await Promise.all(
    ['site', 'service-type', 'provider'].map(kind => firstOf(db, kind)),
  )
  return { companyId, siteId: siteId!, serviceTypeId: serviceTypeId!, providerId: providerId! }
}
