import type { Connection } from '#db/sql.ts'
import { findCompany, findEntries } from '#directory/directory.run.ts'
import type { EntryKind } from '#directory/directory.ts'
import { type Job, jobNumber } from '#jobs/job.ts'
import { findJob } from '#jobs/jobs.run.ts'
import { withoutCompany } from './shapes.ts'

// A company's code is chosen once, so what was read once stays true.
const codes = new Map<string, string>()

export async function codeOf(db: Connection, companyId: string): Promise<string> {
  const known = codes.get(companyId)
  if (known) return known
  const { code } = (await findCompany(db, companyId))!
  codes.set(companyId, code)
  return code
}

/** How a job of this company is shown without asking the database about each. */
export async function jobView(db: Connection, companyId: string) {
  const code = await codeOf(db, companyId)
  return ({ applied: _, ...job }: Job) => ({ ...withoutCompany(job), reference: jobNumber(code, job.number) })
}

/** Finds a job by what stands in an address: its id, or its number as people say it ("HRB-1234"). */
export async function jobAt(db: Connection, companyId: string, named: string) {
  const [, code, number] = /^([A-Z0-9]{3})-(\d{1,9})$/.exec(named) ?? []
  if (number === undefined) return await findJob(db, companyId, named)
  return code === (await codeOf(db, companyId)) ? await findJob(db, companyId, Number(number)) : undefined
}

/** The id of the job, without asking the database when it is the id that was given. */
export const idOfJobAt = async (db: Connection, companyId: string, named: string): Promise<string | undefined> =>
  named.length === 36 ? named : (await jobAt(db, companyId, named))?.job.id

type Loaded = NonNullable<Awaited<ReturnType<typeof findJob>>>

/** Jobs with the names of what they point at, in a handful of questions whatever their number. */
export async function seenJobs(db: Connection, companyId: string, loaded: readonly Loaded[]) {
  const view = await jobView(db, companyId)
  const names = (kind: EntryKind, field: keyof Job) => namesOf(db, { companyId, kind, ids: idsIn(loaded, field) })
  const sites = await findEntries(db, 'site', companyId, idsIn(loaded, 'siteId'))
  const siteOf = new Map(sites.map(site => [site.id, site]))
  const [types, statuses, customers, alarmCompanies, providers] = await Promise.all([
    names('service-type', 'serviceTypeId'),
    names('status', 'statusId'),
    names('customer', 'customerId'),
    names('alarm-company', 'alarmCompanyId'),
    names('provider', 'providerId'),
  ])
  return loaded.map(({ job, zone }) => ({
    ...view(job),
    timeZone: zone,
    names: {
      site: siteOf.get(job.siteId)!.name,
      address: siteOf.get(job.siteId)!.address,
      serviceType: types.get(job.serviceTypeId)!,
      status: statuses.get(job.statusId)!,
      customer: customers.get(job.customerId ?? '') ?? null,
      alarmCompany: alarmCompanies.get(job.alarmCompanyId ?? '') ?? null,
      provider: providers.get(job.providerId ?? '') ?? null,
    },
  }))
}

const idsIn = (loaded: readonly Loaded[], field: keyof Job): string[] => [
  ...new Set(loaded.flatMap(({ job }) => (job[field] as string | null) ?? [])),
]

async function namesOf(
  db: Connection,
  { companyId, kind, ids }: { companyId: string; kind: EntryKind; ids: readonly string[] },
): Promise<Map<string, string>> {
  const entries = ids.length > 0 ? await findEntries(db, kind, companyId, ids) : []
  return new Map(entries.map(({ id, name }) => [id, name]))
}
