import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, beforeEach, test } from 'node:test'
import sql from 'sql-template-tag'
import { lockNames } from '#directory/names.run.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { type Import, type Imported, importRules } from './import.run.ts'
import { addRule, listRules } from './rules.run.ts'

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
beforeEach(() => house.db.script('truncate rule, rule_change cascade'))

const HEADER =
  "Owner Type,Owner,Service Type,Notify When,Via,Email Address / Mobile Number,Recipient,Notify Provider,Don't Notify,Period (days),Number of Times"
const GOOD = 'Customer,Hargreaves Timber,Burglar alarm,Dispatched,SMS,0491 570 157,Facilities desk,No,No,,'
const PROVIDER = 'Customer,Hargreaves Timber,All,Incomplete,SMS,,,Yes,No,3,4'
const MUTE = 'Location,Hargreaves Yard,All,All,,,,No,Yes,,'
const BAD = 'Customer,Hargreaves Timbre,All,Dispatched,SMS,0491570157,,,,,'

const fileOf = (...lines: string[]) => new TextEncoder().encode([HEADER, ...lines].join('\r\n'))
async function importing(run: Import['run'], file: Uint8Array, companyId = here.companyId) {
  const imported = await importRules(house.db, { companyId, file, run }, SAM, now)
  assert.ok(imported.ok, JSON.stringify(imported))
  return imported
}
const outcomes = ({ rows }: Extract<Imported, { ok: true }>) => rows.map(({ line, outcome }) => `${line} ${outcome}`)
const rules = (companyId = here.companyId) => listRules(house.db, { companyId, limit: 10_000 })

test('S1.15, S1.16, S1.17, S1.55: the rows of a file become the rules that somebody would have typed', async () => {
  const imported = await importing('whole', fileOf(GOOD, PROVIDER, MUTE))
  assert.deepEqual(outcomes(imported), ['2 made', '3 made', '4 made'])
  const made = await rules()
  assert.deepEqual(made.map(({ id }) => id).sort(), imported.rows.map(({ ruleId }) => ruleId).sort())

  await house.db.script('truncate rule, rule_change cascade')
  for (const { id, version: _, ...typed } of made) {
    const saved = await addRule(house.db, { ...typed, id } as Parameters<typeof addRule>[1], SAM, now)
    assert.deepEqual(saved.ok && saved.rule, { ...typed, id, version: 1 })
  }
  assert.deepEqual(await rules(), made)
  const told = made.map(rule => (rule.does === 'tell' ? [rule.destination, rule.address, rule.everyDays] : rule.does))
  assert.deepEqual(told, [['address', '+61491570157', null], ['provider', null, 3], 'mute'])
})

test('every imported rule is on record with who imported it and when', async () => {
  await importing('whole', fileOf(GOOD, MUTE))
  const changes = await house.db.query<{ version: number; by: object; at: Temporal.Instant; same: boolean }>(sql`
    select change.version, change.by, change.at, change.rule ->> 'id' = rule.id::text as same
    from rule_change change
    join rule on rule.company_id = change.company_id and rule.id = change.rule_id`)
  assert.deepEqual(changes, Array(2).fill({ version: 1, by: SAM, at: now, same: true }))
})

test('a reminder that is imported waits to be spread over the open jobs, as one that is typed does', async () => {
  await importing('whole', fileOf(PROVIDER))
  const [row] = await house.db.query<{ spreadAt: unknown }>(sql`select spread_at from rule`)
  assert.equal(row!.spreadAt, null)
})

test('a dry run says what would become of every row, and makes nothing', async () => {
  assert.deepEqual(outcomes(await importing('dry', fileOf(GOOD, MUTE))), ['2 ready', '3 ready'])
  const dry = await importing('dry', fileOf(GOOD, BAD))
  assert.deepEqual(outcomes(dry), ['2 ready', '3 refused'])
  assert.deepEqual(
    dry.rows.map(({ because, sentence, ruleId }) => [because, sentence, ruleId]),
    [
      [
        null,
        'When a job of type "Burglar alarm" of customer Hargreaves Timber is dispatched, text Facilities desk (+61491570157).',
        null,
      ],
      ['no-such-owner', 'There is no customer "Hargreaves Timbre": did you mean "Hargreaves Timber"?', null],
    ],
  )
  assert.deepEqual(await rules(), [])
})

