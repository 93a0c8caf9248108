import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Scope } from './directory.ts'

export type ApiKey = Readonly<{
  companyId: string
  id: string
  name: string
  scopes: readonly Scope[]
  createdAt: Temporal.Instant
  revokedAt: Temporal.Instant | null
}>

export const insertKey = (db: Connection, { companyId, id, name, scopes, createdAt }: ApiKey, hash: string) =>
  db.query(sql`
    insert into api_key (company_id, id, name, hash, scopes, created_at)
    values (${companyId}, ${id}, ${name}, ${hash}, ${scopes}, ${createdAt})
  `)

/** The key as it was before it was revoked just now; nothing if there is no such key or it was revoked already. */
export async function revokeKey(
  db: Connection,
  { companyId, id, now }: { companyId: string; id: string; now: Temporal.Instant },
) {
  const [key] = await db.query<ApiKey>(sql`
    update api_key
    set revoked_at = ${now}
    where company_id = ${companyId}
    and id = ${id}
    and revoked_at is null
    returning company_id, id, name, scopes, created_at, revoked_at
  `)
  return key
}

export const selectKeys = (db: Connection, companyId: string) =>
  db.query<ApiKey>(sql`
    select company_id, id, name, scopes, created_at, revoked_at
    from api_key
    where company_id = ${companyId}
    order by created_at, id
  `)

export async function selectKey(db: Connection, { companyId, id }: { companyId: string; id: string }) {
  const [key] = await db.query<ApiKey>(sql`
    select company_id, id, name, scopes, created_at, revoked_at
    from api_key
    where company_id = ${companyId}
    and id = ${id}
  `)
  return key
}

/** The living key of this hash, whosever it is: the one question asked before the company is known. */
export async function selectKeyByHash(db: Connection, hash: string) {
  const [key] = await db.query<ApiKey>(sql`
    select company_id, id, name, scopes, created_at, revoked_at
    from api_key
    where hash = ${hash}
    and revoked_at is null
  `)
  return key
}
