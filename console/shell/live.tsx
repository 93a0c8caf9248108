import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { hearChanges, type Line } from './changes.ts'

/** Since when the server has not answered, in milliseconds; null while it does. */
export type Lost = number | null

/** Keeps what is on the screen up to date, and says since when that is not so. */
export function useLive(): Lost {
  const queries = useQueryClient()
  const [lost, setLost] = useState<Lost>(null)
  useEffect(() => {
    const ending = new AbortController()
    hearChanges(ending.signal, heard => {
      if (heard === 'lost') return setLost(was => was ?? Date.now())
      setLost(null)
      if (heard === 'back') refreshAll(queries)
      else refresh(queries, heard.line)
    })
    return () => ending.abort()
  }, [queries])
  return lost
}

/** Everything that is shown is looked up again. */
function refreshAll(queries: QueryClient): void {
  void queries.invalidateQueries()
  window.dispatchEvent(new CustomEvent('jobs-changed', { detail: [] }))
}

function refresh(queries: QueryClient, { jobs = [], messages = [], rules, directory }: Line): void {
  const touched = new Set([...jobs, ...messages])
  if (touched.size > 0) {
    const isTouched = (reference: unknown) =>
      touched.has(queries.getQueryData<{ id: string }>(['job', reference])?.id ?? '')
    void queries.invalidateQueries({ queryKey: ['job'], predicate: ({ queryKey }) => isTouched(queryKey[1]) })
    for (const kind of ['counts', 'messages', 'health']) void queries.invalidateQueries({ queryKey: [kind] })
    window.dispatchEvent(new CustomEvent('jobs-changed', { detail: [...touched] }))
  }
  if (rules) void queries.invalidateQueries({ queryKey: ['rules'] })
  if (directory) void queries.invalidateQueries({ queryKey: ['directory'] })
}
