import { once } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve as listen } from '@hono/node-server'
import { BLIND, LOOK_LASTS } from '#audit/alarms.ts'
import type { Look } from '#audit/audit.run.ts'
import { channelsOf } from '#audit/channels.ts'
import { isAfter, later, wallClock } from '#base/time.ts'
import type { Server } from '#db/open.ts'
import { deliveryHealth } from '#delivery/health.run.ts'
import { firstRunPath, needsFirstRun } from '#directory/first-run.run.ts'
import { forgetSessions } from '#directory/sessions.run.ts'
import { type Changes, openChanges } from '#http/changes.run.ts'
import { buildConsole } from '#http/console.run.ts'
import { openDoor } from '#http/door.ts'
import type { LogLine } from '#http/doorway.run.ts'
import { forgetRequests } from '#http/requests.run.ts'
import type { Health, Watched } from '#http/rooms.ts'
import { countUnplanned } from '#jobs/jobs.run.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { hooksOf } from '../carriers.ts'
import { addressOf, type Config } from '../config.ts'
import { type House, openHouse } from '../house.ts'
import type { Log } from '../station.ts'
import { openConfigured } from './server.ts'
import { CommandError } from './trouble.ts'

const { version } = packageJson

type Tools = { log: Log; say: (line: string) => void }

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

function whereItGoes({ email, sms, voice }: Config['carriers']): string {
  const sent = Object.entries({ 'e-mail': email, texts: sms, calls: voice })
  const [open, shut] = [sent.filter(([, { length }]) => length > 0), sent.filter(([, { length }]) => length === 0)]
  if (open.length === 0)
    return 'E-mail, texts and calls are captured: nothing leaves this machine but webhooks that companies add.'
  const named = (some: typeof sent) => some.map(([name]) => name).join(' and ')
  return `Sent for real: ${named(open)}.${shut.length > 0 ? ` Captured: ${named(shut)}.` : ''}`
}

/** Opens the house on this database with its stations at work and its door open, and closes everything when told to. */
export async function serveHouse(config: Config, { server, connection, log, say, opened }: Serving): Promise<void> {
  const building = buildConsole()
  const house = await openHouse({
    connection,
    clock: wallClock,
    log,
    stations: 'by-themselves',
    carriers: config.carriers,
    operators: config.operators,
    heartbeatUrl: config.heartbeatUrl,
    dataFolder: server.kind === 'embedded' ? config.dataFolder : null,
  })
  const forgetting = forgetDaily(house)
  const changes = openChanges(house.db, house.clock)
  try {
    await building
    const door = await openFront({ ...house, changes }, config, server)
    const { port } = door.address() as AddressInfo
    const address = `http://${config.host}:${port}/`
    say(`Callout is open at ${address}`)
    say(whereItGoes(config.carriers))
    await opened(house, address)
    if (await needsFirstRun(house.db)) {
      say(`No administrator yet: open ${addressOf({ ...config, port })}${await firstRunPath(house.db)}`)
    }
    await toldToStop()
    say('Stopping: finishing what is under way.')
    // Whoever watches would watch for ever.
    changes.close()
    await endDoor(door)
  } finally {
    clearInterval(forgetting)
    await house.close()
    await server.close()
  }
}

// Milliseconds for what is under way. A console in a laptop that was shut never takes its last line.
const PATIENCE = 20_000

/** Closes the door when what is under way is done. */
export async function endDoor(door: HttpServer): Promise<void> {
  const patience = setTimeout(() => door.closeAllConnections(), PATIENCE)
  // Again and again: a connection that was answered meanwhile would be kept for the next request.
  const idle = setInterval(() => door.closeIdleConnections(), 100)
  door.close()
  await once(door, 'close')
  clearTimeout(patience)
  clearInterval(idle)
}

const DAY = 86_400_000

/** Answers to repeatable requests are kept for a month, sessions until they end; once a day the older ones are forgotten. */
function forgetDaily({ db, clock, log }: House): NodeJS.Timeout {
  const forget = () =>
    Promise.all([forgetRequests(db, clock()), forgetSessions(db, clock())]).catch(error =>
      log('error', 'old answers and sessions were not forgotten', { error: String(error) }),
    )
  return setInterval(forget, DAY).unref()
}

// Milliseconds. A client that dawdles over its request must not hold a connection. Whoever reads a body gives it less, but
// for a customer with five photos and a slow phone: he needs two minutes.
const LIMITS = { requestTimeout: 150_000, headersTimeout: 10_000 }

/** Opens the door of a house to the network. */
export async function openFront(
  house: House & { changes: Changes },
  { host, port, metricsToken, carriers }: Pick<Config, 'host' | 'port' | 'metricsToken' | 'carriers'>,
  server: Pick<Server, 'version'>,
): Promise<HttpServer> {
  const { db, clock, desk, signIn, post, press, changes, webhooks, links, log } = house
  const { publicUrl } = carriers
  const report = (line: LogLine) => log(line.bug ? 'error' : 'info', 'request', line)
  const build = { version, node: process.version, postgres: server.version }
  const app = openDoor({
    ...{ db, clock, desk, signIn, post, press, changes, webhooks, links, log: report, publicUrl },
    address: () => addressOf({ carriers, host, port: (door.address() as AddressInfo).port }),
    health: () => healthOf(house),
    watched: () => watchedIn(house),
    hooks: hooksOf(carriers),
    metrics: metricsToken === null ? null : { token: metricsToken, build },
  })
  const door = listen({ fetch: app.fetch, hostname: host, port, serverOptions: LIMITS }) as HttpServer
  await once(door, 'listening').catch((error: Error) => {
    throw new CommandError(
      `The door cannot be opened at ${host}:${port}: ${error.message}. Set HOST or PORT to another.`,
    )
  })
  return door
}

async function healthOf(house: House): Promise<Health> {
  const { db, clock } = house
  const { look, stations, heartbeat } = watchedIn(house)
  const [unplanned, lanes] = [await countUnplanned(db), await deliveryHealth(db, clock())]
  return {
    ...{ unplanned, lanes, stations, heartbeat },
    lookedAt: look?.at ?? null,
    alarms: look ? alarmsIn(look, clock()) : [],
    channels: look ? channelsOf(look.facts, clock()) : [],
  }
}

const alarmsIn = ({ at, alarms }: Look, now: Temporal.Instant): Health['alarms'] => [
  ...(isAfter(later(at, LOOK_LASTS), now) ? [] : [{ ...BLIND, since: at }]),
  ...alarms.map(({ id, severity, words, since }) => ({ id, severity, words, since })),
]

const watchedIn = ({ stations, watch: { auditor, heartbeat, tally } }: House): Watched => ({
  look: auditor.last(),
  stations: stations.map(({ name, lastTurn }) => ({ name, lastTurn: lastTurn() ?? null })),
  heartbeat: heartbeat?.last() ?? null,
  counts: tally.counts(),
})

const toldToStop = () =>
  new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
