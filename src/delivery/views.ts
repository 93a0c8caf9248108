import type { State } from './state.ts'

export const VIEWS = ['failed', 'waiting', 'held'] as const
/** How people look at messages: those somebody must see to, those on their way, and those that are kept back. */
export type View = (typeof VIEWS)[number]

export const STATES_IN: Readonly<Record<View, readonly State[]>> = {
  failed: ['failed-for-good', 'expired', 'unknown'],
  waiting: ['waiting', 'failed-for-now', 'handed-over'],
  held: ['held'],
}

/** What is looked for among messages: those of one job, or words and perhaps the digits of a number. */
export type Sought = Readonly<{ job: number } | { words: string; digits: string | null }>

/**
 * A job named as people say it ("ABC-12") means its messages. Anything else is looked for in addresses and subjects; a
 * phone number is found however it is written: the country code and the leading zero stand for each other.
 */
export function soughtBy(search: string): Sought {
  const words = search.trim()
  const [, number] = /^[a-z0-9]{3}-(\d{1,9})$/i.exec(words) ?? []
  if (number) return { job: Number(number) }
  const digits = /^\+?[\d\s()./-]{4,}$/.test(words) ? words.replace(/\D/g, '').replace(/^0+/, '') : ''
  return { words, digits: digits.length > 3 ? digits : null }
}
