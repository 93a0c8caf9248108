import { openServer, type Server } from '#db/open.ts'
import type { Config } from '../config.ts'
import type { Log } from '../station.ts'

/** Opens the PostgreSQL this configuration names: the one in DATABASE_URL, or the embedded one in the data folder. */
export const openConfigured = ({ databaseUrl, dataFolder }: Config, log: Log): Promise<Server> =>
  openServer({ url: databaseUrl, folder: dataFolder, log: line => log('info', line) })

/** The same for a question or a small deed, which needs not wait until a server that is running has been stopped. */
export const openBeside = ({ databaseUrl, dataFolder }: Config, log: Log): Promise<Server> =>
  openServer({ url: databaseUrl, folder: dataFolder, log: line => log('info', line), as: 'beside' })
