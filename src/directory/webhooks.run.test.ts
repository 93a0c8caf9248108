import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import {
  addWebhook,
  enableWebhook,
  endpointAt,
  findWebhook,
  hasWebhook,
  listWebhooks,
  noteWebhook,
  removeWebhook,
  rotateSecret,
} from './webhooks.run.ts'

let room: Awaited<ReturnType<typeof freshDatabase>>
let here: Place
let elsewhere: Place
const NOW = at('2026-11-21T00:00:00Z')

before(async () => {
  room = await freshDatabase()
  here = await insertPlace(room.db)
  elsewhere = await insertPlace(room.db, 'XYZ')
})
after(() => room.drop())

const add = async (url: string, { companyId } = here) => {
  const added = await addWebhook(room.db, { companyId, url, by: SAM }, NOW)
  assert.ok(added.ok)
  return added
}
const changesOf = (id: string) =>
  room.db.query<{ by: { name: string }; after: object }>(
    sql`select by, after from directory_change where entry_id = ${id} order by seq`,
  )

test('the secret before signs for a day after the newest, and not a second longer', async () => {
  const { webhook, secret } = await add('https://example.com/turning')
  const rotated = await rotateSecret(room.db, { ...webhook, by: SAM }, NOW)
  assert.ok(rotated.ok)
  const secretsAfter = async (seconds: number) => (await endpointAt(room.db, webhook, later(NOW, seconds)))!.secrets
  assert.deepEqual(await secretsAfter(0), [rotated.secret, secret])
  assert.deepEqual(await secretsAfter(86_399), [rotated.secret, secret])
  assert.deepEqual(await secretsAfter(86_400), [rotated.secret])
})

test('nobody else has it: not another company, and nobody once it is removed, when its secret is forgotten', async () => {
  const { webhook } = await add('https://example.com/mine')
  const { url, id } = webhook
  const theirs = { companyId: elsewhere.companyId, id, url, by: SAM }
  assert.equal(await endpointAt(room.db, theirs, NOW), undefined)
  assert.equal(await findWebhook(room.db, theirs), undefined)
  assert.equal(await hasWebhook(room.db, elsewhere.companyId, url), false)
  for (const tried of [rotateSecret, removeWebhook, enableWebhook])
    assert.deepEqual(await tried(room.db, theirs, NOW), { ok: false, because: 'no-such-webhook' })
  assert.deepEqual(await listWebhooks(room.db, elsewhere.companyId), [])
  assert.ok((await removeWebhook(room.db, { ...webhook, by: SAM }, NOW)).ok)
  assert.equal(await endpointAt(room.db, webhook, NOW), undefined)
  const [row] = await room.db.query(sql`select secret, secret_before from webhook where id = ${id}`)
  assert.deepEqual(row, { secret: '', secretBefore: null })
  assert.notEqual((await add(url)).webhook.id, id)
})

test('every change is kept with who made it; that it was disabled is a change of Callout, that it fails is none', async () => {
  const { webhook } = await add('https://example.com/history')
  const known = () => findWebhook(room.db, webhook).then(found => found!)
  await noteWebhook(room.db, webhook, 'took', NOW)
  await noteWebhook(room.db, webhook, 'failed', NOW)
  assert.equal(`${(await known()).failingSince}`, `${NOW}`)
  // Whoever knew it a moment earlier is not believed over what is written by now.
  await noteWebhook(room.db, webhook, 'failed', later(NOW, 60))
  assert.equal(`${(await known()).failingSince}`, `${NOW}`)
  await noteWebhook(room.db, await known(), 'failed', later(NOW, 5 * 86_400))
  await enableWebhook(room.db, { ...webhook, by: SAM }, later(NOW, 6 * 86_400))
  await enableWebhook(room.db, { ...webhook, by: SAM }, later(NOW, 6 * 86_400))
  const changes = await changesOf(webhook.id)
  assert.deepEqual(
    changes.map(({ by }) => by.name),
    [SAM.name, 'Callout', SAM.name],
  )
  assert.deepEqual(await known(), webhook)
})

test('two who add the same URL at once get one webhook between them', async () => {
  const asked = { companyId: here.companyId, url: 'https://EXAMPLE.com/twice', by: SAM }
  const both = await Promise.all([addWebhook(room.db, asked, NOW), addWebhook(room.db, asked, NOW)])
  assert.deepEqual(both.map(added => (added.ok ? added.webhook.url : added.because)).sort(), [
    'https://example.com/twice',
    'webhook-taken',
  ])
})
