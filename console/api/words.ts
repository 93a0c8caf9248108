import { Refused } from './client.ts'

/** An error in words for people. */
export function wordsOf(error: unknown): { title: string; detail: string } {
  if (error instanceof Refused) {
    const { title, detail, errors = [] } = error.problem
    return { title, detail: [detail, ...errors.map(({ field, problem }) => `${field}: ${problem}.`)].join(' ') }
  }
  return { title: 'This page had trouble', detail: 'Load it again. What was saved is kept.' }
}
