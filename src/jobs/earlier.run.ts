import type { Connection } from '#db/sql.ts'
import { reviveJob } from './event.ts'
import { eventsOfRequests } from './events.sql.ts'
import { missing, type Reference } from './jobs.sql.ts'
import type { Saved } from './saved.ts'

type Ask = { companyId: string; request?: { key: string; hash: string } }

/** For each ask the answer it got when it was first made, if it repeats a request that was carried out. */
export async function earlierAnswers(tx: Connection, asks: readonly Ask[]): Promise<(Saved | undefined)[]> {
  const requests = asks.flatMap(({ companyId, request }) => (request ? [{ companyId, key: request.key }] : []))
  if (requests.length === 0) return asks.map(() => undefined)
  const events = await eventsOfRequests(tx, requests)
  return asks.map(({ companyId, request }) => {
    const event = request && events.find(e => e.companyId === companyId && e.requestKey === request.key)
    if (!event) return undefined
    if (event.requestHash !== request.hash) return { ok: false, because: 'key-used-for-another-request' }
    return { ok: true, job: reviveJob(event.job), changed: event.changed, repeated: true }
  })
}

/** For each ask the refusal it must get because it names an entry its company does not have. */
export async function refuseMissing(tx: Connection, asks: readonly References[]): Promise<(Saved | undefined)[]> {
  const references = asks.flatMap(({ companyId, named }, ask) =>
    named.filter(({ id }) => id).map(({ field, kind, id }) => ({ ask, companyId, field, kind, id: id! })),
  )
  if (references.length === 0) return asks.map(() => undefined)
  const absent = await missing(tx, references)
  return asks.map((_, i) => {
    const first = absent.find(({ ask }) => ask === i)
    return first && { ok: false, because: 'no-such-entry', field: first.field }
  })
}

export type References = {
  companyId: string
  named: readonly { field: string; kind: Reference['kind']; id: string | null | undefined }[]
}
