import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '#db/sql.ts'
import * as q from './delivery.sql.ts'

export type Recorder = Readonly<{
  /** Resolves when the result is committed. While the database is away it waits and tries again. */
  record: (result: q.Result) => Promise<void>
  /** Stops trying: what is not recorded yet stays open, and the delivery falls due again. */
  close: () => void
}>

/**
 * Records results, those that arrive during one commit together in the next: one statement for all of them. A result
 * is not given up when the database restarts, because a message we know to be accepted would then be sent again.
 */
export function openRecorder(db: Database, trouble: (error: unknown, about: readonly q.Result[]) => void): Recorder {
  type Caller = { result: q.Result; resolve: () => void }
  let waiting: Caller[] = []
  let busy = false
  let closed = false

  async function drain(): Promise<void> {
    busy = true
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      // One by one after a failure, so that a result the database will not take holds up no other.
      if (!(await commit(group))) for (const caller of group) void insist(caller)
    }
    busy = false
  }

  async function insist(caller: Caller): Promise<void> {
    for (let seconds = 1; !closed; seconds = Math.min(seconds * 2, 10)) {
      await pause(seconds * 1000, undefined, { ref: false })
      if (await commit([caller])) return
    }
  }

  async function commit(group: readonly Caller[]): Promise<boolean> {
    const results = group.map(({ result }) => result)
    const done = await q.record(db, results).then(
      () => true,
      error => {
        trouble(error, results)
        return false
      },
    )
    if (done) for (const { resolve } of group) resolve()
    return done
  }

  return {
    record: result =>
      new Promise(resolve => {
        waiting.push({ result, resolve })
        if (!busy) void drain()
      }),
    close: () => {
      closed = true
    },
  }
}
