import { chmod, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { migrate } from '#db/migrate.ts'
import { freshDatabaseOn, openServer } from '#db/open.ts'
import { connect, type Database } from '#db/sql.ts'
import { settingOf } from '../bench/ground.sql.ts'
import { clear } from '../bench/ground.ts'
import { family } from '../bench/memory.ts'

/** The embedded PostgreSQL as production starts it, durable, and kept running however often it is killed. */
export type Ground = Readonly<{
  folder: string
  version: string
  connection: pg.PoolConfig
  db: Database
  /** SIGKILL for the postmaster and everything it started. What keeps it running starts it again. */
  kill: () => Promise<void>
  /** The same again and again until it is done: the database may be away meanwhile. The work must not mind a second time. */
  insist: <Result>(work: () => Promise<Result>) => Promise<Result>
  close: () => Promise<void>
}>

export async function openGround(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'callout-chaos-'))
  await chmod(folder, 0o711)
  const server = await openServer({ url: null, folder, log: () => {} })
  const connection = await freshDatabaseOn(server, 'chaos')
  const db = connect({ ...connection, connectionTimeoutMillis: 5000 }, 3)
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const value = await settingOf(db, setting)
    if (value !== 'on') throw new Error(`${setting} is ${value}: what is committed would not outlive a crash.`)
  }
  await migrate(db, Temporal.Now.instant())
  return {
    ...{ folder, version: server.version, connection, db, insist },
    kill: () => killServer(folder),
    close: async () => {
      await db.close()
      await server.close()
      await clear(folder)
    },
  }
}

async function killServer(folder: string): Promise<void> {
  const record = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
  const postmaster = Number(record.split('\n')[0])
  if (!postmaster) return
  for (const pid of process.platform === 'linux' ? family(postmaster) : [postmaster]) signal(pid, 'SIGKILL')
}

/** Sends a signal to a process that may have ended by itself. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function insist<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries > 300) throw error
      await pause(100)
    }
  }
}
