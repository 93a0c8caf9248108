import type pg from 'pg'
import sql, { raw } from 'sql-template-tag'
import { startEmbedded, startOrJoin } from './embedded.ts'
import { connect } from './sql.ts'

/** A PostgreSQL server to work on: the embedded one, running from now on, or one of somebody else's. */
export type Server = Readonly<{
  connection: pg.PoolConfig
  version: string
  kind: 'embedded' | 'external'
  close: () => Promise<void>
}>

const OLDEST = 15

export class ServerError extends Error {}

/**
 * Opens the server. With a URL that one is used; otherwise the embedded one in `folder`, started here: `alone`, or
 * `beside` the process that works on it.
 */
export async function openServer(options: {
  url: string | null
  folder: string
  log: (line: string) => void
  as?: 'alone' | 'beside'
}): Promise<Server> {
  if (options.url === null) {
    const { connection, version, stop } = await (options.as === 'beside' ? startOrJoin : startEmbedded)(options)
    return { connection, version, kind: 'embedded', close: stop }
  }
  const connection = { connectionString: options.url, connectionTimeoutMillis: 10_000 }
  const version = await versionOf(connection)
  return { connection, version, kind: 'external', close: async () => {} }
}

async function versionOf(connection: pg.PoolConfig): Promise<string> {
  const db = connect(connection, 1)
  const answer = db.query<{ serverVersion: string }>(sql`show server_version`)
  const [row] = await answer.finally(db.close).catch((error: Error) => {
    throw new ServerError(`The PostgreSQL in DATABASE_URL does not let us in: ${error.message || String(error)}`)
  })
  const version = row!.serverVersion
  if (Number.parseInt(version, 10) < OLDEST) {
    throw new ServerError(`DATABASE_URL names a PostgreSQL ${version}. Callout needs ${OLDEST} or later.`)
  }
  return version
}

/** An empty database of this name on the server, in place of the one that was there. For towns that are built anew. */
export async function freshDatabaseOn({ connection }: Server, name: string): Promise<pg.PoolConfig> {
  const admin = connect(connection, 1)
  await admin.query(sql`drop database if exists ${raw(name)} with (force)`)
  await admin.query(sql`create database ${raw(name)}`)
  await admin.close()
  return named(connection, name)
}

function named(connection: pg.PoolConfig, name: string): pg.PoolConfig {
  if (!connection.connectionString) return { ...connection, database: name }
  const url = new URL(connection.connectionString)
  url.pathname = `/${name}`
  return { ...connection, connectionString: url.href }
}
