import { setTimeout as pause } from 'node:timers/promises'
import { prepareHome, sweep } from './embedded-cluster.ts'
import type { Home } from './embedded-program.ts'
import { port } from './embedded-program.ts'
import type { Held } from './embedded-server.ts'
import { end, hold, seeOff, visit } from './embedded-server.ts'
import { EmbeddedError } from './embedded-trouble.ts'

/** A PostgreSQL of our own that runs in the data folder and is kept running until `stop`. */
export type Embedded = Readonly<{
  /** How `pg` connects: host is the socket folder, database is `callout`. It stays the same when the server restarts. */
  connection: Readonly<{ host: string; port: number; user: string; database: string; ssl: false }>
  /** The major and minor version of the server, e.g. "18.4". */
  version: string
  /** Stops the server; everything committed is on disk. Close your own connections first. */
  stop: () => Promise<void>
}>

/**
 * Starts PostgreSQL in the data folder, makes the folder on first use, and takes over a server that a killed process
 * left running. One process at a time: a second one is refused. Throws `EmbeddedError`, whose message says what to do.
 */
export async function startEmbedded(options: { folder: string; log?: (line: string) => void }): Promise<Embedded> {
  const home = await prepareHome(options.folder, options.log ?? (() => {}))
  const over = new AbortController()
  const held = await hold(home, over.signal)
  await sweep(home).catch(error => home.log(`Something an interrupted start left could not be removed: ${error}`))
  const life: Life = { home: { ...home, socketFolder: held.socketFolder }, held, over }
  const watching = watch(life)
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= finish(life, watching))
  return { connection: connectionTo(held.socketFolder), version: held.version, stop }
}

/**
 * The same beside another process, whose server it is and stays: used while that one runs, and left alone by `stop`.
 * Starts the server as ever when nobody works on the folder.
 */
export async function startOrJoin(options: { folder: string; log: (line: string) => void }): Promise<Embedded> {
  try {
    return await startEmbedded(options)
  } catch (error) {
    if (!(error instanceof EmbeddedError && error.inUse)) throw error
    const { socketFolder, version } = await visit(await prepareHome(options.folder, options.log))
    return { connection: connectionTo(socketFolder), version, stop: async () => {} }
  }
}

const connectionTo = (host: string) => ({ host, port, user: 'callout', database: 'callout', ssl: false }) as const

/** `held` is missing while the server is away. */
type Life = { home: Home; held: Held | undefined; over: AbortController }

/** Losing the connection that holds the folder is how a dead server is noticed, be it our child or not. */
async function watch(life: Life): Promise<void> {
  const { signal } = life.over
  for (let deaths = 0; life.held; ) {
    const since = performance.now()
    await life.held.lost
    if (signal.aborted) return
    life.held = undefined
    life.home.log('The database server went away; starting it again')
    deaths = performance.now() - since < 60_000 ? deaths + 1 : 0
    await pause(Math.min(deaths * 100, 2000), undefined, { signal }).catch(() => {})
    life.held = await holdAgain(life)
    if (life.held && signal.aborted) await end(life.held.pid, life.home)
  }
}

async function holdAgain({ home, over }: Life): Promise<Held | undefined> {
  for (let wait = 500; !over.signal.aborted; wait = Math.min(wait * 2, 10_000)) {
    try {
      return await hold(home, over.signal)
    } catch (error) {
      if (over.signal.aborted) break
      home.log(`${error instanceof EmbeddedError ? error.message : error}\nTrying again in ${wait} ms`)
    }
    await pause(wait, undefined, { signal: over.signal }).catch(() => {})
  }
  return undefined
}

async function finish(life: Life, watching: Promise<void>): Promise<void> {
  life.over.abort()
  if (life.held) {
    seeOff(life.held)
    await end(life.held.pid, life.home)
  }
  await watching
}
