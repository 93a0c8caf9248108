import { CHANNELS } from '../look/channel.tsx'
import { isState } from '../look/mark.tsx'
import type { Filter } from './queries.ts'

/** What stands in the address of the log. Days are those of the company. */
export type MessagesSearch = {
  view?: View | undefined
  search?: string | undefined
  channel?: NonNullable<Filter['channel']> | undefined
  lane?: NonNullable<Filter['lane']> | undefined
  state?: NonNullable<Filter['state']> | undefined
  carrier?: string | undefined
  from?: string | undefined
  until?: string | undefined
}

/** The standing views, in the order of the tabs: what they are called, and what an empty one means. */
export const VIEWS = [
  { view: 'failed', name: 'Failed', empty: 'No message has failed.' },
  { view: 'waiting', name: 'Waiting', empty: 'No message waits.' },
  { view: 'held', name: 'Held', empty: 'No message is held back.' },
  { view: 'answers', name: 'Answers', empty: 'No answer waits for anybody.' },
  { view: 'all', name: 'All', empty: 'No message has been written yet.' },
] as const
export type View = (typeof VIEWS)[number]['view']

export const LANES = { urgent: 'Dispatches', normal: 'About jobs', slow: 'Reminders and reports' } as const

/** How far back failures are shown unless somebody says otherwise: what is older was seen to, or never will be. */
export const DAYS_OF_FAILURES = 7
/** How far back words are looked for: there is no index over them. A job's number is found however old it is. */
const DAYS_OF_WORDS = 30
const JOB = /^\s*[a-z0-9]{3}-\d+\s*$/i

/** Over how many days the log goes back when no day is named; undefined: over all. */
export function daysShown({ view, search, from }: MessagesSearch): number | undefined {
  if (from) return undefined
  if (view === 'failed') return DAYS_OF_FAILURES
  return search && !JOB.test(search) ? DAYS_OF_WORDS : undefined
}

/** Reads the search part of an address; what it does not know is left out. */
export function searchOf(given: Record<string, unknown>): MessagesSearch {
  const day = (value: unknown) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined)
  const words = (value: unknown) => (value === undefined || value === '' ? undefined : String(value))
  const read: MessagesSearch = {
    view: VIEWS.find(({ view }) => view === given.view)?.view,
    search: words(given.search),
    channel: keyOf(CHANNELS, given.channel),
    lane: keyOf(LANES, given.lane),
    state: isState(given.state) ? given.state : undefined,
    carrier: words(given.carrier),
    from: day(given.from),
    until: day(given.until),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

const keyOf = <Words extends object>(words: Words, given: unknown): keyof Words | undefined =>
  typeof given === 'string' && given in words ? (given as keyof Words) : undefined

/** Whether anything narrows the view. */
export const isNarrowed = ({ view: _, ...rest }: MessagesSearch): boolean => Object.keys(rest).length > 0
