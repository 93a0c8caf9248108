import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type pg from 'pg'
import { wallClock } from '#base/time.ts'
import type { CarrierConfig } from '#config.ts'
import { type House, openHouse } from '#house.ts'
import { openChanges } from '#http/changes.run.ts'
import { openDoor } from '#http/door.ts'
import { openLog } from '#log.ts'
import { argument, cpuSince, serveParent } from './child.ts'
import { isUndone } from './seed.sql.ts'

// The application in a process of its own, as `serve` opens it, on a database that is running already.
export type AppArgument = Readonly<{
  connection: pg.PoolConfig
  stations: 'by-themselves' | 'by-hand'
  carriers: CarrierConfig
}>

const given = argument<AppArgument>()
const log = openLog('fully')
const house = await openHouse({ ...given, clock: wallClock, log })
const door = await openFront(house)
let since = process.cpuUsage()

serveParent(
  {
    address: async () => ({ port: (door.address() as AddressInfo).port }),
    startCpu: async () => {
      since = process.cpuUsage()
    },
    readCpu: async () => ({ cpu: cpuSince(since) }),
    /** Waits until every event is planned, every notice settled and every delivery ended. `lookEvery`: milliseconds. */
    finish: async ({ lookEvery }: { lookEvery: number }) => {
      while (await isUndone(house.db)) await new Promise(resolve => setTimeout(resolve, lookEvery))
    },
    /** Wakes the stations whose names begin so. */
    nudge: async ({ names }: { names: string }) => {
      for (const station of house.stations) if (station.name.startsWith(names)) station.nudge()
    },
  },
  async () => {
    door.close()
    door.closeAllConnections()
    await house.close()
  },
)

const QUIET = {
  ...{ unplanned: { waiting: 0, oldest: null }, lanes: [], stations: [] },
  ...{ lookedAt: null, alarms: [], channels: [], heartbeat: null },
}

async function openFront({ db, clock, desk, signIn, post, press, webhooks }: House): Promise<Server> {
  const app = openDoor({
    db,
    clock,
    desk,
    signIn,
    post,
    press,
    changes: openChanges(db, clock),
    webhooks,
    health: async () => QUIET,
    log: line => log('info', 'request', line),
  })
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  await once(server, 'listening')
  return server
}
