import type { Found } from '#delivery/carrier.ts'
import { type Entry, instantOf, type Listed, type Sought } from './twilio-account.ts'

/** Seconds by which an entry was made after a lost hand-over began, by Twilio's clock; 0 when it does not say. */
export type After = (entry: Entry) => number

// Seconds by which the clocks and our reckoning may differ.
const SLACK = 5

/** Whether an entry may be of the lost hand-over, and not of something before it. */
export const isSince = (after: number): boolean => after >= -SLACK

// Seconds after which what Twilio does not list never came to it.
const SETTLED = 15

/**
 * What a list says of a lost hand-over: what `judge` makes of its entries. When that is nothing, it is absent if the list
 * is whole and it had time to get there.
 */
export function searched(
  list: Listed,
  { at, now }: Pick<Sought, 'at' | 'now'>,
  judge: (entries: readonly Entry[], after: After) => Found | null,
): Found {
  if (!list.ok) return cannotSay(list.words)
  const began = list.now ? at.add(list.now.since(now)) : at
  const judged = judge(list.entries, entry => instantOf(entry.date_created)?.since(began).total('seconds') ?? 0)
  if (judged) return judged
  if (!list.whole) return cannotSay('Twilio lists more than can be looked through.')
  const ago = now.since(at).total('seconds')
  return ago >= SETTLED ? { as: 'absent' } : cannotSay('It may still be on its way to Twilio.')
}

export const cannotSay = (words: string): Found => ({ as: 'cannot-say', words })
