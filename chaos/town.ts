import { idFrom } from '#base/id.ts'
import { later } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import { addCompany } from '#directory/directory.run.ts'
import { CALLOUT, STARTING_STATUSES } from '#directory/directory.ts'
import { addWebhook } from '#directory/webhooks.run.ts'
import type { JobEvent } from '#jobs/job.ts'
import { lifeOf } from '../bench/lives.ts'
import { firstOf, insertEvents, insertJobs, insertPlaces, insertRules } from '../bench/seed.sql.ts'

export const PLACES = 40
/** How many jobs of each company there are to tell of. */
export const JOBS = 200
// Their places in a life: dispatched, and completed.
export const DISPATCHED = 2
export const COMPLETED = 5

/** A company that has jobs to tell of, a rule by which those to come are told, and a program that is told. */
export type Town = Readonly<{ companyId: string; life: readonly JobEvent[]; hook: string }>

const CODES = ['AAA', 'BBB', 'CCC']

/** Three companies of the same shape. `web`: the port at which their programs listen. */
export const buildTowns = (db: Database, web: number): Promise<Town[]> =>
  Promise.all(CODES.map(code => buildTown(db, code, web)))

async function buildTown(db: Database, code: string, web: number): Promise<Town> {
  const now = Temporal.Now.instant()
  const companyId = idFrom('chaos', code)
  const company = { name: `Response ${code}`, code, timeZone: 'Australia/Sydney', locale: 'en-AU', country: 'AU' }
  const built = await addCompany(db, { id: companyId, ...company }, CALLOUT, now)
  if (!built.ok) throw new Error(`The company could not be added: ${built.because}`)
  await insertPlaces(db, { companyId, places: PLACES })
  const rule = { kind: 'customer', occasion: 'completed', via: 'text-email', address: `office-${code}-` } as const
  await insertRules(db, companyId, rule, PLACES)
  const hook = `http://127.0.0.1:${web}/hooks/${code}`
  const added = await addWebhook(db, { companyId, url: hook, by: CALLOUT }, now)
  if (!added.ok) throw new Error(`The webhook could not be added: ${added.because}`)
  const life = await lifeIn(db, companyId)
  const jobs = { companyId, series: `old ${code}`, first: 1, count: JOBS, places: PLACES }
  await insertJobs(db, jobs, life[0]!)
  await insertEvents(db, jobs, life, now)
  return { companyId, life, hook: added.webhook.url }
}

/** The life of a job that began two hours ago. */
async function lifeIn(db: Database, companyId: string): Promise<JobEvent[]> {
  const kinds = ['site', 'service-type', 'customer', 'alarm-company', 'job', 'provider'] as const
  const ids = await Promise.all(kinds.map(kind => firstOf(db, kind)))
  const [siteId, serviceTypeId, customerId, alarmCompanyId, id, providerId] = ids as [string, ...string[]]
  const statuses = STARTING_STATUSES.map(status => ({
    ...status,
    companyId,
    id: idFrom('status', companyId, status.code),
  })).sort((a, b) => (a.code < b.code ? -1 : 1))
  const opening = {
    ...{ companyId, siteId, serviceTypeId: serviceTypeId!, customerId: customerId!, alarmCompanyId: alarmCompanyId! },
    ...{ initialRequest: 'Zone 4, roller door. Nobody answers on site.', priority: 2, by: CALLOUT },
  }
  const now = later(Temporal.Now.instant(), -2 * 3600)
  return lifeOf(opening, { id: id!, providerId: providerId!, statuses, now })
}
