import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sql, { raw } from 'sql-template-tag'
import { type Embedded, startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { connect } from '#db/sql.ts'

// One PostgreSQL for the whole run: the one in DATABASE_URL, or an embedded one in a folder of its own. Test files
// clone the migrated template database, which takes some 30 ms.
const folder = mkdtempSync(join(tmpdir(), 'callout-test-'))
const template = `callout_template_${process.pid}`
let embedded: Embedded | undefined

export async function globalSetup(): Promise<void> {
  const server = await connection()
  const admin = connect(server, 1)
  await admin.query(sql`create database ${raw(template)}`)
  await admin.close()
  const db = connect({ ...server, database: template }, 1)
  await migrate(db, Temporal.Now.instant())
  await db.close()
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
