import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import sql from 'sql-template-tag'
import { idFrom } from '#base/id.ts'
import type { Language } from '#base/language.ts'
import type { Connection } from '#db/sql.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { OURS } from './built-in.run.ts'
import { stylesOf } from './style.run.ts'
import { BUILT_IN } from './template-names.ts'
import { currentTemplates, restoreTemplate, saveTemplate, templateVersions } from './templates.run.ts'

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
beforeEach(() => house.db.script('truncate template, rule cascade'))

type Ask = { name?: string; language?: Language; subject?: string | null; companyId?: string }
const keyOf = ({ name = 'sms', language = 'en', companyId = here.companyId }: Ask) => ({ companyId, name, language })
const save = (version: number, body: string, ask: Ask = {}) =>
  saveTemplate(house.db, { ...keyOf(ask), version, subject: ask.subject ?? null, body }, SAM, now)
const restore = (version: number, of: number, ask: Ask = {}) =>
  restoreTemplate(house.db, { ...keyOf(ask), version, of }, SAM, now)
const current = async (ask: Ask = {}) => {
  const { companyId, ...wanted } = keyOf(ask)
  return (await currentTemplates(house.db, companyId, wanted))[0]
}
const because = (saved: { ok: boolean; because?: string }) => (saved.ok ? 'ok' : saved.because)

test("a company starts with the words Callout came with, in every language, its own language's first", async () => {
  const templates = await currentTemplates(house.db, here.companyId)
  assert.equal(templates.length, BUILT_IN.length)
  assert.deepEqual([templates[0]!.name, templates[0]!.language], ['sms', 'en'])
  for (const { body, subject, builtIn, version, by } of templates)
    assert.deepEqual([{ body, subject }, version, by], [builtIn, 0, null])
  await house.db.query(sql`update company set locale = 'fr-FR' where id = ${elsewhere.companyId}`)
  const [first] = await currentTemplates(house.db, elsewhere.companyId)
  assert.equal(first!.language, 'fr')
})

test('a company writes its own words in each language; every version is kept with who and when', async () => {
  assert.deepEqual(await save(0, 'first {{number}}'), { ok: true, version: 1 })
  assert.deepEqual(await save(1, 'second {{number}}'), { ok: true, version: 2 })
  assert.deepEqual(await save(0, 'auf Deutsch {{number}}', { language: 'de' }), { ok: true, version: 1 })
  const { body, version, by, at: when, builtIn, restores } = (await current())!
  assert.deepEqual([body, version, by, when, restores], ['second {{number}}', 2, SAM, now, null])
  assert.match(builtIn!.body, /\{\{company\}\}/)
  assert.equal((await current({ language: 'de' }))!.body, 'auf Deutsch {{number}}')
  assert.equal((await current({ language: 'fr' }))!.version, 0)
  const versions = await templateVersions(house.db, keyOf({}))
  assert.deepEqual(
    versions!.map(each => [each.version, each.by?.name ?? null, each.body]),
    [
      [2, SAM.name, 'second {{number}}'],
      [1, SAM.name, 'first {{number}}'],
      [0, null, OURS['en/sms']!.body],
    ],
  )
})

test('a template that cannot work is refused and changes nothing', async () => {
  assert.equal(because(await save(0, '{{nmber}}')), 'unknown-tag')
  assert.equal(because(await save(0, 'x', { name: 'fax' })), 'unknown-template')
  assert.equal(because(await save(0, 'x', { name: 'closed' })), 'subject-missing')
  assert.equal((await current())!.version, 0)
  assert.equal(await templateVersions(house.db, keyOf({ name: 'fax' })), undefined)
})

test('nobody overwrites a version he has not seen, be it by writing or by restoring', async () => {
  await save(0, 'first')
  for (const version of [0, 2, -1]) {
    assert.equal(because(await save(version, 'late')), 'stale', `from version ${version}`)
    assert.equal(because(await restore(version, 1)), 'stale', `from version ${version}`)
  }
  const both = await Promise.all([save(1, 'mine'), restore(1, 1)])
  assert.equal(both.filter(({ ok }) => ok).length, 1)
  assert.equal((await current())!.version, 2)
})

test('S3.12: an older version comes back as a new one that says so', async () => {
  await save(0, 'first')
  await save(1, 'second')
  assert.deepEqual(await restore(2, 1), { ok: true, version: 3 })
  const { body, restores } = (await current())!
  assert.deepEqual([body, restores], ['first', 1])
  assert.equal(because(await restore(3, 7)), 'no-such-version')
  assert.equal(because(await restore(0, 1, { name: 'fax' })), 'unknown-template')
})

