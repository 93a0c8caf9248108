import { keepPreviousData } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import type { Paths } from '../api/schema.ts'

export type FiguresAsked = NonNullable<Paths['/figures']['get']['parameters']['query']>
type Table = Paths['/figures/csv']['get']['parameters']['query']['table']

/** How the work and the telling went in these days. What was asked before stays until the answer is there. */
export const figuresQuery = (query: FiguresAsked) => ({
  queryKey: ['figures', query],
  queryFn: ({ signal }: { signal: AbortSignal }) => answer(api.GET('/figures', { params: { query }, signal })),
  placeholderData: keepPreviousData,
  staleTime: 60_000,
})
export type Figures = Awaited<ReturnType<ReturnType<typeof figuresQuery>['queryFn']>>
export type Response = Figures['responses'][number]
export type Stretch = Response['stretch']
export type Party = Figures['customers'][number]

/** Where a part of the same figures is to be had as a spreadsheet. */
export const csvOf = (table: Table, asked: FiguresAsked): string =>
  `/api/v1/figures/csv?${new URLSearchParams({ table, ...asked })}`
