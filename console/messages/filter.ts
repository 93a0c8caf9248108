import { daysLater, momentOf } from '../look/wall-clock.ts'
import type { Filter } from './queries.ts'
import { DAYS_OF_FAILURES, daysShown, type MessagesSearch } from './search.ts'

/** The search as the server is asked, with the days of a company turned into moments. */
export function filterOf(search: MessagesSearch, zone: string): Filter {
  const { view, from, until, ...rest } = search
  const days = daysShown(search)
  const begins = from ? momentOf(`${from}T00:00`, zone) : days && daysBack(days, zone)
  return defined({
    ...rest,
    view: view === 'all' || view === 'answers' ? undefined : view,
    from: begins || undefined,
    until: until && momentOf(`${until}T24:00`, zone),
  })
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }
const defined = <T extends object>(values: T): Defined<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>

/** The midnight with which so many days began, the last of them today. */
const daysBack = (days: number, zone: string) => momentOf(`${daysLater(1 - days, zone)}T00:00`, zone)!
export const failuresFrom = (zone: string): string => daysBack(DAYS_OF_FAILURES, zone)