test('S3.12: going back to ours follows ours from then on, and can itself be undone', async () => {
  await save(0, 'first')
  assert.deepEqual(await restore(1, 0), { ok: true, version: 2 })
  const ours = (await current())!
  assert.deepEqual([ours.body, ours.version, ours.restores], [OURS['en/sms']!.body, 2, 0])
  // Words of an older Callout are not kept for ever.
  await house.db.query(sql`update template set body = 'ours of last year' where version = 2`)
  const styles = await stylesOf(house.db, [here.companyId])
  assert.equal(styles.get(here.companyId)!.templates['en/sms']!.body, OURS['en/sms']!.body)
  assert.deepEqual(await restore(2, 1), { ok: true, version: 3 })
  assert.equal((await current())!.body, 'first')
  assert.deepEqual(await restore(3, 2), { ok: true, version: 4 })
  assert.equal((await current())!.restores, 0)
})

test('an old version whose tag is none any more is not brought back', async () => {
  await save(0, 'first')
  await house.db.query(sql`update template set body = '{{shoeSize}}'`)
  assert.equal(because(await restore(1, 1)), 'unknown-tag')
})

const insertRule = (via: string, { companyId, customerId } = here) =>
  house.db.query(sql`
    insert into rule (company_id, id, version, owner_kind, owner_id, does, occasion, via, destination, address,
                      active, leaves_out_cancelled)
    values (${companyId}, ${ruleId(via)}, 1, 'customer', ${customerId}, 'tell', 'dispatched', ${via}, 'address', 'x', true, false)`)
const ruleId = (via: string) => idFrom('rule', via)

test('S5.2: a rule has words of its own, in the way it tells and in no other, if it is a rule of the company', async () => {
  for (const via of ['sms', 'text-email', 'pdf-email', 'call', 'webhook']) await insertRule(via)
  const saved = async (via: string, suffix: string, subject: string | null, companyId = here.companyId) =>
    because(await save(0, '{{number}}', { name: `rule-${ruleId(via)}${suffix}`, subject, companyId }))
  assert.equal(await saved('sms', '', 'x'), 'other-channel')
  assert.equal(await saved('sms', '.call', null), 'other-channel')
  assert.equal(await saved('webhook', '.sms', null), 'other-channel')
  assert.equal(await saved('nobody', '.sms', null), 'no-such-rule')
  assert.equal(await saved('sms', '.sms', null, elsewhere.companyId), 'no-such-rule')
  assert.equal(await saved('text-email', '', null), 'subject-missing')
  for (const [via, suffix, subject] of [
    ['sms', '.sms', null],
    ['text-email', '', 'x'],
    ['pdf-email', '', 'x'],
    ['call', '.call', null],
  ] as const)
    assert.equal(await saved(via, suffix, subject), 'ok', via)
  const own = (await currentTemplates(house.db, here.companyId)).filter(({ name }) => name.startsWith('rule-'))
  assert.deepEqual([own.length, own[0]!.builtIn], [4, null])
  assert.equal((await currentTemplates(house.db, elsewhere.companyId)).length, BUILT_IN.length)
})

test('S5.2: a rule can be left without words of its own again', async () => {
  await insertRule('sms')
  const name = `rule-${ruleId('sms')}.sms`
  assert.equal(because(await restore(0, 0, { name })), 'no-such-version')
  await save(0, 'own', { name })
  assert.deepEqual(await restore(1, 0, { name }), { ok: true, version: 2 })
  assert.equal(await current({ name }), undefined)
  const styles = await stylesOf(house.db, [here.companyId], [ruleId('sms')])
  assert.ok(!(`en/${name}` in styles.get(here.companyId)!.templates))
  assert.deepEqual(await restore(2, 1, { name }), { ok: true, version: 3 })
  assert.equal((await current({ name }))!.body, 'own')
})

test('however many rules have words of their own, a batch reads those of the rules it names, in two statements', async () => {
  await house.db.query(sql`
    insert into template (company_id, name, language, version, body, by, at)
    select ${here.companyId}, 'rule-' || gen_random_uuid() || '.sms', 'de', 1, 'own', '{}', ${now}
    from generate_series(1, 2000)`)
  await insertRule('sms')
  await save(0, 'own', { name: `rule-${ruleId('sms')}.sms` })
  let statements = 0
  const counting: Connection = {
    ...house.db,
    query: statement => {
      statements++
      return house.db.query(statement)
    },
  }
  const styles = await stylesOf(counting, [here.companyId, elsewhere.companyId], [ruleId('sms')])
  const shelf = styles.get(here.companyId)!.templates
  assert.equal(Object.keys(shelf).length, BUILT_IN.length + 1)
  assert.deepEqual([statements, styles.get(elsewhere.companyId)!.templates], [2, OURS])
})
