import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { STARTING_LAYOUT } from './fields.ts'
import { currentLayout, saveLayout, stylesOf } from './style.run.ts'
import { currentTemplates, saveTemplate } from './templates.run.ts'

let house: Awaited<ReturnType<typeof freshDatabase>>
let here: Place
let elsewhere: Place
const now = at('2026-03-02T02:14:00Z')

before(async () => {
  house = await freshDatabase()
  here = await insertPlace(house.db)
  elsewhere = await insertPlace(house.db, 'XYZ')
})
after(() => house.drop())
beforeEach(() => house.db.script('truncate template, sheet_layout'))

const saveSms = (version: number, body: string, { companyId } = here) =>
  saveTemplate(house.db, { companyId, name: 'sms', language: 'en', version, subject: null, body }, SAM, now)

const smsOf = async ({ companyId }: Place) =>
  (await currentTemplates(house.db, companyId, { name: 'sms', language: 'en' }))[0]!

test('the words and the layout of one company are invisible to another', async () => {
  await saveSms(0, 'ours')
  await saveLayout(house.db, { companyId: here.companyId, version: 0, fields: ['number'] }, SAM, now)
  assert.equal((await smsOf(elsewhere)).version, 0)
  assert.equal((await currentLayout(house.db, elsewhere.companyId)).version, 0)
  const styles = await stylesOf(house.db, [here.companyId, elsewhere.companyId])
  assert.equal(styles.get(here.companyId)!.templates['en/sms']!.body, 'ours')
  assert.deepEqual(styles.get(here.companyId)!.layout, ['number'])
  assert.match(styles.get(elsewhere.companyId)!.templates['en/sms']!.body, /\{\{reasons\}\}/)
  assert.deepEqual(styles.get(elsewhere.companyId)!.layout, STARTING_LAYOUT)
})

test('S1.48: an administrator changes which information is displayed; unknown fields are refused', async () => {
  const { companyId } = here
  assert.deepEqual((await currentLayout(house.db, companyId)).fields, STARTING_LAYOUT)
  const layout = { companyId, version: 0, fields: ['status', 'number', 'notes'] }
  assert.deepEqual(await saveLayout(house.db, layout, SAM, now), { ok: true, version: 1 })
  assert.deepEqual(await currentLayout(house.db, companyId), {
    fields: ['status', 'number', 'notes'],
    version: 1,
    by: SAM,
    at: now,
  })
  const stale = await saveLayout(house.db, layout, SAM, now)
  assert.ok(!stale.ok && stale.because === 'stale')
  assert.ok((await saveLayout(house.db, { ...layout, version: 1, fields: ['number'] }, SAM, now)).ok)
  assert.deepEqual((await currentLayout(house.db, companyId)).fields, ['number'])
  const unknown = await saveLayout(house.db, { companyId, version: 2, fields: ['number', 'colour'] }, SAM, now)
  assert.ok(!unknown.ok && unknown.because === 'unknown-field')
})
