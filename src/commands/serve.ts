import { once } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve as listen } from '@hono/node-server'
import { wallClock } from '#base/time.ts'
import { openServer, type Server } from '#db/open.ts'
import { deliveryHealth } from '#delivery/delivery.run.ts'
import { openDoor } from '#http/door.ts'
import type { Health } from '#http/rooms.ts'
import { countUnplanned } from '#jobs/jobs.run.ts'
import type { Config } from '../config.ts'
import { type House, openHouse } from '../house.ts'
import type { Log } from '../station.ts'

type Tools = { log: Log; say: (line: string) => void }

/** Serves until it is told to stop (SIGINT or SIGTERM), then finishes what is under way. */
export async function serve(config: Config, tools: Tools): Promise<void> {
  const { log } = tools
  const server = await openServer({
    url: config.databaseUrl,
    folder: config.dataFolder,
    log: line => log('info', line),
  })
  await serveHouse(config, { ...tools, server, connection: server.connection, opened: async () => {} })
}

type Serving = Tools & {
  server: Server
  connection: Server['connection']
  /** Told when the door is open, with the house and the address of the first page. */
  opened: (house: House, address: string) => Promise<void>
}

/** Opens the house on this database with its stations at work and its door open, and closes everything when told to. */
export async function serveHouse(config: Config, { server, connection, log, say, opened }: Serving): Promise<void> {
  const house = await openHouse({ connection, clock: wallClock, log, stations: 'by-themselves', email: config.email })
  const door = await openFront(house, config)
  const { port } = door.address() as AddressInfo
  const address = `http://${config.host}:${port}/`
  say(`Callout is open at ${address}`)
  say(
    config.email
      ? 'E-mail is sent through the configured mail server; texts are captured.'
      : 'Everything is captured: nothing leaves this machine.',
  )
  await opened(house, address)
  await toldToStop()
  say('Stopping: finishing what is under way.')
  door.close()
  door.closeIdleConnections()
  await Promise.all([once(door, 'close'), house.close()])
  await server.close()
}

async function openFront(house: House, { host, port }: Config): Promise<HttpServer> {
  const { db, clock, desk, press, log } = house
  const app = openDoor({
    db,
    clock,
    desk,
    press,
    health: () => healthOf(house),
    log: line => log('info', 'request', line),
  })
  const door = listen({ fetch: app.fetch, hostname: host, port }) as HttpServer
  await once(door, 'listening')
  return door
}

async function healthOf({ db, clock, stations }: House): Promise<Health> {
  const [unplanned, lanes] = [await countUnplanned(db), await deliveryHealth(db, clock())]
  return { unplanned, lanes, stations: stations.map(({ name, lastTurn }) => ({ name, lastTurn: lastTurn() ?? null })) }
}

const toldToStop = () =>
  new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
