import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { migrate } from '#db/migrate.ts'
import { freshDatabaseOn, openServer } from '#db/open.ts'
import { connect, type Database } from '#db/sql.ts'
import { makeTemplate, settingOf } from './ground.sql.ts'

/** An embedded PostgreSQL in a folder of its own, durable as in production. */
export type Ground = Readonly<{
  version: string
  /** A migrated, empty database of this name, and a pool on it. */
  database: (name: string) => Promise<{ connection: pg.PoolConfig; db: Database }>
  /** A copy of a database nobody is connected to. */
  copy: (from: string, name: string) => Promise<pg.PoolConfig>
  /** Makes every measurement begin right after a checkpoint: each then pays for the same first writes. */
  checkpoint: () => Promise<void>
  close: () => Promise<void>
}>

/** Starts the server and refuses one that would not be durable: then the numbers would mean nothing. */
export async function openGround(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'callout-bench-'))
  await chmod(folder, 0o711)
  const server = await openServer({ url: null, folder, log: () => {} })
  const admin = connect(server.connection, 1)
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const value = await settingOf(admin, setting)
    if (value !== 'on') throw new Error(`${setting} is ${value}: these would not be durable changes.`)
  }
  return {
    version: server.version,
    database: async name => {
      const connection = await freshDatabaseOn(server, name)
      const db = connect(connection, 4)
      await migrate(db, Temporal.Now.instant())
      return { connection, db }
    },
    copy: async (from, name) => {
      await makeTemplate(admin, from, name)
      return { ...server.connection, database: name }
    },
    checkpoint: () => admin.script('checkpoint'),
    close: async () => {
      await admin.close()
      await server.close()
      await clear(folder)
    },
  }
}

/** The last process of a stopped server may still be putting something away. */
export const clear = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
