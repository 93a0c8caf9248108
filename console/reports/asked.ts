/** The stretches of time that are asked for most, by what they are called. */
export const PERIODS = {
  '7-days': '7 days',
  '30-days': '30 days',
  'this-month': 'This month',
  'last-month': 'Last month',
  '12-months': '12 months',
  own: 'Other days',
} as const
export type Period = keyof typeof PERIODS

const NARROWING = ['customerId', 'providerId', 'serviceTypeId'] as const

/** What stands in the address of the reports. Days are those of the company. */
export type ReportAsked = {
  period?: Period | undefined
  from?: string | undefined
  until?: string | undefined
} & Partial<Record<(typeof NARROWING)[number], string | undefined>>

/** Reads the search part of an address; what it does not know is left out. */
export function reportOf(given: Record<string, unknown>): ReportAsked {
  const isDay = (value: unknown) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
  const kept = [
    ...['from', 'until'].filter(name => isDay(given[name])),
    ...NARROWING.filter(name => typeof given[name] === 'string'),
  ]
  return {
    ...(typeof given.period === 'string' && given.period in PERIODS && { period: given.period as Period }),
    ...Object.fromEntries(kept.map(name => [name, given[name]])),
  }
}
