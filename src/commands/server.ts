import { wallClock } from '#base/time.ts'
import { migrate } from '#db/migrate.ts'
import { openServer, type Server } from '#db/open.ts'
import { connect, type Database } from '#db/sql.ts'
import type { Config } from '../config.ts'
import type { Log } from '../station.ts'

/**
 * Opens the PostgreSQL this configuration names: the one in DATABASE_URL, or the embedded one in the data folder. A
 * question or a small deed asks for it `beside` a server that is running, and need not wait until that is stopped.
 */
export const openConfigured = (
  { databaseUrl, dataFolder }: Config,
  log: Log,
  as: 'alone' | 'beside' = 'alone',
): Promise<Server> => openServer({ url: databaseUrl, folder: dataFolder, log: line => log('info', line), as })

/** Does something small on the configured database, brought to this version, beside a server that may be running. */
export async function onDatabase<Result>(
  config: Config,
  log: Log,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const server = await openConfigured(config, log, 'beside')
  const db = connect(server.connection, 2)
  try {
    await migrate(db, wallClock())
    return await work(db)
  } finally {
    await db.close()
    await server.close()
  }
}
