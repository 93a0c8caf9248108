import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import sql from 'sql-template-tag'
import { jpeg, png } from '../../test/pictures.ts'
import { trialDoor } from '../../test/trial-door.ts'

const trial = await trialDoor()
const { db, ask, harbour, other } = trial
const { administer, dispatch, read } = harbour.keys
after(trial.close)

const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')
const changes = (entry: string) =>
  db.query<{ before: object | null; after: Record<string, unknown>; by: { kind: string } }>(
    sql`select before, after, by from directory_change where company_id = ${harbour.id} and entry = ${entry} order by seq`,
  )

test('S5.1: how a person looks is kept, replaced and forgotten, and each is on record without the image', async () => {
  const path = `/people/${harbour.ids.person}/portrait`
  const put = (image: Uint8Array, type = 'image/jpeg') =>
    ask(administer, `PUT ${path}`, image, { 'content-type': type })
  assert.equal((await ask(read, `GET ${path}`)).status, 404)
  for (const image of [jpeg(), jpeg(), jpeg(50, 50)]) assert.equal((await put(image)).status, 200)
  const seen = await trial.door.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${read}` } })
  assert.deepEqual(Buffer.from(await seen.arrayBuffer()), jpeg(50, 50))
  assert.equal((await ask(administer, `DELETE ${path}`)).status, 200)
  assert.equal((await ask(read, `GET ${path}`)).status, 404)
  assert.equal((await ask(administer, `DELETE ${path}`)).status, 404)
  const kept = await changes('portrait')
  assert.deepEqual(
    kept.map(({ before, after: { removed } }) => [before !== null, removed]),
    [
      [false, undefined],
      [true, undefined],
      [true, true],
    ],
  )
  assert.doesNotMatch(JSON.stringify(kept), /ffd8|\/9j/)
})

test('what is no whole picture, or too large, is no portrait', async () => {
  const path = `/people/${harbour.ids.person}/portrait`
  const put = (image: Uint8Array, to = path) => ask(administer, `PUT ${to}`, image, { 'content-type': 'image/png' })
  for (const [image, kind] of [
    [Buffer.from('<svg onload=alert(1)>'), 'not-a-photo'],
    [Buffer.concat([Buffer.from('<html>'), png()]), 'not-a-photo'],
    [png().subarray(0, -12), 'not-a-photo'],
    [png(5000, 5000), 'not-a-photo'],
    [Buffer.concat([png(), Buffer.alloc(2_000_000)]), 'portrait-too-large'],
  ] as const)
    assert.equal(kindOf(await put(image)), kind)
  assert.equal(kindOf(await put(png(), `/people/${other.ids.person}/portrait`)), 'no-such-entry')
  const svg = await ask(administer, `PUT ${path}`, '<svg/>', { 'content-type': 'image/svg+xml' })
  assert.equal(svg.status, 415)
})

test('a complaint is opened and closed once, by whom and when; those that are open stand first, page by page', async () => {
  const { customer: customerId } = harbour.ids
  const ids: string[] = []
  for (const words of ['Came late', 'Left the gate open', 'Was rude']) {
    const opened = await ask(dispatch, 'POST /complaints', { customerId, words })
    assert.equal(opened.status, 201)
    assert.deepEqual([opened.body.words, opened.body.openedBy.kind, opened.body.closedAt], [words, 'key', null])
    ids.push(opened.body.id)
  }
  const [first, second, third] = ids
  const closed = await ask(dispatch, `POST /complaints/${third}/close`, {})
  assert.deepEqual([closed.status, closed.body.closedBy.kind], [200, 'key'])
  assert.equal(kindOf(await ask(dispatch, `POST /complaints/${third}/close`, {})), 'complaint-closed')
  await ask(dispatch, `POST /complaints/${first}/close`, {})
  const listed: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const { body } = await ask(read, `GET /complaints?limit=1${next && `&after=${next}`}`)
    listed.push(...body.items.map(({ id }: { id: string }) => id))
    next = body.next
  }
  assert.deepEqual(listed, [second, third, first])
  assert.deepEqual((await ask(other.keys.read, 'GET /complaints')).body.items, [])
  const elsewhere = await ask(dispatch, 'POST /complaints', { customerId: other.ids.customer, words: 'Not ours' })
  assert.equal(kindOf(elsewhere), 'no-such-customer')
  assert.equal((await changes('complaint')).length, 5)
})

test('S3.3: a program asks for service in the name of a customer; it waits in a list until somebody accepts it', async () => {
  const { site, serviceType, customer } = harbour.ids
  const asked = { siteId: site, words: 'The gate', name: ' Ana ', email: 'ANA@mill.example', phone: '0491 570 156' }
  assert.equal(kindOf(await ask(dispatch, 'POST /requests', asked)), 'no-request-type')
  await ask(administer, 'PATCH /company', { requestTypeId: serviceType })
  const again = { 'idempotency-key': 'once' }
  const [one, two] = [
    await ask(dispatch, 'POST /requests', asked, again),
    await ask(dispatch, 'POST /requests', asked, again),
  ]
  assert.deepEqual([one.status, two.status, two.body.job.id], [201, 201, one.body.job.id])
  assert.deepEqual(one.body.job.requestedBy, { name: 'Ana', email: 'ana@mill.example', phone: '+61491570156' })
  assert.deepEqual([one.body.job.category, one.body.job.customerId], ['requested', customer])
  const waiting = async () =>
    (await ask(read, 'GET /jobs?category=requested')).body.items.map(({ id }: { id: string }) => id)
  assert.deepEqual(await waiting(), [one.body.job.id])
  await ask(dispatch, `POST /jobs/${one.body.job.id}/accept`, {})
  assert.deepEqual(await waiting(), [])
  for (const [wrong, kind] of [
    [{ email: 'no' }, 'not-an-email-address'],
    [{ phone: '12' }, 'not-a-phone-number'],
    [{ siteId: other.ids.site }, 'no-such-entry'],
    [{ appointmentFrom: '2026-11-21T09:00:00Z' }, 'appointment-incomplete'],
    [{ name: ' ' }, 'invalid'],
  ] as const)
    assert.equal(kindOf(await ask(dispatch, 'POST /requests', { ...asked, ...wrong })), kind)
})
