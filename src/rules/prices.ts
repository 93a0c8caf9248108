import type { Channel } from '#base/address.ts'

/** What has a price: telling a program costs nothing. */
export const PRICED = ['email', 'sms', 'voice'] as const satisfies readonly Channel[]
export type Priced = (typeof PRICED)[number]

/** What one message by a channel costs, a text for each of its segments. The amount is decimal: "0.0795". */
export type Price = Readonly<{ channel: Priced; amount: string; currency: string }>

/** An amount a price may have: at most six digits after the point. */
export const AMOUNT = /^(0|[1-9]\d{0,5})(\.\d{1,6})?$/

export type Cost = Readonly<{ currency: string; amount: string }>

/** What so many units of each channel cost, in each currency that is asked for; exact, however many they are. */
export function costsOf(units: Readonly<Record<Priced, number>>, prices: readonly Price[]): Cost[] {
  const sums = new Map<string, bigint>()
  for (const { channel, amount, currency } of prices) {
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(units[channel]) * millionths(amount))
  }
  return [...sums].map(([currency, sum]) => ({ currency, amount: decimal(sum) }))
}

function millionths(amount: string): bigint {
  const [whole = '', part = ''] = amount.split('.')
  return BigInt(whole + part.padEnd(6, '0'))
}

function decimal(sum: bigint): string {
  const digits = String(sum < 0n ? -sum : sum).padStart(7, '0')
  const part = digits.slice(-6).replace(/0+$/, '')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -6)}${part && `.${part}`}`
}
