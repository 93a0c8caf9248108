import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import sql from 'sql-template-tag'
import { file, type Sender, sender } from '../../test/directory-files.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const ask = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.administer, line, body)
const send: Sender = (...asked) => sender(trial)(...asked)
const read = (text: string) => parse(text, { bom: true, columns: true }) as Record<string, string>[]
const changesKept = async () => {
  const [row] = await trial.db.query<{ count: number }>(sql`select count(*) as count from directory_change`)
  return row!.count
}
/** The entry of this name as the API shows it. */
const found = async (path: string, name: string) =>
  (await ask(`GET ${path}?search=${encodeURIComponent(name)}`)).body.items.find(
    (each: { name: string }) => each.name === name,
  )

test('a file of sites has a column for every field, and beside the id of what it names the name of it', async () => {
  const { status, text, headers } = await ask('GET /sites/csv')
  assert.deepEqual([status, headers.get('content-type')], [200, 'text/csv; charset=utf-8'])
  const { ids } = trial.harbour
  assert.deepEqual(read(text), [
    {
      ...{ id: ids.site, name: 'Hargreaves mill', address: '1 Mill Lane, Brookvale', timeZone: 'Australia/Sydney' },
      ...{ customer: 'Hargreaves Timber', customerId: ids.customer },
      ...{ alarmCompany: 'Sentinel Alarms', alarmCompanyId: ids.alarmCompany, region: 'North', regionId: ids.region },
    },
  ])
})

test('a file to be filled in has the heading alone', async () => {
  const { text } = await ask('GET /regions/csv?rows=none')
  assert.equal(text, 'id,name,replyTo,active,requestUrl\r\n')
})

test('lines add entries and change others, which is recorded with who and when', async () => {
  const lines = [
    ['name', 'email', 'mustBeAdvised', 'region', 'headOffice'],
    ['Beta Freight', 'Desk@Beta.Example', 'Yes', ' north ', 'Alpha Freight'],
    ['hargreaves timber', 'office@mill.example', 'x', 'North', ''],
    ['Alpha Freight', '', '', '', ''],
  ]
  const before = await changesKept()
  const dry = await send('/customers/import?dryRun=true', file(...lines))
  assert.deepEqual(
    [dry.stored, dry.summary, await changesKept()],
    [false, 'Nothing was stored, this was a dry run. Of 3 lines: 2 added, 1 changed.', before],
  )
  const { stored, summary, rows } = await send('/customers/import', file(...lines))
  assert.deepEqual([stored, summary], [true, 'Of 3 lines: 2 added, 1 changed.'])
  const beta = await found('/customers', 'Beta Freight')
  const alpha = await found('/customers', 'Alpha Freight')
  const { ids } = trial.harbour
  assert.deepEqual(rows[0], {
    ...{ line: 2, does: 'add', id: beta.id, name: 'Beta Freight', fault: null },
    changes: [
      { field: 'name', from: null, to: 'Beta Freight' },
      { field: 'email', from: null, to: 'desk@beta.example' },
      { field: 'mustBeAdvised', from: null, to: true },
      { field: 'region', from: null, to: 'North' },
      { field: 'takesNotifications', from: null, to: true },
      { field: 'headOffice', from: null, to: 'Alpha Freight' },
    ],
  })
  // In whatever case it is written, the name is that of the entry; and writing it otherwise changes it.
  assert.deepEqual(rows[1].changes, [
    { field: 'name', from: 'Hargreaves Timber', to: 'hargreaves timber' },
    { field: 'mustBeAdvised', from: false, to: true },
    { field: 'region', from: null, to: 'North' },
  ])
  assert.deepEqual([beta.headOfficeId, beta.regionId, alpha.mustBeAdvised], [alpha.id, ids.region, false])
  const [change] = await trial.db.query<Record<string, { kind: string; email?: string }>>(sql`
    select by, before, after from directory_change where entry_id = ${ids.customer} order by seq desc limit 1`)
  assert.deepEqual([change!.by!.kind, await changesKept()], ['key', before + 3])
  assert.partialDeepStrictEqual(change, { before: { mustBeAdvised: false }, after: { mustBeAdvised: true } })

  const again = await send('/customers/import', file(...lines))
  assert.deepEqual([again.summary, await changesKept()], ['Of 3 lines: 3 as before.', before + 3])
})

test('with the id a line renames; what has no column stays, and an empty cell clears what may be empty', async () => {
  const made = (await ask('POST /providers', { name: 'Dawn Patrols', email: 'a@dawn.example', mobile: '0491570156' }))
    .body
  await send('/providers/import', file(['id', 'name', 'email'], [made.id, 'Dusk Patrols', '']))
  const { body } = await ask(`GET /providers/${made.id}`)
  assert.deepEqual(body, { ...made, name: 'Dusk Patrols', email: null })
  const kept = await send(
    '/providers/import',
    file(['id', 'name', 'mobile'], [made.id.toUpperCase(), '', '0491 570 156']),
  )
  assert.equal(kept.rows[0].does, 'same')
})

