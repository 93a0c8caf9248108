import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
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

test('every key begins with the company, and every foreign key carries it', () => {
  const tables = readFileSync(FILE, 'utf8')
    .split('\n\n')
    .filter(part => part.startsWith('create table'))
  assert.ok(tables.length > 20)
  for (const table of tables) {
    const name = /^create table (\w+)/.exec(table)![1]!
    if (name === 'company' || name === 'migration') continue
    assert.match(table, /PRIMARY KEY \(company_id\b/, name)
    for (const [, columns] of table.matchAll(/FOREIGN KEY \(([^)]*)\)/g)) assert.match(columns!, /^company_id\b/, name)
  }
})
