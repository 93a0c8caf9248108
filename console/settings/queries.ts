import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import type { Company, CompanyChange } from '../api/schema.ts'
import { saidDone } from '../shell/undo.tsx'

export const sessionsQuery = { queryKey: ['me', 'sessions'], queryFn: () => answer(api.GET('/sessions')) }
export const accountsQuery = { queryKey: ['accounts'], queryFn: () => answer(api.GET('/accounts')) }
export const keysQuery = { queryKey: ['accounts', 'keys'], queryFn: () => answer(api.GET('/keys')) }
export const webhooksQuery = { queryKey: ['directory', 'webhooks'], queryFn: () => answer(api.GET('/webhooks')) }
export const companyQuery = { queryKey: ['directory', 'company'], queryFn: () => answer(api.GET('/company')) }
export const pricesQuery = { queryKey: ['directory', 'prices'], queryFn: () => answer(api.GET('/prices')) }
export const holidaysQuery = {
  queryKey: ['directory', 'company', 'holidays'],
  queryFn: () => answer(api.GET('/company/holidays')),
}

export const useCompany = (): Company => useSuspenseQuery(companyQuery).data

/** Saves settings of the company: shown at once, said quietly, and taken back if asked to or if it did not work. */
export function useSaveCompany() {
  const queries = useQueryClient()
  const company = useCompany()
  const { queryKey } = companyQuery
  const put = async (change: CompanyChange) => {
    const before = queries.getQueryData<Company>(queryKey)
    if (before) queries.setQueryData<Company>(queryKey, { ...before, ...change })
    try {
      queries.setQueryData(queryKey, await answer(api.PATCH('/company', { body: change })))
    } catch (error) {
      queries.setQueryData(queryKey, before)
      throw error
    }
    void queries.invalidateQueries({ queryKey: ['me'], exact: true })
    void queries.invalidateQueries({ queryKey: holidaysQuery.queryKey })
  }
  return async (change: CompanyChange, name: string) => {
    const before = Object.fromEntries(
      Object.keys(change).map(field => [field, company[field as keyof Company]]),
    ) as CompanyChange
    await put(change)
    saidDone(`${name} saved.`, () => put(before))
  }
}