test('a status is found by its code, and keeps that and its category', async () => {
  const lines = [
    ['code', 'name', 'category'],
    ['wait', 'Waiting for parts', 'in-progress'],
    ['PART', 'Parts ordered', 'In progress'],
    ['OPEN', 'Open', 'complete'],
  ]
  const { rows } = await send('/statuses/import?faults=skip', file(...lines))
  assert.deepEqual(
    rows.map(({ does, fault }: { does: string; fault: string }) => [does, fault]),
    [
      ['fault', 'A status keeps its code and category, for jobs that stand in it would change theirs: add another.'],
      ['add', null],
      ['fault', 'A status keeps its code and category, for jobs that stand in it would change theirs: add another.'],
    ],
  )
  assert.equal((await found('/statuses', 'Parts ordered')).category, 'in-progress')
})

test('with a fault nothing is stored; with faults=skip the other lines are', async () => {
  const lines = file(['name', 'kind'], ['Lock change', 'service'], ['Odd', 'nonsense'])
  const whole = await send('/service-types/import', lines)
  assert.equal(whole.summary, 'Nothing was stored, because a line has a fault. Of 2 lines: 1 added, 1 with a fault.')
  assert.deepEqual([whole.rows[0].id, await found('/service-types', 'Lock change')], [null, undefined])
  const skipping = await send('/service-types/import?faults=skip', lines)
  assert.deepEqual([skipping.summary, skipping.stored], ['Of 2 lines: 1 added, 1 with a fault.', true])
  assert.equal(skipping.rows[0].id, (await found('/service-types', 'Lock change')).id)
})

test('what names an entry whose own line has a fault has one too, however long the chain', async () => {
  const { rows } = await send(
    '/customers/import?faults=skip',
    file(
      ['name', 'email', 'headOffice'],
      ['Leaf', '', 'Branch'],
      ['Branch', '', 'Root'],
      ['Root', 'nobody', ''],
      ['Lone', '', ''],
    ),
  )
  assert.deepEqual(
    rows.map(({ does, fault }: { does: string; fault: string | null }) => [does, fault]),
    [
      ['fault', 'headOffice: It would be added by line 3, which has a fault.'],
      ['fault', 'headOffice: It would be added by line 4, which has a fault.'],
      ['fault', 'email "nobody": This is not an e-mail address. Write it as name@example.com.'],
      ['add', null],
    ],
  )
})

test('a name that several have is a fault that asks for the id; two lines about one entry are one too many', async () => {
  for (let i = 0; i < 2; i++) await ask('POST /regions', { name: 'Twin coast' })
  const lines = [
    ['name', 'active'],
    ['Twin coast', 'no'],
    ['West', ''],
    ['WEST', 'no'],
    ['North', 'yes'],
    ['north', 'no'],
  ]
  const { rows } = await send('/regions/import', file(...lines))
  assert.deepEqual(
    rows.map(({ fault }: { fault: string | null }) => fault),
    [
      'More than one region is called "Twin coast": write its id.',
      null,
      'It is about the same region as line 3: take one away.',
      null,
      'It is about the same region as line 5: take one away.',
    ],
  )
})

test('semicolons and tabs part cells as well; columns nobody knows are named', async () => {
  for (const [parts, name] of [
    [';', 'Semi patrols'],
    ['\t', 'Tab patrols'],
  ] as const) {
    const text = [`name${parts}Colour${parts}EMAIL`, `"${name}"${parts}red${parts}desk@${name[0]}.example`].join('\r\n')
    const { unusedColumns, stored } = await send('/providers/import', text)
    assert.deepEqual([unusedColumns, stored], [['Colour'], true])
    assert.equal((await found('/providers', name)).email, `desk@${name[0]!.toLowerCase()}.example`)
  }
})

test('a repeated request is carried out once; whoever may only look imports nothing', async () => {
  const key = { 'idempotency-key': 'regions-of-May' }
  const first = await send('/regions/import', file(['name'], ['May region']), key)
  assert.deepEqual(await send('/regions/import', file(['name'], ['May region']), key), first)
  assert.equal(first.rows[0].does, 'add')
  const { status } = await trial.ask(trial.harbour.keys.dispatch, 'POST /regions/import', 'name\nx', {
    'content-type': 'text/csv',
  })
  assert.equal(status, 403)
})

test("another company's entries are in no file", async () => {
  await trial.ask(trial.other.keys.administer, 'POST /customers', { name: 'Only theirs' })
  assert.doesNotMatch((await ask('GET /customers/csv')).text, /Only theirs/)
})

test('a head office may be renamed and named anew in one file; a line that is there twice confuses no other', async () => {
  const head = (await ask('POST /customers', { name: 'Old Harbour' })).body
  await ask('POST /customers', { name: 'Old Harbour North', headOfficeId: head.id })
  const lines = [
    ['id', 'name', 'headOffice', 'headOfficeId'],
    [head.id, 'New Harbour', '', ''],
    ['', 'Old Harbour North', 'New Harbour', head.id],
    ['', 'Harbour South', 'New Harbour', ''],
    ['', 'Harbour East', 'Harbour South', ''],
    ['', 'Harbour South', '', ''],
  ]
  const { rows } = await send('/customers/import?faults=skip', file(...lines))
  assert.deepEqual(
    rows.map(({ does, fault }: { does: string; fault: string | null }) => [does, fault]),
    [
      ...[
        ['change', null],
        ['same', null],
        ['add', null],
        ['add', null],
      ],
      ['fault', 'It is about the same customer as line 4: take one away.'],
    ],
  )
  assert.equal((await found('/customers', 'Harbour South')).headOfficeId, head.id)
})
