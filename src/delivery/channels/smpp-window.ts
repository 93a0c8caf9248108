import { setTimeout as wait } from 'node:timers/promises'
import type { Outcome } from '#delivery/carrier.ts'

/** Lets so many through at a time. `empty` resolves when all of them are through. */
export function openWindow(size: number) {
  const queue: (() => void)[] = []
  const inside = new Set<Promise<unknown>>()
  async function through<T>(work: () => Promise<T>): Promise<T> {
    while (inside.size >= size) await new Promise<void>(resolve => queue.push(resolve))
    const working = work()
    inside.add(working)
    return working.finally(() => {
      inside.delete(working)
      queue.shift()?.()
    })
  }
  return { through, empty: () => Promise.allSettled(inside) }
}

/** Pauses everything when the provider says that we are too fast: for a second, then for two, up to `longest`. */
export function openBrake(longest: number) {
  const ending = new AbortController()
  let [times, until] = [0, 0]

  /** Seconds of the pause that an answer brought, or 0. */
  function after({ as, fault }: Outcome): number {
    if (as === 'accepted') times = 0
    if (fault !== 'busy') return 0
    const pause = Math.min(longest, 2 ** times)
    times = Math.min(times + 1, 10)
    until = performance.now() + pause * 1000
    return pause
  }

  /** False when everything is being closed. */
  async function released(): Promise<boolean> {
    while (until > performance.now() && !ending.signal.aborted) {
      await wait(until - performance.now(), undefined, { signal: ending.signal }).catch(() => {})
    }
    return !ending.signal.aborted
  }

  return { after, released, close: () => ending.abort() }
}
