import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Connection } from '#db/sql.ts'
import { addApiKey, revokeApiKey } from '#directory/access.run.ts'
import { SCOPES, type Scope } from '#directory/directory.ts'
import { NOW, type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { doorkeeper, forbids } from './doorkeeper.run.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const byKey = (keeper: ReturnType<typeof doorkeeper>) => (authorization: string) =>
  keeper({ authorization, cookie: undefined })

async function watched() {
  const at = { ticks: 0, asked: 0 }
  const counting: Connection = {
    ...trial.db,
    query: statement => {
      at.asked++
      return trial.db.query(statement)
    },
  }
  const { key, secret } = await addApiKey(
    trial.db,
    { companyId: trial.harbour.id, name: 'Board', scopes: ['read'] },
    NOW,
  )
  const keeper = doorkeeper(counting, { ...trial.rooms, ticks: () => at.ticks })
  return { at, key, authorization: `Bearer ${secret}`, whoIs: byKey(keeper) }
}

test('a busy client costs one question a second, also when its requests come together', async () => {
  const { at, authorization, whoIs } = await watched()
  await Promise.all(Array.from({ length: 50 }, () => whoIs(authorization)))
  assert.equal(at.asked, 1)
  at.ticks = 999
  await whoIs(authorization)
  assert.equal(at.asked, 1)
  at.ticks = 1000
  await whoIs(authorization)
  assert.equal(at.asked, 2)
})

test('a revoked key is refused after a second at the latest', async () => {
  const { at, authorization, whoIs, key } = await watched()
  assert.ok('actor' in (await whoIs(authorization)))
  await revokeApiKey(trial.db, { companyId: trial.harbour.id, id: key.id }, NOW)
  at.ticks = 1000
  const refused = await whoIs(authorization)
  assert.ok('ok' in refused && refused.kind === 'bad-key')
})

test('a key that was refused is asked about again, and a failed question is not remembered', async () => {
  const { at, whoIs } = await watched()
  const gone = `Bearer ${trial.harbour.keys.read.replace(/.$/, last => (last === 'a' ? 'b' : 'a'))}`
  await whoIs(gone)
  assert.equal(at.asked, 0)

  let down = true
  const shaky: Connection = {
    ...trial.db,
    query: statement => (down ? Promise.reject(new Error('Connection terminated')) : trial.db.query(statement)),
  }
  const keeper = byKey(doorkeeper(shaky, { ...trial.rooms, ticks: () => 0 }))
  await assert.rejects(keeper(`Bearer ${trial.harbour.keys.read}`))
  down = false
  assert.ok('actor' in (await keeper(`Bearer ${trial.harbour.keys.read}`)))
})

for (const [has, needs, may] of [
  ['read', 'read', true],
  ['read', 'dispatch', false],
  ['read', 'administer', false],
  ['dispatch', 'read', true],
  ['dispatch', 'dispatch', true],
  ['dispatch', 'administer', false],
  ['administer', 'read', true],
  ['administer', 'dispatch', true],
  ['administer', 'administer', true],
] as [Scope, Scope, boolean][]) {
  test(`a key with "${has}" ${may ? 'may' : 'may not'} do what needs "${needs}"`, () =>
    assert.equal(forbids({ scopes: [has] }, needs) === undefined, may))
}

test('a key without scopes may do nothing', () => {
  for (const scope of SCOPES) assert.equal(forbids({ scopes: [] }, scope)?.status, 403)
})
