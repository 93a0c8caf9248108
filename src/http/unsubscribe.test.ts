import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { linkSecret } from '#delivery/links.run.ts'
import { type Links, openLinks } from '#delivery/links.ts'
import { insertJob, insertMessages } from '../../test/deliveries.ts'
import { insertPlace, type Place } from '../../test/rows.ts'
import { trialDoor } from '../../test/trial-door.ts'

const trial = await trialDoor()
const { db, door } = trial
after(trial.close)

let place: Place
let links: Links
let path: string
before(async () => {
  place = await insertPlace(db)
  await db.query(sql`update company set name = 'Smith & <b>Sons</b>' where id = ${place.companyId}`)
  const jobId = await insertJob(db, place)
  const [id = ''] = await insertMessages(db, place, jobId, [{ name: 'one', address: 'ana@example.com' }])
  links = openLinks({ secret: await linkSecret(db), publicUrl: 'https://x.example', bounceAddress: null })
  path = pathTo({ companyId: place.companyId, id })
})
afterEach(() => db.script('truncate contact cascade'))

const pathTo = (message: { companyId: string; id: string }) => new URL(links.unsubscribeUrl(message)!).pathname
const optedOut = () =>
  db.query(
    sql`select company_id, channel, address, opted_out_because as because from contact where opted_out_at is not null`,
  )
const form = 'application/x-www-form-urlencoded'
const post = (to: string, body: string, type = form) =>
  door.request(to, { method: 'POST', body, headers: { 'content-type': type } })

test('opening the link only asks, and says of which company the mail was', async () => {
  for (const method of ['GET', 'HEAD']) assert.equal((await door.request(path, { method })).status, 200)
  const page = await (await door.request(path)).text()
  assert.match(page, /<html lang="en">/)
  assert.match(page, /<h1>No more e-mail from Smith &amp; &lt;b&gt;Sons&lt;\/b&gt;\?<\/h1>/)
  assert.match(page, /<form method="post">.*>Unsubscribe<\/button>/)
  assert.doesNotMatch(page, /ana@|https?:|<script/)
  assert.deepEqual(await optedOut(), [])
})

const BOUNDARY = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
const WAYS: [sentence: string, body: string, type: string][] = [
  ['the mail program asks for it', 'List-Unsubscribe=One-Click', form],
  ['the mail program asks for it in parts', BOUNDARY, 'multipart/form-data; boundary=b'],
]
for (const [sentence, body, type] of WAYS) {
  test(`W9: when ${sentence}, the address is opted out of this company's mail, once however often`, async () => {
    for (let i = 0; i < 2; i++) {
      const answer = await post(path, body, type)
      assert.equal(answer.status, 200)
      assert.match(await answer.text(), /You are unsubscribed/)
    }
    const because = 'unsubscribed by the link in a message'
    const contact = { companyId: place.companyId, channel: 'email', address: 'ana@example.com', because }
    assert.deepEqual(await optedOut(), [contact])
  })
}

test('anything else that is posted there changes nothing', async () => {
  for (const body of ['', 'List-Unsubscribe=Two-Clicks', 'x=1']) assert.equal((await post(path, body)).status, 400)
  assert.equal((await post(path, '{}', 'application/json')).status, 400)
  assert.equal((await post(path, `List-Unsubscribe=One-Click&x=${'x'.repeat(20_000)}`)).status, 413)
  assert.deepEqual(await optedOut(), [])
})

test('every link that is none of ours leads to the same page', async () => {
  const { companyId } = place
  const foreign = openLinks({ secret: 'another', publicUrl: 'https://x.example', bounceAddress: null })
  const paths = [
    '/unsubscribe/x',
    `${path}x`,
    path.slice(0, -2),
    '/unsubscribe/%00',
    `/unsubscribe/${'A'.repeat(59)}`,
    pathTo({ companyId, id: companyId }),
    new URL(foreign.unsubscribeUrl({ companyId, id: companyId })!).pathname,
  ]
  const pages = await Promise.all(
    paths
      .flatMap(each => [door.request(each), post(each, 'List-Unsubscribe=One-Click')])
      .map(async answer => {
        const { status, headers } = await answer
        return JSON.stringify([status, [...headers], await (await answer).text()])
      }),
  )
  assert.equal(new Set(pages).size, 1)
  assert.match(pages[0]!, /^\[404,/)
  assert.deepEqual(await optedOut(), [])
})

test('its pages tell nobody where they were opened from, keep no cookie, and let no other page in', async () => {
  const { headers } = await door.request(path)
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.equal(headers.get('set-cookie'), null)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.match(
    headers.get('content-security-policy')!,
    /default-src 'self'.*form-action 'self'.*frame-ancestors 'none'/,
  )
})
