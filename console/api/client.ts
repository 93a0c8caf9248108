import createClient, { type Middleware } from 'openapi-fetch'
import type { Paths, Problem } from './schema.ts'
import { signedInAgain } from './signed-out.ts'

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
  if (!isProblem) return { ...OFFLINE, status: response.status }
  const problem = (await response.json()) as Problem
  const wait = response.headers.get('retry-after')
  return response.status === 429 && wait ? { ...problem, detail: `Wait ${wait} seconds, and try again.` } : problem
}

const SIGNED_OUT = ['urn:callout:problem:session-ended', 'urn:callout:problem:no-key']

/** Sends a request; one that comes after the session has ended waits until somebody has signed in again. */
async function send(request: Request): Promise<Response> {
  const again = request.clone()
  const response = await fetch(request)
  if (response.status !== 401 || !SIGNED_OUT.includes((await problemIn(response.clone())).type)) return response
  const back = signedInAgain()
  if (!back) return response
  await back
  return send(again)
}

/** The API of the server this page came from. Whatever is refused is thrown, with the server's own words. */
export const api = createClient<Paths>({ baseUrl: '/api/v1', fetch: send })
api.use(answering)

/** The answer itself. */
export async function answer<T>(asked: Promise<{ data?: T }>): Promise<T> {
  return (await asked).data as T
}
