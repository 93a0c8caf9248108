import type { PartyKind } from '#jobs/figures.ts'
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

/** How often somebody was reminded of jobs of a customer or provider. */
export type RemindedParty = Readonly<{ id: string; told: number }>

export type RuleFigures = Readonly<{
  notTold: readonly NotTold[]
  reminders: readonly Reminded[]
  perParty: Readonly<Record<PartyKind, readonly RemindedParty[]>>
}>
