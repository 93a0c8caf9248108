import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import sql, { raw } from 'sql-template-tag'
import { type Embedded, startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { connect } from '#db/sql.ts'
import { buildConsole } from '#http/console.run.ts'
import { shortLived } from './memory.ts'

// One PostgreSQL for the whole run: the one in DATABASE_URL, or an embedded one in a folder of its own, in memory
// where that can be. Test files clone the migrated template database, which takes some 30 ms there.
const folder = mkdtempSync(join(shortLived(), 'callout-test-'))
const template = `callout_template_${process.pid}`
let embedded: Embedded | undefined

// Every test file is a process of its own and reads half the house: what one has compiled the others need not.
const compiled = new URL('../node_modules/.cache/callout-tests', import.meta.url).pathname

export async function globalSetup(): Promise<void> {
  const building = buildConsole()
  const server = await connection()
  const admin = connect(server, 1)
  await admin.query(sql`create database ${raw(template)}`)
  await admin.close()
  const db = connect({ ...server, database: template }, 1)
  await migrate(db, Temporal.Now.instant())
  await db.close()
  await building
  process.env.NODE_COMPILE_CACHE ??= compiled
  process.env.CALLOUT_TEST_DATABASE = JSON.stringify({ server, template })
}

export async function globalTeardown(): Promise<void> {
  const admin = connect(await connection(), 1)
  await admin.query(sql`drop database ${raw(template)}`)
  await admin.close()
  await embedded?.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function connection() {
  const url = process.env.DATABASE_URL
  if (url) {
    const { hostname, port, username, password, pathname, searchParams } = new URL(url)
    const host = searchParams.get('host') ?? hostname
    return { host, port: Number(port || 5432), user: username, password, database: pathname.slice(1) || 'postgres' }
  }
  embedded ??= await startEmbedded({ folder })
  return embedded.connection
}
