import type { Clock } from '#base/time.ts'

export type Log = (level: 'info' | 'warn' | 'error', line: string, more?: Readonly<Record<string, unknown>>) => void

/** A loop that does what is due: it sleeps until it is nudged or a second has passed, and looks again. */
export type Station = Readonly<{
  name: string
  /** There may be something to do: look now. */
  nudge: () => void
  /** Finishes the turn it is in and stops. */
  stop: () => Promise<void>
  /** When it last looked and did not fail; undefined until then. */
  lastTurn: () => Temporal.Instant | undefined
}>

const SECOND = 1000

/**
 * Starts a station. `work` does one batch and says whether there was any; while there is, it is called again at once.
 * This is the one place where its bugs and a database that is away are caught: they are logged, and after a second
 * it tries again, for everything unfinished is a row that is still due.
 */
export function startStation(
  name: string,
  work: (now: Temporal.Instant) => Promise<boolean>,
  { clock, log }: { clock: Clock; log: Log },
): Station {
  let stopping = false
  let nudged = false
  let wake = () => {}
  let last: Temporal.Instant | undefined

  const sleep = () =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, SECOND)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function turn(): Promise<boolean> {
    const now = clock()
    try {
      const worked = await work(now)
      last = now
      return worked
    } catch (error) {
      log('error', `${name} could not do its turn and will try again`, { error: String(error) })
      return false
    }
  }

  async function run(): Promise<void> {
    while (!stopping) {
      nudged = false
      const worked = await turn()
      if (!worked && !nudged && !stopping) await sleep()
    }
  }

  const running = run()
  const nudge = () => {
    nudged = true
    wake()
  }
  const stop = async () => {
    stopping = true
    wake()
    await running
  }
  return { name, nudge, stop, lastTurn: () => last }
}
