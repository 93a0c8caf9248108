import { isAfter } from '#base/time.ts'
import type { QuietHours } from '#directory/contact.ts'
import { MOMENTARY } from './face.ts'
import type { Notice } from './notice.ts'

type Instant = Temporal.Instant
type Zoned = Temporal.ZonedDateTime

/** When somebody is left in peace: between these minutes of the day, and on these days from midnight to midnight. */
export type Quiet = Readonly<{ hours: QuietHours | null; isHoliday: (day: Temporal.PlainDate) => boolean }>

/**
 * Until when a message must wait that is due now: the first moment at which it is not quiet on this zone's clock; null
 * when it is not quiet now (W5). Whoever calls every day a holiday waits a year and no longer.
 */
export function quietUntil(now: Instant, quiet: Quiet, zone: string): Instant | null {
  const start = now.toZonedDateTimeISO(zone)
  if (!isQuiet(start, quiet)) return null
  const last = start.add({ years: 1 }).toInstant()
  let at = start
  do at = nextTurn(at, quiet)
  while (isQuiet(at, quiet) && isAfter(last, at.toInstant()))
  return at.toInstant()
}

function isQuiet(at: Zoned, { hours, isHoliday }: Quiet): boolean {
  if (isHoliday(at.toPlainDate())) return true
  if (!hours) return false
  const minute = at.hour * 60 + at.minute
  const { from, until } = hours
  return from <= until ? from <= minute && minute < until : minute >= from || minute < until
}

/** The next moment at which quiet may end: the end of the hours, midnight, or when the clocks are changed. */
function nextTurn(at: Zoned, { hours }: Quiet): Zoned {
  const midnight = at.add({ days: 1 }).startOfDay()
  const turns = [midnight, ...(hours ? endsOn(at, hours) : []), ...clockChange(at)]
  return turns.filter(turn => later(turn, at)).reduce((first, turn) => (later(first, turn) ? turn : first))
}

const later = (a: Zoned, b: Zoned): boolean => Temporal.ZonedDateTime.compare(a, b) > 0

// Where the hour exists twice that day, quiet ends at the first; where it does not exist, when the clocks have moved on.
const endsOn = (at: Zoned, { until }: QuietHours): Zoned[] => {
  const time = { hour: Math.floor(until / 60), minute: until % 60 }
  const wall = at.toPlainDate().toPlainDateTime(time)
  return (['earlier', 'later'] as const).map(disambiguation => wall.toZonedDateTime(at.timeZoneId, { disambiguation }))
}

const clockChange = (at: Zoned): Zoned[] => {
  const change = at.getTimeZoneTransition('next')
  return change ? [change] : []
}

/** Whether a notice may be put off: not what is urgent or true only now, and not what a program is told. */
export const waitsForMorning = ({ lane, channel, face }: Pick<Notice, 'lane' | 'channel' | 'face'>): boolean =>
  lane !== 'urgent' && channel !== 'webhook' && !(face && MOMENTARY.has(face))

// Saves are counted over all companies. What waited for the same morning goes out in their order, within ten seconds.
const MOST_BEHIND = 10_000_000

type Somewhere = Readonly<{ quiet: Quiet; zone: string; seq: number }>

/**
 * The notice, due when it is quiet no longer, in the order of the saves (`seq`). Its use-by time moves as far as it does.
 */
export function afterQuiet(notice: Notice, { quiet, zone, seq }: Somewhere): Notice {
  const until = quietUntil(notice.dueAt, quiet, zone)
  if (!until) return notice
  const dueAt = until.add({ microseconds: seq % MOST_BEHIND })
  return { ...notice, dueAt, quietUntil: until, useBy: notice.useBy.add(dueAt.since(notice.dueAt)) }
}
