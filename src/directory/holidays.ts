import Holidays from 'date-holidays'

/** A day of a calendar, ISO 8601, and what it is called there. */
export type Holiday = Readonly<{ day: string; name: string }>

/** Whether public holidays are known of this place: a country, with its state and region if need be ("AU", "AU-NSW"). */
export function hasHolidays(place: string): boolean {
  const [country = '', state, region, ...more] = place.split('-')
  const known = new Holidays()
  if (more.length > 0 || !Object.hasOwn(known.getCountries(), country)) return false
  if (state === undefined) return true
  if (!Object.hasOwn(known.getStates(country) ?? {}, state)) return false
  return region === undefined || Object.hasOwn(known.getRegions(country, state) ?? {}, region)
}

// A year of one place takes 5 milliseconds to work out, and every notice of a night asks for the same.
const years = new Map<string, readonly Holiday[]>()
const MOST_KEPT = 1000

/** The public holidays of a place in one year, by day. Half holidays are none; a place that is not known has none. */
export function publicHolidays(place: string, year: number): readonly Holiday[] {
  const key = `${place} ${year}`
  const kept = years.get(key)
  if (kept) return kept
  if (years.size >= MOST_KEPT) years.clear()
  const found = workOut(place, year)
  years.set(key, found)
  return found
}

function workOut(place: string, year: number): Holiday[] {
  if (!hasHolidays(place)) return []
  const [country = '', state = '', region = ''] = place.split('-')
  return new Holidays(country, state, region)
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .flatMap(({ date, name, start, end }) => {
      const first = Temporal.PlainDate.from(date.slice(0, 10))
      return Array.from({ length: daysIn(start, end) }, (_, i) => ({ day: first.add({ days: i }).toString(), name }))
    })
}

const DAY = 86_400_000

// The day on which summer time ends has 25 hours, some feasts begin in the afternoon before, half holidays have 12.
const daysIn = (start: Date, end: Date): number => Math.floor((end.getTime() - start.getTime()) / DAY + 0.25)
