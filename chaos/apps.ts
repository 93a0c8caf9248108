import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { AppArgument } from './app.ts'
import { signal } from './database.ts'

/** What was done to one process of the application. Milliseconds since 1970. */
export type Blow = Readonly<{ name: string; as: 'killed' | 'frozen'; from: number; until: number }>

export type Apps = Readonly<{
  /** Kills one that is open by SIGKILL; another takes its place. */
  kill: (chance: number) => Promise<void>
  killAll: () => void
  /** Stops one for so many milliseconds, in which it hears and says nothing. */
  freeze: (chance: number, milliseconds: number) => Promise<void>
  /** Waits until so many are open. */
  open: (count: number) => Promise<void>
  blows: readonly Blow[]
  /** Those that ended although nobody killed them, after they were open, with their last words. */
  fallen: readonly string[]
  end: () => Promise<void>
}>

type App = {
  name: string
  child: ChildProcess
  gone: Promise<unknown>
  state: 'opening' | 'open' | 'frozen' | 'killed'
}

type Options = Readonly<{ count: number; folder: string; argumentFor: (name: string) => AppArgument }>

type Crowd = Options & { living: Set<App>; started: number; ending: boolean; blows: Blow[]; fallen: string[] }

/** So many processes of the application, each replaced as soon as it ends. Every one has a name of its own. */
export async function openApps(options: Options): Promise<Apps> {
  const crowd: Crowd = { ...options, living: new Set(), started: 0, ending: false, blows: [], fallen: [] }
  await warmUp(crowd)
  while (crowd.living.size < crowd.count) start(crowd)
  return {
    kill: async chance => kill(crowd, await oneOpen(crowd, chance)),
    killAll: () => {
      for (const app of crowd.living) if (app.state === 'open' || app.state === 'frozen') kill(crowd, app)
    },
    freeze: async (chance, milliseconds) => freeze(crowd, await oneOpen(crowd, chance), milliseconds),
    open: count => untilOpen(crowd, count),
    ...{ blows: crowd.blows, fallen: crowd.fallen },
    end: async () => {
      crowd.ending = true
      const all = [...crowd.living]
      for (const app of all) signal(app.child.pid!, 'SIGKILL')
      await Promise.all(all.map(app => app.gone))
    },
  }
}

const logOf = ({ folder }: Options, name: string): string => join(folder, `${name}.log`)

function start(crowd: Crowd): App {
  const { folder, argumentFor, living } = crowd
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const name = `a${++crowd.started}`
  const log = openSync(logOf(crowd, name), 'w')
  const child = fork(new URL('./app.ts', import.meta.url), [JSON.stringify(argumentFor(name))], {
    stdio: ['ignore', log, log, 'ipc'],
    env: { PATH, NODE_COMPILE_CACHE: NODE_COMPILE_CACHE ?? join(folder, 'compiled') },
  })
  closeSync(log)
  const app: App = { name, child, gone: once(child, 'exit'), state: 'opening' }
  living.add(app)
  const late = setTimeout(giveUp, OPEN_WITHIN, crowd, app)
  child.once('message', () => {
    clearTimeout(late)
    if (app.state === 'opening') app.state = 'open'
  })
  void app.gone.then(() => clearTimeout(late))
  void app.gone.then(() => replace(crowd, app))
  return app
}

// Milliseconds. It takes one or two seconds while the machine has nothing else to do.
const OPEN_WITHIN = 30_000

function giveUp({ fallen }: Crowd, app: App): void {
  fallen.push(`${app.name} did not open within ${OPEN_WITHIN / 1000} s.`)
  signal(app.child.pid!, 'SIGKILL')
}

async function replace(crowd: Crowd, app: App): Promise<void> {
  crowd.living.delete(app)
  if (app.state === 'open' && !crowd.ending) {
    crowd.fallen.push(`${app.name}: ${readFileSync(logOf(crowd, app.name), 'utf8').slice(-2000)}`)
  }
  // One that could not open, for the database is away, must not be tried a thousand times.
  if (app.state !== 'killed') await pause(200)
  if (!crowd.ending && crowd.living.size < crowd.count) start(crowd)
}

/** The first one only leaves its compiled code behind: those that come after it open twice as fast. */
async function warmUp(crowd: Crowd): Promise<void> {
  const app = start(crowd)
  await Promise.race([once(app.child, 'message'), app.gone])
  if (app.state !== 'open') throw new Error(`The application does not open: ${readFileSync(logOf(crowd, app.name))}`)
  app.state = 'killed'
  app.child.send('leave')
  await app.gone
}

const openOnes = ({ living }: Crowd): App[] => [...living].filter(({ state }) => state === 'open')

async function untilOpen(crowd: Crowd, count: number): Promise<void> {
  while (openOnes(crowd).length < count) await pause(5)
}

async function oneOpen(crowd: Crowd, chance: number): Promise<App> {
  await untilOpen(crowd, 1)
  const open = openOnes(crowd)
  return open[Math.floor(chance * open.length)]!
}

function kill({ blows }: Crowd, app: App): void {
  app.state = 'killed'
  const now = Date.now()
  blows.push({ name: app.name, as: 'killed', from: now, until: now })
  signal(app.child.pid!, 'SIGKILL')
}

function freeze({ blows }: Crowd, app: App, milliseconds: number): void {
  const from = Date.now()
  app.state = 'frozen'
  signal(app.child.pid!, 'SIGSTOP')
  setTimeout(() => {
    blows.push({ name: app.name, as: 'frozen', from, until: Date.now() })
    if (app.state !== 'frozen') return
    signal(app.child.pid!, 'SIGCONT')
    app.state = 'open'
  }, milliseconds).unref()
}
