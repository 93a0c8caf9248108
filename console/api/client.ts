import createClient, { type Middleware } from 'openapi-fetch'
import type { Paths, Problem } from './schema.ts'

/** What went wrong with a request, in the words of the server: what happened, and what to do. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(`${problem.title}. ${problem.detail}`)
    this.problem = problem
  }
}

/** The server did not answer at all. */
export const OFFLINE: Problem = {
  type: 'urn:callout:problem:offline',
  title: 'The server does not answer',
  status: 0,
  detail: 'What you typed is kept. It is tried again when the server is back.',
  request: '',
}

const answering: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return undefined
    throw new Refused(await problemIn(response))
  },
  onError: () => new Refused(OFFLINE),
}

async function problemIn(response: Response): Promise<Problem> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json')
  return isProblem ? ((await response.json()) as Problem) : { ...OFFLINE, status: response.status }
}

/** The API of the server this page came from. Whatever is refused is thrown, with the server's own words. */
export const api = createClient<Paths>({ baseUrl: '/api/v1' })
api.use(answering)

/** The answer itself. */
export async function answer<T>(asked: Promise<{ data?: T }>): Promise<T> {
  return (await asked).data as T
}
