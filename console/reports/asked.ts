import { daysLater, monthAt, todayAt } from '../look/wall-clock.ts'

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

export type Days = { from: string; until: string }

/** The days that are asked for, both ends counted. */
export function daysOf({ period = '30-days', from, until }: ReportAsked, zone: string): Days {
  if (period === 'this-month') return { from: monthAt(zone, 0).from, until: todayAt(zone) }
  if (period === 'last-month') return monthAt(zone, -1)
  if (period === 'own' && from && until) return { from, until }
  return { from: daysLater(1 - LASTS[period], zone), until: todayAt(zone) }
}

const LASTS = { '7-days': 7, '30-days': 30, '12-months': 365, own: 30 }
