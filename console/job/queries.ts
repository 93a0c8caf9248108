import type { QueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import type { Paths } from '../api/schema.ts'

const at = (reference: string) => ({ path: { id: reference } })

export const jobQuery = (reference: string) => ({
  queryKey: ['job', reference],
  queryFn: () => answer(api.GET('/jobs/{id}', { params: at(reference) })),
})
export type JobSeen = Awaited<ReturnType<ReturnType<typeof jobQuery>['queryFn']>>

export const eventsQuery = (reference: string) => ({
  queryKey: ['job', reference, 'events'],
  queryFn: () => answer(api.GET('/jobs/{id}/events', { params: { ...at(reference), query: { limit: 200 } } })),
})
export type JobEvent = Awaited<ReturnType<ReturnType<typeof eventsQuery>['queryFn']>>['items'][number]

export type Supposed = NonNullable<Paths['/jobs/{id}/decisions']['get']['parameters']['query']>

/** Who was told and who was not, who will be reminded, and who would be told if that happened now. */
export const decisionsQuery = (reference: string, supposed: Supposed = {}) => ({
  queryKey: ['job', reference, 'decisions', supposed],
  queryFn: () => answer(api.GET('/jobs/{id}/decisions', { params: { ...at(reference), query: supposed } })),
})
type Decisions = Awaited<ReturnType<ReturnType<typeof decisionsQuery>['queryFn']>>
export type Decision = Decisions['items'][number]

export type WouldBe = NonNullable<Decisions['wouldBe']>
export type Expected = WouldBe['items'][number]

export const jobMessagesQuery = (reference: string, jobId: string | undefined) => ({
  queryKey: ['job', reference, 'messages'],
  queryFn: () => answer(api.GET('/messages', { params: { query: { jobId: jobId ?? '', limit: 200 } } })),
  enabled: jobId !== undefined,
})
export type Message = Awaited<ReturnType<ReturnType<typeof jobMessagesQuery>['queryFn']>>['items'][number]

export const photosQuery = (reference: string) => ({
  queryKey: ['job', reference, 'photos'],
  queryFn: () => answer(api.GET('/jobs/{id}/photos', { params: at(reference) })),
})

/** Everything that is shown of the job is looked up again. */
export const jobMoved = (queries: QueryClient, reference: string) =>
  queries.invalidateQueries({ queryKey: ['job', reference] })
