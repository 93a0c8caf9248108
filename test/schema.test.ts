import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import sql, { join, raw } from 'sql-template-tag'
import { idFrom } from '#base/id.ts'
import { describeSchema } from '#db/schema.ts'
import { freshDatabase } from './database.ts'

const FILE = new URL('../migrations/schema.sql', import.meta.url)

// After a new migration: UPDATE_SCHEMA=yes npm run stories, and read the difference.
test('migrations/schema.sql is what the migrations add up to', async () => {
  const { db, drop } = await freshDatabase(1)
  const schema = `-- What the migrations add up to. Made by test/schema.test.ts; not run by anything.\n\n${await describeSchema(db)}`
  await drop()
  if (process.env.UPDATE_SCHEMA) writeFileSync(FILE, schema)
  assert.equal(readFileSync(FILE, 'utf8'), schema)
})

// About the server and not about one company; a receipt or a reply may come before we know whose it is, and so may
// somebody who signs in (`auth`).
const OF_THE_SERVER = ['auth', 'company', 'migration', 'carrier_account', 'server_secret', 'receipt', 'reply', 'alarm']

test('every key begins with the company, and every foreign key carries it', () => {
  const tables = readFileSync(FILE, 'utf8')
    .split('\n\n')
    .filter(part => part.startsWith('create table'))
  assert.ok(tables.length > 20)
  for (const table of tables) {
    const name = /^create table (\w+)/.exec(table)![1]!
    if (OF_THE_SERVER.includes(name)) continue
    assert.match(table, /PRIMARY KEY \(company_id\b/, name)
    for (const [, columns] of table.matchAll(/FOREIGN KEY \(([^)]*)\)/g)) assert.match(columns!, /^company_id\b/, name)
  }
})

test('a row is found by its key, and by nothing else, also before a table has statistics', async () => {
  const { db, drop } = await freshDatabase(1)
  // What a foreign key asks, for every table one points to.
  const keys = await db.query<{ name: string; columns: string[] }>(sql`
    select distinct target.oid::regclass::text as name, array(
      select attname::text
      from unnest(k.confkey) with ordinality as key (number, position)
      join pg_attribute on attrelid = target.oid and attnum = key.number
      order by position
    ) as columns
    from pg_constraint k
    join pg_class target on target.oid = k.confrelid
    where k.contype = 'f'`)
  assert.ok(keys.length > 15)
  for (const { name, columns } of keys) {
    const asked = join(
      columns.map((column, i) => raw(`${column} = $${i + 1}`)),
      ' and ',
    )
    await db.script('set plan_cache_mode = force_generic_plan')
    await db.script(`prepare asked as select 1 from only ${name} x where ${asked.text} for key share`)
    const values = columns.map(column => (column === 'version' || column === 'number' ? '1' : `'${idFrom('x')}'`))
    const plan = await db.query<{ queryPlan: string }>(sql`explain execute asked(${raw(values.join(', '))})`)
    await db.script('deallocate asked')
    const told = plan.map(line => Object.values(line)[0]).join('\n')
    assert.match(told, /Index (Only )?Scan/, `${name}: ${told}`)
    assert.doesNotMatch(told, /Filter/, `${name}: ${told}`)
  }
  await drop()
})
