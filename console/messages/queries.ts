import { answer, api } from '../api/client.ts'
import type { Paths } from '../api/schema.ts'

export type Asked = NonNullable<Paths['/messages']['get']['parameters']['query']>
export type Filter = Omit<Asked, 'limit' | 'after'>

/** As many as are read at a time. */
export const PAGE = 100

/** One page of the log of messages, the latest first. */
export const messagesPage = (query: Asked) => answer(api.GET('/messages', { params: { query } }))
export type Page = Awaited<ReturnType<typeof messagesPage>>
export type Message = Page['items'][number]

/** The latest messages, looked up again whenever something happens. */
export const latestQuery = (filter: Filter) => ({
  queryKey: ['messages', 'latest', filter],
  queryFn: () => messagesPage({ ...filter, limit: PAGE }),
})

export const messageQuery = (id: string) => ({
  queryKey: ['messages', id],
  queryFn: () => answer(api.GET('/messages/{id}', { params: { path: { id } } })),
})
export type MessageSeen = Awaited<ReturnType<ReturnType<typeof messageQuery>['queryFn']>>

/** How many stand in each view; failed ones since this moment. */
export const countsQuery = (from: string) => ({
  queryKey: ['messages', 'counts', from],
  queryFn: () => answer(api.GET('/messages/counts', { params: { query: { from } } })),
  refetchInterval: 60_000,
})

/** More are not counted. */
export const MOST_COUNTED = 1000

export const repliesPage = (after: string | undefined, done: 'true' | 'false') =>
  answer(api.GET('/replies', { params: { query: { limit: 50, done, ...(after && { after }) } } }))
export type Reply = Awaited<ReturnType<typeof repliesPage>>['items'][number]
