import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import type { NewRule } from '../api/schema.ts'
import { FEW, type OwnerKind } from './faces.ts'

export const countsQuery = {
  queryKey: ['rules', 'counts'],
  queryFn: () => answer(api.GET('/rules/counts')),
}

/** Who has rules, by name; while somebody searches, and where there are few, also who has none. */
export const ownersQuery = (ownerKind: OwnerKind, search: string) =>
  infiniteQueryOptions({
    queryKey: ['rules', 'owners', ownerKind, search],
    queryFn: ({ pageParam }) => {
      const which = search !== '' || FEW.has(ownerKind) ? ('all' as const) : ('with-rules' as const)
      const query = { ownerKind, which, limit: 200, ...(search && { search }), ...(pageParam && { after: pageParam }) }
      return answer(api.GET('/rules/owners', { params: { query } }))
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })

/** The rules of one owner. */
export const rulesQuery = (ownerKind: OwnerKind, ownerId: string) => ({
  queryKey: ['rules', 'of', ownerKind, ownerId],
  queryFn: () => answer(api.GET('/rules', { params: { query: { ownerKind, ownerId, limit: 200 } } })),
})

export const ruleQuery = (id: string) => ({
  queryKey: ['rules', 'one', id],
  queryFn: () => answer(api.GET('/rules/{id}', { params: { path: { id } } })),
})

/** Whom a rule does not reach, and what else stands between: that changes with the directory, not with other rules. */
export const warningsQuery = (id: string, version: number) => ({
  queryKey: ['directory', 'warnings of rule', id, version],
  queryFn: () => answer(api.GET('/rules/{id}/warnings', { params: { path: { id } } })),
})
export type Warning = Awaited<ReturnType<ReturnType<typeof warningsQuery>['queryFn']>>['warnings'][number]

/** A draft in words, with what is wrong with it and what to know of it. */
export const checkQuery = (body: NewRule) => ({
  queryKey: ['rules', 'check', body],
  queryFn: () => answer(api.POST('/rules/check', { body })),
})

/** What stands between a rule and one customer. */
export const gatesQuery = (ruleId: string, customerId: string) => ({
  queryKey: ['rules', 'gates', ruleId, customerId],
  queryFn: () => answer(api.GET('/rules/{id}/gates', { params: { path: { id: ruleId }, query: { customerId } } })),
})

export const webhooksQuery = {
  queryKey: ['directory', 'webhooks'],
  queryFn: () => answer(api.GET('/webhooks')),
}

/** Everything that is shown of rules is looked up again. */
export const rulesMoved = (queries: QueryClient) => queries.invalidateQueries({ queryKey: ['rules'] })
