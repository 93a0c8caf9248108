import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { clear } from './ground.ts'
import { family, memoryOf } from './memory.ts'
import { count, median, seconds } from './rounds.ts'
import type { Bench, Finding, Found, Row } from './row.ts'

/** From starting the server to its first answer, and what it takes when it has nothing to do. */
export const start: Row = {
  name: 'start',
  about: 'from starting `serve` to its first answers, on a new data folder and an old one; memory when idle',
  measure,
}

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const IDLE_SECONDS = 10

type Started = Readonly<{ live: number; ready: number; app?: number; database?: number }>

async function measure(bench: Bench): Promise<Found> {
  const [fresh, old]: [Started[], Started[]] = [[], []]
  for (let round = 1; round <= bench.rounds; round++) {
    const folder = await mkdtemp(join(tmpdir(), 'callout-bench-'))
    await chmod(folder, 0o711)
    try {
      bench.say(`round ${round} of ${bench.rounds}: a new folder`)
      fresh.push(await startOnce(folder, 'at once'))
      bench.say(`round ${round} of ${bench.rounds}: an old folder, then ${IDLE_SECONDS} s of nothing`)
      old.push(await startOnce(folder, 'after a rest'))
    } finally {
      await clear(folder)
    }
  }
  return found(fresh, old)
}

async function startOnce(folder: string, stop: 'at once' | 'after a rest'): Promise<Started> {
  const since = performance.now()
  const server = spawn(process.execPath, [MAIN, 'serve'], {
    env: { PATH: process.env.PATH, CALLOUT_DATA: folder, PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const gone = once(server, 'exit')
  try {
    const address = await addressOf(server)
    const [live, ready] = [await answered(`${address}livez`, since), await answered(`${address}readyz`, since)]
    if (stop === 'at once') return { live, ready }
    await pause(IDLE_SECONDS * 1000)
    return { live, ready, ...(await memory(server.pid!, folder)) }
  } finally {
    server.kill('SIGTERM')
    await gone
  }
}

async function addressOf(server: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: server.stdout! })) {
    const address = /open at (http\S+)/.exec(line)?.[1]
    if (address) return address
  }
  throw new Error('The server ended before its door was open.')
}

async function answered(url: string, since: number): Promise<number> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  return (performance.now() - since) / 1000
}

async function memory(pid: number, folder: string): Promise<Partial<Started>> {
  const postmaster = Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
  const databases = family(postmaster)
  const [app, database] = [memoryOf(family(pid).filter(each => !databases.includes(each))), memoryOf(databases)]
  return { ...(app && { app }), ...(database && { database }) }
}

function found(fresh: readonly Started[], old: readonly Started[]): Found {
  const ready = (each: readonly Started[]) => each.map(started => started.ready)
  const apps = old.flatMap(({ app }) => app ?? [])
  const databases = old.flatMap(({ database }) => database ?? [])
  return {
    samples: {
      'new folder: seconds to ready': ready(fresh),
      'old folder: seconds to ready': ready(old),
      'application: megabytes': apps,
      'database: megabytes': databases,
    },
    findings: [
      startFinding('a new data folder', fresh, 4),
      startFinding('an old data folder', old, 1.5),
      idle(apps, databases),
    ],
  }
}

function startFinding(what: string, runs: readonly Started[], most: number): Finding {
  const [live, ready] = [median(runs.map(run => run.live)), median(runs.map(run => run.ready))]
  const ours = `live ${seconds(live)}, ready ${seconds(ready)}`
  return { what: `start to first answer, ${what}`, ours, goal: `at most ${most} s`, met: ready <= most }
}

function idle(apps: readonly number[], databases: readonly number[]): Finding {
  const what = `memory after ${IDLE_SECONDS} s idle (PSS)`
  if (apps.length === 0) return { what, ours: 'cannot be told here', goal: 'at most 180 MB' }
  const [app, database] = [median(apps), median(databases)]
  const ours = `${count(app + database)} MB: application ${count(app)}, PostgreSQL ${count(database)}`
  return { what, ours, goal: 'at most 180 MB', met: app + database <= 180 }
}
