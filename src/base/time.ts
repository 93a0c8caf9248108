/** Where "now" comes from. Only the house knows the real clock; everything else is handed an instant. */
export type Clock = () => Temporal.Instant

export type Instant = Temporal.Instant

// Whole milliseconds: what is answered at once and what is read back later must be the same instant.
export const wallClock: Clock = () => Temporal.Now.instant().round('millisecond')

export const later = (instant: Instant, seconds: number): Instant =>
  instant.add({ milliseconds: Math.round(seconds * 1000) })

export const isAfter = (a: Instant, b: Instant): boolean => Temporal.Instant.compare(a, b) > 0

/** Whether this is a time zone we can reckon in: an IANA name such as "Australia/Sydney", or "UTC". */
export function isTimeZone(name: string): boolean {
  // Fixed offsets ("+10:00") are refused: a site keeps its own summer time and an offset does not.
  if (!/^[A-Za-z]/.test(name)) return false
  // The only way to ask about an alias ("Asia/Kolkata" is not among `Intl.supportedValuesOf`) is to try it.
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

/** "21 Nov 2026, 02:14 GMT+11": an instant as people at the site read their clock, with the zone named. */
export const wallTime = (instant: Instant, zone: string, locale: string): string =>
  wallClockFor(zone, locale, 'with-year').format(instant.epochMilliseconds)

/** "21 Nov, 02:14 GMT+11": the same without the year, for a message about what has just happened. */
export const shortWallTime = (instant: Instant, zone: string, locale: string): string =>
  wallClockFor(zone, locale, 'without-year').format(instant.epochMilliseconds)

/** "Sat, 21 Nov, 09:00–11:00 GMT+11": from when until when, both days named if they are two. */
export const wallWindow = (from: Instant, until: Instant, zone: string, locale: string): string =>
  wallClockFor(zone, locale, 'window').formatRange(from.epochMilliseconds, until.epochMilliseconds)

/** "Saturday 21 November": the day of an instant at the site. */
export const wallDay = (instant: Instant, zone: string, locale: string): string =>
  wallClockFor(zone, locale, 'day').format(instant.epochMilliseconds)

const DAY_AND_TIME = {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
} as const
const FORMS = {
  'with-year': { year: 'numeric', ...DAY_AND_TIME },
  'without-year': DAY_AND_TIME,
  window: { weekday: 'short', ...DAY_AND_TIME },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

// Making a formatter takes 0.4 ms and formatting 4 microseconds; handing it the `Instant` itself would take 86.
const wallClocks = new Map<string, Intl.DateTimeFormat>()
function wallClockFor(zone: string, locale: string, form: keyof typeof FORMS): Intl.DateTimeFormat {
  const key = `${form} ${zone} ${locale}`
  let found = wallClocks.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { timeZone: zone, ...FORMS[form] })
    wallClocks.set(key, found)
  }
  return found
}
