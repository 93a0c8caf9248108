import { answer, api } from './client.ts'
import type { Paths } from './schema.ts'

export const healthQuery = {
  queryKey: ['health'],
  queryFn: () => answer(api.GET('/health')),
  refetchInterval: 30_000,
}
export type Health = Awaited<ReturnType<(typeof healthQuery)['queryFn']>>
export type Channel = Health['channels'][number]

/** What is wrong, and what was, with who was told of it. */
export const alarmsQuery = {
  queryKey: ['health', 'alarms'],
  queryFn: () => answer(api.GET('/alarms')),
}
export type Alarm = Awaited<ReturnType<(typeof alarmsQuery)['queryFn']>>['items'][number]

export type Trouble = Exclude<
  NonNullable<NonNullable<Paths['/contacts']['get']['parameters']['query']>['trouble']>,
  'true' | 'false'
>

/** Addresses with one kind of trouble, a page of them. */
export const contactsPage = (trouble: Trouble, after: string | undefined) =>
  answer(api.GET('/contacts', { params: { query: { trouble, limit: 50, ...(after && { after }) } } }))
export type Contact = Awaited<ReturnType<typeof contactsPage>>['items'][number]
