import { once } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve as listen } from '@hono/node-server'
import { wallClock } from '#base/time.ts'
import type { Server } from '#db/open.ts'
import { deliveryHealth } from '#delivery/delivery.run.ts'
import { openDoor } from '#http/door.ts'
import type { LogLine } from '#http/doorway.run.ts'
import { forgetRequests } from '#http/requests.run.ts'
import type { Health } from '#http/rooms.ts'
import { countUnplanned } from '#jobs/jobs.run.ts'
import type { Config } from '../config.ts'
import { type House, openHouse } from '../house.ts'
import type { Log } from '../station.ts'
import { openConfigured } from './server.ts'

type Tools = { log: Log; say: (line: string) => void }

/** The door could not be opened; the sentence says what to do. */
export class ServeError extends Error {}

/** Serves until it is told to stop (SIGINT or SIGTERM), then finishes what is under way. */
export async function serve(config: Config, tools: Tools): Promise<void> {
  const { log } = tools
  const server = await openConfigured(config, log)
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
  const forgetting = forgetDaily(house)
  try {
    const door = await openFront(house, config)
    const { port } = door.address() as AddressInfo
    const address = `http://${config.host}:${port}/`
    say(`Callout is open at ${address}`)
    say(
      config.email
        ? 'E-mail goes to the mail server; texts are captured.'
        : 'Everything is captured: nothing leaves this machine.',
    )
    await opened(house, address)
    await toldToStop()
    say('Stopping: finishing what is under way.')
    door.close()
    door.closeIdleConnections()
    await once(door, 'close')
  } finally {
    clearInterval(forgetting)
    await house.close()
    await server.close()
  }
}

const DAY = 86_400_000

/** Answers to repeatable requests are kept for a month; once a day the older ones are forgotten. */
function forgetDaily({ db, clock, log }: House): NodeJS.Timeout {
  const forget = () =>
    forgetRequests(db, clock()).catch(error => log('error', 'old answers were not forgotten', { error: String(error) }))
  return setInterval(forget, DAY).unref()
}

// Milliseconds. A client that dawdles over its request must not hold a connection.
const LIMITS = { requestTimeout: 15_000, headersTimeout: 10_000 }

async function openFront(house: House, { host, port }: Config): Promise<HttpServer> {
  const { db, clock, desk, press, log } = house
  const report = (line: LogLine) => log(line.bug ? 'error' : 'info', 'request', line)
  const app = openDoor({ db, clock, desk, press, health: () => healthOf(house), log: report })
  const door = listen({ fetch: app.fetch, hostname: host, port, serverOptions: LIMITS }) as HttpServer
  await once(door, 'listening').catch((error: Error) => {
    throw new ServeError(`The door cannot be opened at ${host}:${port}: ${error.message}. Set HOST or PORT to another.`)
  })
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
