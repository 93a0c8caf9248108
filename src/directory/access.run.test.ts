import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { newId } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import { freshDatabase } from '../../test/database.ts'
import { actorOfKey, addApiKey, listApiKeys, revokeApiKey } from './access.run.ts'
import { addCompany } from './directory.run.ts'
import { type Actor, CALLOUT } from './directory.ts'

const now = Temporal.Instant.from('2026-11-20T22:00:00Z')
const ruth: Actor = { kind: 'person', id: 'ruth', name: 'Ruth Adeyemi' }
const settings = { timeZone: 'Australia/Sydney', locale: 'en-AU', country: 'AU' }

let house: Awaited<ReturnType<typeof freshDatabase>>
let ours: string
let theirs: string
before(async () => {
  house = await freshDatabase()
  ours = await newCompany('HRB')
  theirs = await newCompany('OTH')
})
after(() => house.drop())

async function newCompany(code: string): Promise<string> {
  const added = await addCompany(house.db, { ...settings, name: code, code }, CALLOUT, now)
  assert.ok(added.ok)
  return added.company.id
}

const board = () => ({ companyId: ours, name: 'Board', scopes: ['read', 'dispatch'] as const, by: ruth })

test('a key says whose it is and what it may do', async () => {
  const { key, secret } = await addApiKey(house.db, board(), now)
  assert.match(secret, /^callout_[0-9A-Za-z]{27}_[0-9A-Za-z]{6}$/)
  assert.deepEqual(await actorOfKey(house.db, secret), {
    companyId: ours,
    actor: { kind: 'key', id: key.id, name: 'Board' },
    scopes: ['read', 'dispatch'],
  })
})

test('T11: the secret is nowhere in the database, in no list and in no record', async () => {
  const { secret } = await addApiKey(house.db, board(), now)
  const [, random] = secret.split('_')
  const kept = await house.db.query(sql`select to_jsonb(k) as row from api_key k`)
  const records = await house.db.query(sql`select to_jsonb(c) as row from directory_change c`)
  const told = JSON.stringify([kept, records, await listApiKeys(house.db, ours)])
  assert.ok(!told.includes(random!))
})

test('a revoked key opens nothing, and it is on record who gave and who revoked it', async () => {
  const { key, secret } = await addApiKey(house.db, board(), now)
  const revoked = { ok: true, key: { ...key, revokedAt: now } }
  assert.deepEqual(await revokeApiKey(house.db, { companyId: ours, id: key.id, by: ruth }, now), revoked)
  assert.deepEqual(await revokeApiKey(house.db, { companyId: ours, id: key.id }, now.add({ hours: 1 })), revoked)
  assert.equal(await actorOfKey(house.db, secret), undefined)
  assert.deepEqual(
    (await listApiKeys(house.db, ours)).find(({ id }) => id === key.id),
    revoked.key,
  )
  const records = await house.db.query<{ by: Actor }>(sql`
    select by from directory_change where entry = 'api-key' and entry_id = ${key.id}
  `)
  assert.deepEqual(records, [{ by: ruth }, { by: ruth }])
})

test('a key of another company can be neither seen nor revoked', async () => {
  const { key, secret } = await addApiKey(house.db, board(), now)
  assert.deepEqual(await listApiKeys(house.db, theirs), [])
  for (const id of [key.id, newId()]) {
    const refused = await revokeApiKey(house.db, { companyId: theirs, id }, now)
    assert.deepEqual(refused, { ok: false, because: 'no-such-key' })
  }
  assert.ok(await actorOfKey(house.db, secret))
})

test('a mistyped secret is refused without asking the database, a made-up one after asking', async () => {
  let asked = 0
  const counting: Connection = {
    ...house.db,
    query: async statement => {
      asked++
      return house.db.query(statement)
    },
  }
  const { secret } = await addApiKey(house.db, board(), now)
  const changed = secret.replace(/_(.)/, (_, first: string) => `_${first === 'a' ? 'b' : 'a'}`)
  for (const wrong of [changed, secret.slice(0, -1), `${secret} `, secret.toLowerCase(), '', 'callout', `x${secret}`])
    assert.equal(await actorOfKey(counting, wrong), undefined)
  assert.equal(asked, 0)

  const { key, secret: gone } = await addApiKey(house.db, board(), now)
  await house.db.query(sql`delete from api_key where company_id = ${ours} and id = ${key.id}`)
  assert.equal(await actorOfKey(counting, gone), undefined)
  assert.equal(asked, 1)
})

test('no two secrets are alike', async () => {
  const secrets = await Promise.all(Array.from({ length: 20 }, () => addApiKey(house.db, board(), now)))
  assert.equal(new Set(secrets.map(({ secret }) => secret)).size, 20)
})
