import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import sql, { raw } from 'sql-template-tag'
import { connect, type Database } from '#db/sql.ts'

/** A migrated, empty database of this test's own on a real PostgreSQL; `drop` closes and removes it. */
export async function freshDatabase(
  connections = 10,
): Promise<{ db: Database; connection: pg.PoolConfig; drop: () => Promise<void> }> {
  const given = process.env.CALLOUT_TEST_DATABASE
  if (!given) throw new Error('Run tests with --test-global-setup=test/setup.ts: it starts their PostgreSQL.')
  const { server, template } = JSON.parse(given) as { server: pg.PoolConfig; template: string }
  const database = `callout_test_${randomUUID().replaceAll('-', '')}`
  const admin = connect(server, 1)
  await admin.query(sql`create database ${raw(database)} template ${raw(template)}`)
  const connection = { ...server, database }
  const db = connect(connection, connections)
  const drop = async () => {
    await db.close()
    await admin.query(sql`drop database ${raw(database)} with (force)`)
    await admin.close()
  }
  return { db, connection, drop }
}
