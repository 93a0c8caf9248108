import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { withLatest } from './log.ts'
import { type Filter, latestQuery, messagesPage, PAGE, type Page } from './queries.ts'

/** The messages that are asked for, read page after page, the latest kept up to date by themselves. */
export function useLog(filter: Filter) {
  const queries = useQueryClient()
  const latest = useQuery(latestQuery(filter)).data
  // Not among what is looked up again whenever something happens: all pages would be.
  const queryKey = useMemo(() => ['log', filter], [filter])
  const log = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) =>
      pageParam === ''
        ? queries.ensureQueryData(latestQuery(filter))
        : messagesPage({ ...filter, limit: PAGE, after: pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ next }: Page) => next,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
  })
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = log
  useEffect(() => {
    if (!latest || !data) return
    const now = withLatest(data, latest)
    if (now !== data) queries.setQueryData(queryKey, now as InfiniteData<Page, string>)
  }, [latest, data, queries, queryKey])
  const messages = useMemo(() => data?.pages.flatMap(({ items }) => items), [data])
  const readMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage()
  }, [isFetchingNextPage, fetchNextPage])
  return { messages, error, more: hasNextPage, readMore, readAgain: () => void refetch() }
}
