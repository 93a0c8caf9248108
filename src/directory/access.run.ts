import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { fingerprint } from '#base/code.ts'
import { newId } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import { type ApiKey, insertKey, revokeKey, selectKey, selectKeyByHash, selectKeys } from './access.sql.ts'
import { within } from './directory.run.ts'
import { insertChanges } from './directory.sql.ts'
import { type Actor, CALLOUT, type Scope } from './directory.ts'

export type { ApiKey }

export type NewApiKey = Readonly<{ companyId: string; name: string; scopes: readonly Scope[]; by?: Actor }>

/** Makes a key for a program. This is the only time its secret is seen: we keep a hash of it and nothing else. */
export async function addApiKey(
  db: Connection,
  { companyId, name, scopes, by = CALLOUT }: NewApiKey,
  now: Temporal.Instant,
): Promise<{ key: ApiKey; secret: string }> {
  const key = { companyId, id: newId(), name, scopes, createdAt: now, revokedAt: null }
  const secret = newSecret()
  await within(db, async transaction => {
    await insertKey(transaction, key, fingerprint(secret))
    const change = { companyId, entry: 'api-key', entryId: key.id, before: null, after: key } as const
    await insertChanges(transaction, [change], { by, now })
  })
  return { key, secret }
}

/** Revokes a key for good. Revoking it again changes nothing; a key of another company is no key. */
export function revokeApiKey(
  db: Connection,
  { companyId, id, by = CALLOUT }: { companyId: string; id: string; by?: Actor },
  now: Temporal.Instant,
): Promise<{ ok: true; key: ApiKey } | { ok: false; because: 'no-such-key' }> {
  return within(db, async transaction => {
    const after = await revokeKey(transaction, { companyId, id, now })
    if (after) {
      const change = { companyId, entry: 'api-key', entryId: id, before: { ...after, revokedAt: null }, after } as const
      await insertChanges(transaction, [change], { by, now })
    }
    const key = after ?? (await selectKey(transaction, { companyId, id }))
    return key ? { ok: true, key } : { ok: false, because: 'no-such-key' }
  })
}

/** A company's keys, the revoked ones too; never their secrets. */
export const listApiKeys = (db: Connection, companyId: string): Promise<ApiKey[]> => selectKeys(db, companyId)

/** Who holds this secret and what he may do. A mistyped one is told by its checksum, without asking the database. */
export async function actorOfKey(
  db: Connection,
  secret: string,
): Promise<{ companyId: string; actor: Actor; scopes: readonly Scope[] } | undefined> {
  if (!isWellFormed(secret)) return undefined
  const key = await selectKeyByHash(db, fingerprint(secret))
  return key && { companyId: key.companyId, actor: { kind: 'key', id: key.id, name: key.name }, scopes: key.scopes }
}

// The prefix and the checksum let secret scanners recognise a key that leaked into a repository or a log.
function newSecret(): string {
  const body = `callout_${inBase62(BigInt(`0x${randomBytes(20).toString('hex')}`), 27)}`
  return `${body}_${checksum(body)}`
}

function isWellFormed(secret: string): boolean {
  const [, body, sum] = /^(callout_[0-9A-Za-z]{27})_([0-9A-Za-z]{6})$/.exec(secret) ?? []
  return body !== undefined && sum === checksum(body)
}

const checksum = (body: string): string => inBase62(BigInt(crc32(body)), 6)

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const inBase62 = (value: bigint, length: number): string =>
  length === 0 ? '' : inBase62(value / 62n, length - 1) + DIGITS[Number(value % 62n)]
