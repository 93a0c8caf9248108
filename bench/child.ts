import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A process of its own that does what it is asked, one thing at a time. */
export type Child = Readonly<{
  ask: <Answer>(what: string, more?: object) => Promise<Answer>
  /** Lets it finish and waits until it is gone. */
  end: () => Promise<void>
}>

let startedSoFar = 0
// Milliseconds. Nothing that is measured takes minutes: what does has gone wrong.
const LONGEST = 300_000

/** Starts a file of this folder with one argument. `profiles`: the folder for its CPU profile. */
export function startChild(file: string, argument: object, profiles?: string): Child {
  const execArgv = profiles
    ? [
        '--cpu-prof',
        `--cpu-prof-dir=${profiles}`,
        `--cpu-prof-name=${file.slice(2)}-${process.pid}-${startedSoFar}.cpuprofile`,
      ]
    : []
  // What the application logs is written, as in production; it is read only if the process breaks.
  const logFile = join(tmpdir(), `callout-bench-${process.pid}-${startedSoFar++}.log`)
  const log = openSync(logFile, 'w')
  const child = fork(new URL(file, import.meta.url), [JSON.stringify(argument)], {
    execArgv,
    stdio: ['ignore', 'inherit', log, 'ipc'],
  })
  closeSync(log)
  const gone = once(child, 'exit')
  return {
    ask: async <Answer>(what: string, more: object = {}) => {
      if (child.connected) child.send({ what, ...more })
      const [answer] = (await Promise.race([
        once(child, 'message', { signal: AbortSignal.timeout(LONGEST) }),
        gone.then(() => {
          throw new Error(`${file} ended before it could ${what}:\n${readFileSync(logFile, 'utf8').slice(-2000)}`)
        }),
      ])) as [{ did: Answer } | { failed: string }]
      if ('failed' in answer) throw new Error(`${file} could not ${what}: ${answer.failed}`)
      return answer.did
    },
    end: async () => {
      if (child.connected) child.disconnect()
      await gone
      rmSync(logFile, { force: true })
    },
  }
}

type Deeds = Readonly<Record<string, (more: never) => Promise<unknown>>>

/** In the child: does what is asked until the parent lets go of it or dies, then `close`s and ends. */
export function serveParent(deeds: Deeds, close: () => Promise<void>): void {
  process.on('message', async ({ what, ...more }: { what: string }) => {
    const answer = await deeds[what]!(more as never).then(
      did => ({ did: did ?? null }),
      (error: Error) => ({ failed: error.stack ?? String(error) }),
    )
    process.send!(answer)
  })
  process.once('disconnect', () => void close().then(() => process.exit()))
  // Ctrl-C in a terminal reaches children too: it is for the parent to end them.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
}

/** In the child: the argument it was started with. */
export const argument = <Argument>(): Argument => JSON.parse(process.argv[2]!)

/** Processor time of this process since `from`, in microseconds. */
export function cpuSince(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from)
  return user + system
}
