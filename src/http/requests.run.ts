import { createHash } from 'node:crypto'
import type { Connection, Database } from '#db/sql.ts'
import { trouble } from './problem.ts'
import { deleteRequests, holdKey, insertRequest, selectRequest } from './requests.sql.ts'
import type { Answer, RequestKey } from './route.ts'

/**
 * Carries out a request that carries an idempotency key: the change and the answer to it commit together, and a
 * repeat is given that answer. Refusals are not kept, so that a request which was refused can be tried again.
 */
export function once(
  db: Database,
  { companyId, request, now }: { companyId: string; request: RequestKey; now: Temporal.Instant },
  act: (transaction: Database) => Promise<Answer>,
): Promise<Answer> {
  return db.begin(async transaction => {
    if ((await holdKey(transaction, companyId, request.key)) === 'held-elsewhere') {
      return trouble('still-running', { headers: { 'retry-after': '1' } })
    }
    const earlier = await selectRequest(transaction, companyId, request.key)
    if (earlier && earlier.hash !== request.hash) return trouble('key-used-for-another-request')
    if (earlier) return { ok: true, status: earlier.status, body: earlier.answer, headers: REPLAYED }
    // What is done inside and would open a transaction of its own joins this one.
    const answer = await act({ ...transaction, begin: work => work(transaction), close: db.close })
    if (answer.ok && 'body' in answer) {
      const { status } = answer
      await insertRequest(transaction, { companyId, ...request, status, answer: answer.kept ?? answer.body, at: now })
    }
    return answer
  })
}

export const REPLAYED = { 'idempotency-replayed': 'true' }

/** Answers older than this are forgotten; clients give up repeating long before. */
const KEPT = { hours: 30 * 24 }

/** Forgets old answers to repeatable requests, and says how many. Once a day is enough. */
export const forgetRequests = (db: Connection, now: Temporal.Instant): Promise<number> =>
  deleteRequests(db, now.subtract(KEPT))

/** Reads an Idempotency-Key header: what was asked under it is told by method, path, query and body. */
export function requestKey(
  key: string,
  { method, path, query = {}, body }: { method: string; path: string; query?: object; body: unknown },
): RequestKey | undefined {
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) return undefined
  const hash = createHash('sha256').update(`${method} ${path} ${canonical(query)}\n`)
  hash.update(body instanceof Uint8Array ? body : canonical(body))
  return { key, hash: hash.digest('hex') }
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join()}}`
}
