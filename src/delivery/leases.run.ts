import { type Clock, isAfter, later } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import * as q from './delivery.sql.ts'

export type Leases = Readonly<{
  hold: (rows: readonly q.Held[], until: Temporal.Instant) => void
  /** Whether nobody else can have taken this over yet. */
  isOurs: (row: q.Held) => boolean
  /** Resolves when this row's due time will not be moved any more. */
  letGo: (row: q.Held) => Promise<void>
  close: () => void
}>

/**
 * Keeps what we have taken. A lease is short, so that a dead process is soon replaced; the living say so every third
 * of it, in one statement for everything they hold, because a server may take minutes to answer the final dot.
 */
export function openLeases(
  db: Database,
  { clock, seconds, trouble }: { clock: Clock; seconds: number; trouble: (error: unknown) => void },
): Leases {
  const held = new Map<string, { row: q.Held; until: Temporal.Instant }>()
  let renewing: Promise<void> | undefined

  function renew(): void {
    if (held.size > 0) renewing ??= renewAll().finally(() => (renewing = undefined))
  }

  async function renewAll(): Promise<void> {
    const until = later(clock(), seconds)
    const rows = [...held.values()].map(({ row }) => row)
    for (const row of await q.renew(db, rows, until).catch(troubled)) {
      const mine = held.get(keyOf(row))
      if (mine) mine.until = until
    }
  }

  const troubled = (error: unknown): q.Held[] => {
    trouble(error)
    return []
  }

  const timer = setInterval(renew, (seconds * 1000) / 3)
  timer.unref()

  return {
    hold: (rows, until) => {
      for (const row of rows) held.set(keyOf(row), { row, until })
    },
    isOurs: row => {
      const mine = held.get(keyOf(row))
      return mine !== undefined && isAfter(mine.until, clock())
    },
    letGo: async row => {
      held.delete(keyOf(row))
      await renewing
    },
    close: () => clearInterval(timer),
  }
}

const keyOf = ({ companyId, id, number }: q.Held): string => `${companyId} ${id} ${number}`
