import type { Channel } from '#base/address.ts'
import type { State } from '#delivery/state.ts'

export const LOST = ['failed-for-good', 'expired', 'unknown'] as const satisfies readonly State[]

/**
 * Messages that did not arrive, as far as anybody knows, for one reason: what the carrier said, without the addresses and
 * numbers in it that are different each time. Null: no carrier said anything.
 */
export type Failures = Readonly<{
  channel: Channel
  state: (typeof LOST)[number]
  code: string | null
  words: string | null
  count: number
}>
