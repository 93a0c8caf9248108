import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { newId } from '#base/id.ts'
import { linkSecret } from '#delivery/links.run.ts'
import { type Links, openLinks } from '#delivery/links.ts'
import { freshDatabase } from '../../test/database.ts'
import { insertJob, insertMessages, NIGHT } from '../../test/deliveries.ts'
import { insertPlace } from '../../test/rows.ts'
import { takeBounce } from './bounces.run.ts'

const { db, drop } = await freshDatabase()
let links: Links
let companyId: string
let ids: string[]
before(async () => {
  const place = await insertPlace(db)
  await insertPlace(db, 'OTH')
  companyId = place.companyId
  ids = await insertMessages(db, place, await insertJob(db, place), [{ name: 'a' }, { name: 'b' }])
  await db.query(sql`update delivery set attempts = 3 where company_id = ${companyId}`)
  links = openLinks({ secret: await linkSecret(db), publicUrl: null, bounceAddress: 'bounces@callout.example' })
})
after(drop)

type Written = { to: string; returned?: string; words?: string }
const report = ({ to, returned = '', words = '550 5.1.1 nobody' }: Written) => `From: MAILER-DAEMON@far.example
To: ${to}
Message-ID: <r1@far.example>
Date: Sat, 21 Nov 2026 00:00:05 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; far.example

Final-Recipient: rfc822; ana@example.com
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; ${words}
--b
Content-Type: text/rfc822-headers

Subject: hello
${returned}
--b--
`
const take = (mail: string | Uint8Array) => takeBounce(db, Buffer.from(mail), { links, now: NIGHT })
const receipts = () =>
  db.query<{ deliveryId: string; attempt: number }>(sql`
    select carrier, company_id, delivery_id, attempt, says, code, words, at from receipt order by id`)

test('a bounce becomes a receipt of the attempt its address was made for, once however often it comes', async () => {
  const mail = report({ to: links.bounceAddress({ id: ids[0]!, attempt: 2 })! })
  assert.equal(await take(mail), 'report')
  assert.equal(await take(mail), 'report')
  assert.deepEqual(await receipts(), [
    {
      ...{ carrier: 'bounces', companyId, deliveryId: ids[0], attempt: 2, says: 'not-delivered', code: '5.1.1' },
      ...{ words: '550 5.1.1 nobody', at: NIGHT },
    },
  ])
})

test('a bounce of which only the Message-ID was left is of the latest attempt', async () => {
  assert.equal(
    await take(report({ to: 'x@callout.example', returned: `Message-ID: <${ids[1]}@callout.example>` })),
    'report',
  )
  const [, { deliveryId, attempt } = { deliveryId: '', attempt: 0 }] = await receipts()
  assert.deepEqual([deliveryId, attempt], [ids[1], 3])
})

const NOTHING: [sentence: string, mail: () => string | Uint8Array, because: string][] = [
  ['a forged token', () => report({ to: `bounces+${'0'.repeat(48)}@callout.example` }), 'forged'],
  ['a message of nobody', () => report({ to: links.bounceAddress({ id: newId(), attempt: 1 })! }), 'not-ours'],
  ['an ordinary mail', () => 'Subject: hello\n\nhello', 'not-a-report'],
  ['no mail at all', () => new Uint8Array([0, 255, 0, 255]), 'not-a-report'],
  ['a mail that is nested beyond measure', () => nested(400), 'unreadable'],
]
for (const [sentence, mail, because] of NOTHING) {
  test(`${sentence} leaves no receipt: ${because}`, async () => {
    const { length } = await receipts()
    assert.equal(await take(mail()), because)
    assert.equal((await receipts()).length, length)
  })
}

const nested = (depth: number) => {
  const open = (i: number) => `Content-Type: multipart/mixed; boundary="b${i}"\n\n--b${i}\n`
  return `${Array.from({ length: depth }, (_, i) => open(i)).join('')}\nend`
}

test('of a mail that is nothing but parts no more is read than a report needs', async () => {
  const parts = `Content-Type: multipart/mixed; boundary="b"\n\n${'--b\n\n\n'.repeat(1_000_000)}`
  assert.equal(await take(parts), 'not-a-report')
})

test('a mail of many megabytes is read for what stands at its beginning', async () => {
  const to = links.bounceAddress({ id: ids[0]!, attempt: 3 })!
  const large = Buffer.concat([Buffer.from(report({ to })), Buffer.alloc(8_000_000, 'x')])
  assert.equal(await take(large), 'report')
})
