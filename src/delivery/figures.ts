import type { Channel } from '#base/address.ts'

export const FATES = [
  'waiting',
  'sent',
  'delivered',
  'captured',
  'failed',
  'expired',
  'unknown',
  'cancelled',
  'resent',
] as const
/**
 * What became of a message. sent: a carrier took it and has not said that it arrived. captured: it was kept here and
 * never left. waiting: on its way, or held back. The others are states of a delivery.
 */
export type Fate = (typeof FATES)[number]

/** How many messages written on a day (counted from 1) fared in one way. */
export type FateOfDay = Readonly<{ day: number; channel: Channel; fate: Fate; count: number }>

/** How many messages about the jobs of a customer or provider fared in one way. */
export type FateOfParty = Readonly<{ id: string; fate: Fate; count: number }>
