import { isAfter, later } from '#base/time.ts'
import type { Lane } from '#rules/notice.ts'
import type { Carrier, Outcome } from './carrier.ts'
import type { Taken } from './taking.sql.ts'

/**
 * What to do about a message whose answer was lost. send: hand it over (again). found: the carrier had it, and this was
 * its answer. wait: it cannot say yet. give-up: it was sent twice or nobody can say; somebody must look.
 */
export type Doubted = Readonly<
  | { do: 'send' }
  | { do: 'found'; outcome: Outcome }
  | { do: 'wait'; until: Temporal.Instant; words: string }
  | { do: 'give-up'; words: string }
>

// Seconds a carrier may take until it can say, and seconds between two questions.
const PATIENCE: Record<Lane, { altogether: number; between: number }> = {
  urgent: { altogether: 60, between: 5 },
  normal: { altogether: 900, between: 60 },
  slow: { altogether: 900, between: 60 },
}

/** Asks the carrier that had it whether it has it, if it can be asked; others are given it again, at most once. */
export async function settleDoubt(row: Taken, carrier: Carrier, lane: Lane, now: Temporal.Instant): Promise<Doubted> {
  const { companyId, id, address, body, lastNumber: attempt, lastAt: at } = row
  if (!carrier.find || attempt === null || at === null) return { do: 'send' }
  const found = await carrier.find({ companyId, id, attempt, address, body, at })
  if (found.as === 'found') return { do: 'found', outcome: found.outcome }
  if (found.as === 'absent') return { do: 'send' }
  const { altogether, between } = PATIENCE[lane]
  if (isAfter(later(at, altogether), now)) return { do: 'wait', until: later(now, between), words: found.words }
  return row.doubts < 2 ? { do: 'send' } : { do: 'give-up', words: found.words }
}
