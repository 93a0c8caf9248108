import { answer, api } from '../api/client.ts'
import type { Paths } from '../api/schema.ts'

type Asked = NonNullable<Paths['/board']['get']['parameters']['query']>
export type View = NonNullable<Asked['view']>

/** One page of the board. */
export const boardPage = (query: Asked) => answer(api.GET('/board', { params: { query } }))
export type BoardJob = Awaited<ReturnType<typeof boardPage>>['items'][number]

export const countsQuery = {
  queryKey: ['counts'],
  queryFn: () => answer(api.GET('/board/counts')),
  refetchInterval: 60_000,
}

/** The standing views, in the order of the tabs: what they are called, and what an empty one means. */
export const VIEWS: readonly { view: View; name: string; empty: string }[] = [
  { view: 'open', name: 'Open', empty: 'No job is open. It is a quiet night.' },
  { view: 'not-dispatched', name: 'Not dispatched', empty: 'Every job has somebody on it.' },
  { view: 'in-progress', name: 'In progress', empty: 'Nobody is out on a job.' },
  { view: 'late', name: 'Late', empty: 'Nothing is late.' },
  { view: 'not-advised', name: 'Not advised', empty: 'Everybody has been told what was found.' },
  { view: 'deferred-today', name: 'Deferred, for today', empty: 'No deferred job is to be looked at today.' },
  { view: 'complete', name: 'Complete', empty: 'No job is complete yet.' },
]