test('with one row refused nothing is made, unless the good rows are asked for', async () => {
  assert.deepEqual(outcomes(await importing('whole', fileOf(GOOD, BAD))), ['2 ready', '3 refused'])
  assert.deepEqual(await rules(), [])
  assert.deepEqual(outcomes(await importing('partly', fileOf(GOOD, BAD))), ['2 made', '3 refused'])
  assert.equal((await rules()).length, 1)
})

test('the same file a second time adds nothing, and neither does a row that is there twice', async () => {
  const file = fileOf(GOOD, PROVIDER, MUTE, GOOD)
  assert.deepEqual(outcomes(await importing('whole', file)), ['2 made', '3 made', '4 made', '5 there-already'])
  const before = await rules()
  const again = await importing('whole', file)
  assert.deepEqual(new Set(again.rows.map(({ outcome }) => outcome)), new Set(['there-already']))
  assert.deepEqual(again.rows[0]!.ruleId, before[0]!.id)
  assert.deepEqual(await rules(), before)
})

test('two imports of one file at the same moment make its rules once', async () => {
  const both = await Promise.all([importing('whole', fileOf(GOOD, MUTE)), importing('whole', fileOf(GOOD, MUTE))])
  const made = both.flatMap(outcomes).filter(outcome => outcome.endsWith('made'))
  assert.deepEqual([made.length, (await rules()).length], [2, 2])
})

test('a rule that was taken out of use is made anew', async () => {
  await importing('whole', fileOf(GOOD))
  await house.db.query(sql`update rule set removed_at = ${now}`)
  assert.deepEqual(outcomes(await importing('whole', fileOf(GOOD))), ['2 made'])
})

test('S1.52: a row that goes to providers warns of those it cannot reach, as typing it would', async () => {
  const byEmail = 'Customer,Hargreaves Timber,All,Dispatched,Text Email,,,Yes,,,'
  const imported = await importing('dry', fileOf(GOOD, PROVIDER, byEmail, MUTE))
  assert.deepEqual(
    imported.rows.map(({ warnings }) => warnings.map(({ sentence }) => sentence)),
    [
      [],
      ['Second Patrol has no mobile: this text would reach nobody there.'],
      ['Second Patrol has no e-mail address: this e-mail would reach nobody there.'],
      [],
    ],
  )
})

test('another company has other names, other rules, and never ours', async () => {
  await importing('whole', fileOf(GOOD))
  await house.db.query(sql`
    insert into customer (company_id, id, name) values (${elsewhere.companyId}, ${elsewhere.siteId}, 'Only theirs')`)
  const theirs = await importing('whole', fileOf(GOOD), elsewhere.companyId)
  assert.deepEqual(outcomes(theirs), ['2 made'])
  assert.deepEqual([(await rules()).length, (await rules(elsewhere.companyId)).length], [1, 1])
  const ours = await importing('dry', fileOf(GOOD.replace('Hargreaves Timber', 'Only theirs')))
  assert.match(ours.rows[0]!.sentence, /no customer "Only theirs": add it first/)
})

test('entries come of the kinds that are asked for, sites with their address', async () => {
  const { entries } = await lockNames(house.db, here.companyId, ['site', 'provider', 'service-type'])
  const seen = entries.map(({ kind, name, address }) => [kind, name, address].join()).sort()
  assert.deepEqual(seen, [
    'provider,Night Patrol,',
    'provider,Second Patrol,',
    'service-type,Burglar alarm,',
    'service-type,Plumbing,',
    'site,Hargreaves Mill,12 Mill Rd, Orange',
    'site,Hargreaves Yard,3 Dock St, Perth',
  ])
})

test('a file that cannot be read is refused before anything is looked at', async () => {
  const refused = await importRules(house.db, { companyId: 'none', file: new Uint8Array(), run: 'whole' }, SAM, now)
  assert.deepEqual([refused.ok, !refused.ok && refused.because], [false, 'no-rows'])
})

test('the example that is shipped is imported whole', async () => {
  const file = readFileSync(new URL('../../examples/notifications.csv', import.meta.url))
  const { rows } = await importing('whole', file)
  assert.deepEqual([...new Set(rows.map(({ outcome }) => outcome))], ['made'])
})

test('five thousand rows are read, checked and made in one go', async () => {
  const lines = Array.from(
    { length: 5000 },
    (_, i) => `Customer,Hargreaves Timber,All,Dispatched,Text Email,desk${i}@mill.example,,,,,`,
  )
  const { rows } = await importing('whole', fileOf(...lines))
  assert.deepEqual([rows.length, new Set(rows.map(({ outcome }) => outcome)).size], [5000, 1])
  assert.equal((await rules()).length, 5000)
})
