import { answer, api } from '../api/client.ts'
import type { Occasion } from '../look/occasions.ts'
import type { Language } from './names.ts'

/** Every template as it is now, and the tags they may use. */
export const templatesQuery = {
  queryKey: ['templates'],
  queryFn: () => answer(api.GET('/templates')),
}
type Templates = Awaited<ReturnType<(typeof templatesQuery)['queryFn']>>
export type Template = Templates['items'][number]
export type Tag = Templates['tags'][number]

/** Whether these are words of the company's own. */
export const isOwn = ({ version, restores }: Pick<Template, 'version' | 'restores'>): boolean =>
  version > 0 && restores !== 0

export const versionsQuery = (name: string, language: Language) => ({
  queryKey: ['templates', 'versions', name, language],
  queryFn: () => answer(api.GET('/templates/{name}/{language}/versions', { params: { path: { name, language } } })),
})
export type Version = Awaited<ReturnType<ReturnType<typeof versionsQuery>['queryFn']>>['items'][number]

export type Words = { subject: string | null; body: string }
export type Draft = Words & { name: string; language: Language }

/** What these words would say of a job if that happened to it. */
export const previewQuery = (job: string, words: Draft, occasion: Occasion | undefined) => ({
  queryKey: ['templates', 'preview', job, words, occasion],
  queryFn: () =>
    answer(api.POST('/templates/preview', { body: { job, words, ...(occasion && { occasions: [occasion] }) } })),
  retry: false,
})
export type Previewed = Awaited<ReturnType<ReturnType<typeof previewQuery>['queryFn']>>

/** Jobs to try words on, the latest first. */
export const jobsQuery = (search: string) => ({
  queryKey: ['jobs named', search],
  queryFn: () => answer(api.GET('/jobs', { params: { query: { limit: 20, ...(search && { search }) } } })),
  staleTime: 60_000,
})

export const layoutQuery = {
  queryKey: ['templates', 'layout'],
  queryFn: () => answer(api.GET('/sheet-layout')),
}
export type Layout = Awaited<ReturnType<(typeof layoutQuery)['queryFn']>>

export const ruleQuery = (id: string) => ({
  queryKey: ['rules', id],
  queryFn: () => answer(api.GET('/rules/{id}', { params: { path: { id } } })),
})
