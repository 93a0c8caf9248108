import { type Clock, type Instant, isAfter, later } from '#base/time.ts'
import { isWell } from './alarms.ts'
import type { Look } from './audit.run.ts'
import type { Log } from './tell.run.ts'

/** How the watcher outside was reached last: when that succeeded, and why it does not now. */
export type Pulse = Readonly<{ succeededAt: Instant | null; failing: string | null }>

export type Heartbeat = Readonly<{ beat: () => Promise<boolean>; last: () => Pulse }>

export type HeartbeatOptions = Readonly<{
  url: string
  clock: Clock
  log: Log
  lastLook: () => Look | undefined
}>

// Seconds from one to the next; how old the look may be that it vouches for.
const PACE = 60
const FRESH = 30
// Milliseconds.
const LIMIT = 10_000

/**
 * Tells a watcher outside that all is well, once a minute and only while the last look found it so: when it is silent, they
 * know (W8). A watcher that cannot be reached is a warning in the log and in health.
 */
export function openHeartbeat({ url, clock, log, lastLook }: HeartbeatOptions): Heartbeat {
  let tried: Instant | undefined
  let pulse: Pulse = { succeededAt: null, failing: null }

  async function beat(): Promise<boolean> {
    const now = clock()
    if (tried && isAfter(later(tried, PACE), now)) return false
    if (!isWell(lastLook(), now, FRESH)) return false
    tried = now
    const failing = await ping(url)
    if (failing) log('warn', 'the watcher outside could not be reached', { because: failing })
    pulse = failing ? { ...pulse, failing } : { succeededAt: now, failing: null }
    return false
  }

  return { beat, last: () => pulse }
}

/** Why the ping failed; null if it arrived. Nothing of the answer is read, and nobody is followed elsewhere. */
async function ping(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(LIMIT) })
    await response.body?.cancel()
    return response.ok ? null : `It answered ${response.status}.`
  } catch (error) {
    const { cause, message } = error as Error & { cause?: unknown }
    return cause instanceof Error ? cause.message || String(cause) : message
  }
}
