import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import sql from 'sql-template-tag'
import { addCompany, addEntry, changeCompany, changeEntry, findCompany, findEntry } from '#directory/directory.run.ts'
import { freshDatabase } from '../../test/database.ts'
import { insertJob, insertMessages as insertNotices, NIGHT } from '../../test/deliveries.ts'
import { insertPlace, SAM } from '../../test/rows.ts'
import { NOTHING_ENCLOSED } from './enclosed.run.ts'
import { insertMessages } from './messages.sql.ts'

const { db, drop } = await freshDatabase()
after(drop)
const place = await insertPlace(db)
const { companyId, siteId, otherSiteId } = place
const added = await addEntry(db, 'region', { companyId, name: 'North' }, SAM, NIGHT)
assert.ok(added.ok)
const { id } = added.entry
const region = (set: { replyTo: string | null }) => changeEntry(db, 'region', { companyId, id, set }, SAM, NIGHT)
const company = (replyTo: string | null) => changeCompany(db, companyId, { replyTo }, SAM, NIGHT)

/** Where answers to a message about this site go. */
async function repliesOf(about: string | null): Promise<string | null> {
  const jobId = await insertJob(db, place)
  const [message = ''] = await insertNotices(db, place, jobId, [{ name: 'one' }])
  await db.script('delete from delivery; delete from message')
  const written = {
    companyId,
    id: message,
    subject: 'Hello',
    body: 'Alarm',
    paperId: null,
    siteId: about,
    ...NOTHING_ENCLOSED,
  }
  await insertMessages(db, [written], NIGHT)
  const [row] = await db.query<{ replyTo: string | null }>(sql`select reply_to from message`)
  await db.script('truncate job, notice cascade')
  return row!.replyTo
}

test("answers go where the region of the site says, else where the company says, else to the message's sender", async () => {
  await db.query(sql`update site set region_id = ${id} where company_id = ${companyId} and id = ${siteId}`)
  assert.equal(await repliesOf(siteId), null)
  assert.ok((await company(' Desk@Callout.example ')).ok)
  assert.equal(await repliesOf(siteId), 'desk@callout.example')
  assert.ok((await region({ replyTo: 'North@Callout.example' })).ok)
  assert.equal(await repliesOf(siteId), 'north@callout.example')
  assert.equal(await repliesOf(otherSiteId), 'desk@callout.example')
  assert.equal(await repliesOf(null), null)
})

test('what is no e-mail address is refused, and nothing changes', async () => {
  const before = [await findCompany(db, companyId), await findEntry(db, 'region', { companyId, id })]
  for (const text of ['nobody', 'a@b@c', 'desk@callout.example\r\nBcc: eve@example.com']) {
    const saved = [await company(text), await region({ replyTo: text })]
    assert.deepEqual(
      saved.map(each => !each.ok && each.because),
      ['not-an-email-address', 'not-an-email-address'],
      text,
    )
  }
  assert.deepEqual([await findCompany(db, companyId), await findEntry(db, 'region', { companyId, id })], before)
})

test('a company can be added with it, and can leave it out', async () => {
  const values = { name: 'Bay', timeZone: 'UTC', locale: 'en', country: 'US' }
  const [one, two] = [
    await addCompany(db, { ...values, code: 'ONE', replyTo: 'Bay@Callout.example' }, SAM, NIGHT),
    await addCompany(db, { ...values, code: 'TWO' }, SAM, NIGHT),
  ]
  assert.ok(one.ok && two.ok)
  assert.deepEqual([one.company.replyTo, two.company.replyTo], ['bay@callout.example', null])
})
