import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'

/** Holds the key until this transaction ends, so that the same request is not carried out twice at once. */
export async function holdKey(db: Connection, companyId: string, key: string): Promise<'held' | 'held-elsewhere'> {
  const [row] = await db.query<{ mine: boolean }>(sql`
    select pg_try_advisory_xact_lock(hashtextextended(${`request ${companyId} ${key}`}, 0)) as mine
  `)
  return row?.mine ? 'held' : 'held-elsewhere'
}

export async function selectRequest(db: Connection, companyId: string, key: string) {
  const [request] = await db.query<{ hash: string; status: 200 | 201; answer: unknown }>(sql`
    select hash, status, answer
    from request
    where company_id = ${companyId}
    and key = ${key}
  `)
  return request
}

export const insertRequest = (
  db: Connection,
  request: { companyId: string; key: string; hash: string; status: number; answer: unknown; at: Temporal.Instant },
) =>
  db.query(sql`
    insert into request (company_id, key, hash, status, answer, at)
    values (
      ${request.companyId}, ${request.key}, ${request.hash}, ${request.status},
      ${asJson(request.answer)}::jsonb, ${request.at}
    )
  `)

/** Forgets requests made before an instant, of all companies, and says how many. */
export async function deleteRequests(db: Connection, before: Temporal.Instant): Promise<number> {
  const rows = await db.query(sql`delete from request where at < ${before} returning 1`)
  return rows.length
}
