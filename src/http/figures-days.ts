import type { Instant } from '#base/time.ts'

/**
 * The days of a report on the clock of the company, and the spans whose medians it shows: days, or weeks that begin on
 * Monday. Of each its first day, and where it begins; behind the last stands where that ends.
 */
export type Days = Readonly<{
  from: string
  until: string
  per: 'day' | 'week'
  dayNames: readonly string[]
  days: readonly Instant[]
  spanNames: readonly string[]
  spans: readonly Instant[]
}>

export type DaysFault = 'days-out-of-order' | 'too-many-days'
type DaysRead = Readonly<{ ok: true; days: Days } | { ok: false; because: DaysFault; field: string }>

const MOST_DAYS = 366
const USUAL_DAYS = 30
// A month shows its days; of more days the weeks are easier to read.
const MOST_SHOWN_SINGLY = 31

/** The days that are asked about: the last thirty, unless it is said. Both ends count. */
export function daysAsked(
  asked: Readonly<{ from?: string; until?: string }>,
  { timeZone, now }: Readonly<{ timeZone: string; now: Instant }>,
): DaysRead {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate()
  const until = asked.until ? Temporal.PlainDate.from(asked.until) : today
  const from = asked.from ? Temporal.PlainDate.from(asked.from) : until.subtract({ days: USUAL_DAYS - 1 })
  const count = from.until(until).days + 1
  if (count < 1) return { ok: false, because: 'days-out-of-order', field: 'until' }
  if (count > MOST_DAYS) return { ok: false, because: 'too-many-days', field: 'from' }
  return { ok: true, days: daysFrom(from, count, timeZone) }
}

function daysFrom(from: Temporal.PlainDate, count: number, timeZone: string): Days {
  const all = Array.from({ length: count }, (_, i) => from.add({ days: i }))
  const end = from.add({ days: count })
  const per = count <= MOST_SHOWN_SINGLY ? 'day' : 'week'
  const firsts = per === 'day' ? all : all.filter((day, i) => i === 0 || day.dayOfWeek === 1)
  const edges = (days: readonly Temporal.PlainDate[]) =>
    [...days, end].map(day => day.toZonedDateTime(timeZone).toInstant())
  return {
    ...{ from: from.toString(), until: all.at(-1)!.toString(), per },
    ...{ dayNames: all.map(String), days: edges(all) },
    ...{ spanNames: firsts.map(String), spans: edges(firsts) },
  }
}
