import { DateTime } from 'luxon'

/** A moment as the clock of a site showed it, as date-and-time fields of browsers take it: "2026-11-21T02:14". */
export const wallTimeOf = (at: string, zone: string): string =>
  DateTime.fromISO(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm")

/** The moment at which the clock of a site shows this, with its offset; undefined if it is no time. */
export function momentOf(wall: string, zone: string): string | undefined {
  const read = DateTime.fromISO(wall, { zone })
  return read.isValid ? read.toISO({ suppressMilliseconds: true }) : undefined
}

/** The calendar day it is at a site: "2026-11-21". */
export const todayAt = (zone: string): string => DateTime.now().setZone(zone).toISODate()!

/** So many days later at a site. */
export const daysLater = (days: number, zone: string): string =>
  DateTime.now().setZone(zone).plus({ days }).toISODate()!

/** The first and the last day of a month at a site: of this one, or of so many later. */
export function monthAt(zone: string, later: number): { from: string; until: string } {
  const first = DateTime.now().setZone(zone).startOf('month').plus({ months: later })
  return { from: first.toISODate()!, until: first.endOf('month').toISODate()! }
}
