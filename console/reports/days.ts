import { daysLater, monthAt, todayAt } from '../look/wall-clock.ts'
import type { ReportAsked } from './asked.ts'

export type Days = { from: string; until: string }

/** The days that are asked for, both ends counted. */
export function daysOf({ period = '30-days', from, until }: ReportAsked, zone: string): Days {
  if (period === 'this-month') return { from: monthAt(zone, 0).from, until: todayAt(zone) }
  if (period === 'last-month') return monthAt(zone, -1)
  if (period === 'own' && from && until) return { from, until }
  return { from: daysLater(1 - LASTS[period], zone), until: todayAt(zone) }
}

const LASTS = { '7-days': 7, '30-days': 30, '12-months': 365, own: 30 }
