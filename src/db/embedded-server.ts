import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Home, Running } from './embedded-program.ts'
import { isAlive, launch, port } from './embedded-program.ts'
import { EmbeddedError, explain } from './embedded-trouble.ts'

/** The server is up, it is the one of our data folder, and the folder is ours for as long as `client` is connected. */
export type Held = Readonly<{
  client: pg.Client
  pid: number
  version: string
  socketFolder: string
  lost: Promise<void>
}>

type Answer = Held | 'silent' | 'busy'

/**
 * Reaches the server and takes the folder: a server that still runs is taken over, otherwise one is started. PostgreSQL
 * itself judges whether its postmaster.pid is stale; we only ask again while processes of a killed server linger.
 */
export async function hold(home: Home, signal: AbortSignal): Promise<Held> {
  const attempt: Attempt = { quietSince: performance.now(), saidAt: performance.now() }
  let wait = 20
  try {
    for (;;) {
      signal.throwIfAborted()
      const answer = await knock(home)
      if (typeof answer === 'object') return greet(home, answer, attempt)
      if (answer === 'silent') nudge(home, attempt)
      else beg(home, attempt)
      await pause(wait, undefined, { signal })
      wait = Math.min(wait * 1.1, 500)
    }
  } catch (error) {
    // Refused because another process took the folder: then the server we started is the one it uses.
    const ours = !(error instanceof EmbeddedError && error.inUse)
    if (ours && attempt.running && !attempt.running.hasEnded()) await end(attempt.running.pid, home)
    throw error
  }
}

type Attempt = { running?: Running; quietSince: number; saidAt: number }

/** Where the server that another process keeps running is reached, if it is the one of our data folder. */
export async function visit(home: Home): Promise<Pick<Held, 'version' | 'socketFolder'>> {
  const socketFolder = await socketFolderOf(home)
  const client = clientAt(socketFolder)
  await client.connect()
  const version = await recognize(client, home).finally(() => client.end())
  return { version, socketFolder }
}

/** The one the running server noted in its pid file, or the one we would choose. */
const socketFolderOf = async (home: Home) => (await readRecord(home))?.socketFolder ?? home.socketFolder

const clientAt = (socketFolder: string) =>
  new pg.Client({
    ...{ host: socketFolder, port, user: 'callout', database: 'postgres', ssl: false },
    ...{ application_name: `callout ${process.pid}`, connectionTimeoutMillis: 5000 },
  })

/** Says hello on the socket. */
async function knock(home: Home): Promise<Answer> {
  const socketFolder = await socketFolderOf(home)
  const client = clientAt(socketFolder)
  const lost = new Promise<void>(resolve => {
    client.once('end', resolve)
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const version = await recognize(client, home)
    await takeFolder(client, home)
    await makeDatabase(client)
    const pid = (await readRecord(home))?.pid
    return pid === undefined ? 'busy' : { client, pid, version, socketFolder, lost }
  } catch (error) {
    void client.end().catch(() => {})
    return judge(error)
  }
}

/** What the server wrote into postmaster.pid: its process, and on the fifth line the folder of its socket. */
async function readRecord({ cluster }: Home): Promise<{ pid: number; socketFolder: string | undefined } | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , , socketFolder] = text.split('\n')
  return Number(pid) > 0 ? { pid: Number(pid), socketFolder: socketFolder || undefined } : undefined
}

/** A copied data folder carries the pid file of the original, and its server would answer us. */
async function recognize(client: pg.Client, home: Home): Promise<string> {
  const { rows } = await client.query<{ version: string; folder: string }>(
    `select current_setting('server_version') as version, current_setting('data_directory') as folder`,
  )
  const { version, folder } = rows[0]!
  const [theirs, ours] = await Promise.all([stat(folder).catch(() => undefined), stat(home.cluster)])
  if (theirs?.ino === ours.ino && theirs.dev === ours.dev) return version.split(' ')[0]!
  throw new EmbeddedError(
    `${join(home.cluster, 'postmaster.pid')} speaks of the database server that runs in ${folder}. If this folder is ` +
      'a copy of that one, delete this one file and start again; if it was moved, stop that server first.',
  )
}

/** The word "call", and 1 for the data folder. */
const keys: readonly number[] = [0x63616c6c, 1]

