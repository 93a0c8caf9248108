import { isAfter, later } from '#base/time.ts'
import type { Lane } from '#rules/notice.ts'
import type { Carrier, Found, Lost, Outcome } from './carrier.ts'
import type { Taken } from './taking.sql.ts'

/**
 * What to do about a message whose answer was lost. send: hand it over (again). found: the carrier had it, and this was
 * its answer. wait: it cannot say yet. expire: it was not sent, and by now is too late. give-up: nobody can say, and it was
 * sent twice or is too late by now; somebody must look.
 */
export type Doubted = Readonly<
  | { do: 'send' }
  | { do: 'found'; outcome: Outcome }
  | { do: 'wait'; until: Temporal.Instant; words: string }
  | { do: 'expire' | 'give-up'; words: string }
>

// Seconds a carrier may take until it can say, and seconds between two questions.
const PATIENCE: Record<Lane, { altogether: number; between: number }> = {
  urgent: { altogether: 60, between: 5 },
  normal: { altogether: 900, between: 60 },
  slow: { altogether: 900, between: 60 },
}

type Asking = Readonly<{ lane: Lane; now: Temporal.Instant; tell: (error: unknown) => void }>

/**
 * Asks the carrier that had it whether it has it, if it can be asked; others are given it again, at most once. After its
 * use-by time it is not sent again (W4).
 */
export async function settleDoubt(row: Taken, carrier: Carrier, { lane, now, tell }: Asking): Promise<Doubted> {
  const { companyId, id, address, body, lastNumber: attempt, lastAt: at } = row
  const isLate = !isAfter(row.useBy, now)
  if (attempt === null || at === null) return isLate ? { do: 'expire', words: TOO_LATE } : { do: 'send' }
  if (!carrier.find) return isLate ? { do: 'give-up', words: TOO_LATE } : { do: 'send' }
  const found = await ask(carrier.find, { companyId, id, attempt, address, body, at }).catch(broken(tell))
  if (found.as === 'found') return { do: 'found', outcome: found.outcome }
  if (found.as === 'absent') return isLate ? { do: 'expire', words: TOO_LATE } : { do: 'send' }
  const { altogether, between } = PATIENCE[lane]
  if (isAfter(later(at, altogether), now)) return { do: 'wait', until: later(now, between), words: found.words }
  return row.doubts < 2 && !isLate ? { do: 'send' } : { do: 'give-up', words: found.words }
}

const TOO_LATE = 'Its use-by time had passed.'

// Async, so that a carrier that throws before it promises anything is caught like one that breaks its promise.
const ask = async (find: NonNullable<Carrier['find']>, lost: Lost): Promise<Found> => find(lost)

const broken =
  (tell: Asking['tell']) =>
  (error: unknown): Found => {
    tell(error)
    return { as: 'cannot-say', words: 'Callout itself failed while asking; its log says how.' }
  }
