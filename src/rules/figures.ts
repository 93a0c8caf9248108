import type { DroppedBecause } from './notice.ts'
import type { REMINDERS } from './rule.ts'
import type { Because } from './wish.ts'

/** How often somebody was not told for one reason: when it was decided, or when the message was to be written. */
export type NotTold = Readonly<{ because: Exclude<Because, 'told'> | DroppedBecause; count: number }>

/**
 * Reminders of one occasion. `due`: how often one fell due; `told`: how often somebody was reminded; `stopped`: how many were
 * still to come when what they chase came; null: that is not written down for this occasion.
 */
export type Reminded = Readonly<{
  occasion: (typeof REMINDERS)[number]
  due: number
  told: number
  stopped: number | null
}>

/** The same of one occasion, or of the jobs of a customer, or of a provider. */
export type Turns = Readonly<{
  occasion: Reminded['occasion'] | null
  customerId: string | null
  providerId: string | null
  due: number
  told: number
}>

export type RuleFigures = Readonly<{
  notTold: readonly NotTold[]
  reminders: readonly Reminded[]
  perParty: readonly Turns[]
}>