/** A killed process frees the folder as soon as the server notices, so we ask for two seconds. */
async function takeFolder(client: pg.Client, home: Home): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [...keys])
    if (rows[0]!.taken) return
    await pause(100)
  }
  const { rows } = await client.query<{ name: string }>(
    `select activity.application_name as name
     from pg_locks
     join pg_stat_activity activity using (pid)
     where locktype = 'advisory' and granted and (classid, objid) = ($1, $2)`,
    [...keys],
  )
  const holder = /^callout (\d+)$/.exec(rows[0]?.name ?? '')?.[1]
  throw new EmbeddedError(
    `The data folder ${home.folder} is in use by ${holder ? `process ${holder}` : 'another process'}. ` +
      'Stop that one first, or give this one its own data folder.',
    true,
  )
}

async function makeDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`select from pg_database where datname = 'callout'`)
  if (rows.length === 0) await client.query('create database callout')
}

const silent = ['ENOENT', 'ECONNREFUSED', 'ENOTDIR']
const busy = ['57P01', '57P02', '57P03', '53300', '55006', 'ECONNRESET', 'EPIPE']

function judge(error: unknown): Answer {
  if (error instanceof EmbeddedError) throw error
  const { code, message } = error as Error & { code?: string }
  if (code === undefined && !/terminated|timeout/i.test(message)) throw error
  if (code === undefined || busy.includes(code)) return 'busy'
  if (silent.includes(code)) return 'silent'
  throw explain('The embedded database refused to work.', `${code}: ${message}`)
}

function greet(home: Home, held: Held, { running }: Attempt): Held {
  const how = running?.pid === held.pid ? 'Started' : 'Took over the running'
  home.log(`${how} PostgreSQL ${held.version} (process ${held.pid})`)
  // The connection alone must not keep a finished program alive.
  attached(held.client).unref()
  return held
}

const soon = /lock file ".*" already exists|pre-existing shared memory block/

function nudge(home: Home, attempt: Attempt): void {
  const { running } = attempt
  const quietFor = performance.now() - attempt.quietSince
  if (running === undefined) {
    attempt.running = start(home)
  } else if (running.hasEnded()) {
    if (quietFor > 20_000 || !soon.test(running.words())) throw didNotStart(home, running)
    attempt.running = start(home)
  } else if (quietFor > 60_000) throw didNotStart(home, running)
}

function didNotStart({ logFile }: Home, running: Running): EmbeddedError {
  return explain(`The embedded database did not start; its log is ${logFile}.`, running.words())
}

/** What keeps data and door safe is said here, where postgresql.conf cannot change it; sizes are set there by initdb. */
function start(home: Home): Running {
  const folder = `"${home.socketFolder.replaceAll('"', '""')}"`
  const door = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'unix_socket_permissions=0700',
    `port=${port}`,
  ]
  const safety = ['fsync=on', 'full_page_writes=on', 'synchronous_commit=on', 'logging_collector=off']
  return launch(home, 'postgres', ['-D', home.cluster, ...[...door, ...safety].flatMap(setting => ['-c', setting])])
}

/** Recovery after a crash may take minutes, and the server says so; we wait for it, and say so every ten seconds. */
function beg(home: Home, attempt: Attempt): void {
  attempt.quietSince = performance.now()
  if (attempt.quietSince - attempt.saidAt < 10_000) return
  attempt.saidAt = attempt.quietSince
  home.log('Waiting for the database server: it is starting, recovering or stopping')
}

/** Stops the server fast: clients are cut off, everything committed is on disk. Without an end after a minute, harder. */
export async function end(pid: number | undefined, home: Home): Promise<void> {
  for (const [signal, seconds] of [['SIGINT', 60] as const, ['SIGQUIT', 10] as const]) {
    if (!send(pid, signal) || (await isGone(pid, home, seconds))) return
    home.log(`The database server (process ${pid}) still runs ${seconds} seconds after it was told to stop`)
  }
  throw new EmbeddedError(
    `The database server (process ${pid}) cannot be stopped. End it yourself, or restart the machine.`,
  )
}

// pg has these since 8.0, its types do not.
const attached = (client: pg.Client) => client as pg.Client & { ref: () => void; unref: () => void }

/** Lets this process live until the connection is over: whoever waits for that waits in vain once it has ended. */
export const seeOff = ({ client }: Held): void => attached(client).ref()

/** Numbers below 2 mean whole groups of processes to kill(2), so they are never sent anything. */
function send(pid: number | undefined, signal: NodeJS.Signals): pid is number {
  if (pid === undefined || pid < 2) return false
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** The pid file goes last. A server that is not our child may stay a zombie for ever where process 1 never collects it. */
async function isGone(pid: number, home: Home, seconds: number): Promise<boolean> {
  for (const until = performance.now() + seconds * 1000; performance.now() < until; await pause(20)) {
    if (!isAlive(pid) || (await readRecord(home))?.pid !== pid) return true
  }
  return false
}
