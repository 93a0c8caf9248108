import { newId } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import { appointmentFault } from './decide.ts'
import { demandsOf } from './demands.sql.ts'
import { missingNumber } from './demands.ts'
import { earlierAnswers, type References, refuseMissing } from './earlier.run.ts'
import type { Job, Refusal } from './job.ts'
import * as q from './jobs.sql.ts'
import { type Opening, opened } from './opening.ts'
import type { Saved } from './saved.ts'

/** Opens jobs: each job and its first event are one commit. A repeated request opens nothing and answers the same. */
export async function openJobs(tx: Connection, openings: readonly Opening[], now: Temporal.Instant): Promise<Saved[]> {
  const earlier = await earlierAnswers(tx, openings)
  const refused = await refuseMissing(tx, openings.map(referencesOf))
  const settled = openings.map((_, i) => earlier[i] ?? refused[i])
  const drafts = await draft(
    tx,
    openings.filter((_, i) => !settled[i]),
    now,
  )
  const numbered = await number(
    tx,
    drafts.filter(made => typeof made !== 'string'),
  )
  if (numbered.length > 0) {
    await Promise.all([
      q.insertJobs(
        tx,
        numbered.map(({ job }) => job),
      ),
      q.insertEvents(tx, numbered),
    ])
  }
  const made = numbered.map(({ job, changed }): Saved => ({ ok: true, job, changed, repeated: false }))
  const answers = drafts.map((each): Saved => (typeof each === 'string' ? { ok: false, because: each } : made.shift()!))
  return settled.map(answer => answer ?? answers.shift()!)
}

const referencesOf = (opening: Opening): References => ({
  companyId: opening.companyId,
  named: [
    { field: 'siteId', kind: 'site', id: opening.siteId },
    { field: 'serviceTypeId', kind: 'service-type', id: opening.serviceTypeId },
    { field: 'customerId', kind: 'customer', id: opening.customerId },
    { field: 'alarmCompanyId', kind: 'alarm-company', id: opening.alarmCompanyId },
    { field: 'providerId', kind: 'provider', id: opening.providerId },
  ],
})

/** Each job as it is to be opened, or why it may not be. */
async function draft(
  tx: Connection,
  openings: readonly Opening[],
  now: Temporal.Instant,
): Promise<(q.NewEvent | Refusal)[]> {
  if (openings.length === 0) return []
  const companies = [...new Set(openings.map(({ companyId }) => companyId))]
  const [sites, statuses, demands] = await Promise.all([
    q.sitesOf(tx, openings),
    q.statusesOf(tx, companies),
    openings.some(({ dispatchedAt }) => dispatchedAt) ? demandsOf(tx, openings) : [],
  ])
  return openings.map(opening => {
    const { companyId, siteId, by, request } = opening
    const made = opened(opening, {
      id: opening.id ?? newId(),
      site: sites.find(site => site.companyId === companyId && site.id === siteId)!,
      statuses: statuses.filter(status => status.companyId === companyId),
      now,
    })
    const missing = made.job.dispatchedAt && missingNumber(made.job, demands, 'start')
    if (opening.requestedBy && opening.dispatchedAt) return 'not-accepted-yet'
    return appointmentFault(made.job) || missing || { ...made, by, at: now, request }
  })
}

/** Numbers the new jobs of each company in the order they came. */
async function number(tx: Connection, drafts: readonly q.NewEvent[]): Promise<q.NewEvent[]> {
  const next = new Map<string, number>()
  // In one order everywhere, so that two batches never wait for each other in a circle.
  const companies = [...Map.groupBy(drafts, ({ job }) => job.companyId)].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [companyId, mine] of companies) {
    next.set(companyId, (await q.takeNumbers(tx, companyId, mine.length)) - mine.length + 1)
  }
  return drafts.map(made => {
    const given = next.get(made.job.companyId)!
    next.set(made.job.companyId, given + 1)
    return { ...made, job: { ...made.job, number: given } satisfies Job }
  })
}
