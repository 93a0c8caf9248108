import { type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { answer, api } from '../api/client.ts'
import type { Paths } from '../api/schema.ts'
import { entryQuery, type Kind } from '../look/entries.tsx'
import type { Asked, Pointer } from './about.ts'
import type { Entry, Value } from './fields.ts'

// All kinds are asked for alike; the types of one stand for all of them here.
const listOf = (kind: Kind) => `/${kind}` as '/customers'
const oneOf = (kind: Kind) => `/${kind}/{id}` as '/customers/{id}'
const changesOf = (kind: Kind) => `/${kind}/{id}/changes` as '/customers/{id}/changes'

type Query = NonNullable<Paths['/customers']['get']['parameters']['query']>

const entriesPage = (kind: Kind, query: Asked & { limit: number; after?: string }) =>
  answer(api.GET(listOf(kind), { params: { query: query as Query } }))
type Page = Awaited<ReturnType<typeof entriesPage>>
type Trouble = Page['unreachable'][number]['because']

/** Entries with the names of what they point at, and which of their addresses reach nobody. */
export type Listed = Readonly<{
  entries: readonly Entry[]
  names: Readonly<Record<string, string>>
  unreachable: ReadonlyMap<string, Trouble>
}>

const listed = (pages: readonly Page[]): Listed => ({
  entries: pages.flatMap(({ items }) => items as unknown as Entry[]),
  names: Object.assign({}, ...pages.map(({ names }) => names)),
  unreachable: new Map(pages.flatMap(each => each.unreachable.map(({ address, because }) => [address, because]))),
})

const PAGE = 200

/** The entries of a kind by name, read page after page. */
export function useEntries(kind: Kind, asked: Asked) {
  const { data, error, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['directory', kind, 'list', asked],
    queryFn: ({ pageParam }) => entriesPage(kind, { ...asked, limit: PAGE, ...(pageParam && { after: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ next }: Page) => next,
    // While somebody types, what was found before stays; the entries of another kind do not.
    placeholderData: (before, query) => (query?.queryKey[1] === kind ? before : undefined),
  })
  const list = useMemo(() => data && listed(data.pages), [data])
  const readMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage()
  }, [isFetchingNextPage, fetchNextPage])
  return { list, error, isOld: isPlaceholderData, more: hasNextPage, readMore, readAgain: () => void refetch() }
}

/** The first of the entries that name another one, and whether there are more. */
export const namingQuery = (kind: Kind, by: Pointer, id: string) => ({
  queryKey: ['directory', kind, 'naming', by, id],
  queryFn: () => entriesPage(kind, { [by]: id, limit: 8 }),
})

/** Why an address reaches nobody; nothing when it does, as far as is known. */
export function useTrouble(kind: Kind, address: string): Trouble | undefined {
  const { data } = useQuery({
    queryKey: ['directory', kind, 'trouble', address],
    queryFn: () => entriesPage(kind, { search: address, limit: 5 }),
    enabled: address !== '',
  })
  return data && listed([data]).unreachable.get(address)
}

export const changesQuery = (kind: Kind, id: string) => ({
  queryKey: ['directory', kind, id, 'changes'],
  queryFn: () => answer(api.GET(changesOf(kind), { params: { path: { id }, query: { limit: 50 } } })),
})
export type EntryChange = Awaited<ReturnType<ReturnType<typeof changesQuery>['queryFn']>>['items'][number]

export const complaintsQuery = (customerId: string) => ({
  queryKey: ['directory', 'customers', customerId, 'complaints'],
  queryFn: () => answer(api.GET('/complaints', { params: { query: { customerId, limit: 50 } } })),
})
export type Complaint = Awaited<ReturnType<ReturnType<typeof complaintsQuery>['queryFn']>>['items'][number]

type Set = Readonly<Record<string, Value>>

/** Changes some fields of an entry. */
export const changeEntry = (kind: Kind, id: string, set: Set) =>
  answer(api.PATCH(oneOf(kind), { params: { path: { id } }, body: set as { name?: string } }))

/** Adds an entry. */
export const addEntry = (kind: Kind, set: Set) =>
  answer(api.POST(listOf(kind), { body: set as { name: string } })) as unknown as Promise<Entry>

/** Everything that is shown of the directory is looked up again. */
export const directoryMoved = (queries: QueryClient) => queries.invalidateQueries({ queryKey: ['directory'] })

/** Saves a field of an entry; what is shown is changed at once. */
export function useSaveEntry(kind: Kind, id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (set: Set) => changeEntry(kind, id, set),
    onSuccess: saved => queries.setQueryData(entryQuery(kind, id).queryKey, saved),
    onSettled: () => directoryMoved(queries),
  })
}
