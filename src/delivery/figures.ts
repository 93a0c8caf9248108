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

/**
 * How many messages fared in one way: of those written on a day (counted from 1) for a channel, or of those about the jobs of
 * a customer, or of a provider.
 */
export type Fared = Readonly<{
  day: number | null
  channel: Channel | null
  customerId: string | null
  providerId: string | null
  fate: Fate
  count: number
}>
