import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { signedInAgain } from '../api/signed-out.ts'

/** What the server tells of what happened in the company. */
type Line = { jobs?: string[]; messages?: string[]; rules?: boolean; directory?: boolean }

/** Since when the server has not answered, in milliseconds; null while it does. */
export type Lost = number | null

/** Keeps what is on the screen up to date: reads the server's stream of changes, and says when that breaks off. */
export function useLive(): Lost {
  const queries = useQueryClient()
  const [lost, setLost] = useState<Lost>(null)
  useEffect(() => {
    const ending = new AbortController()
    void listen(queries, ending.signal, setLost)
    return () => ending.abort()
  }, [queries])
  return lost
}

const PAUSES = [500, 1000, 2000, 5000]
/** The server says something every 15 seconds; twice that long without a word is a broken line. */
const SILENCE = 32_000

async function listen(
  queries: QueryClient,
  signal: AbortSignal,
  setLost: (lost: Lost | ((was: Lost) => Lost)) => void,
) {
  let failures = 0
  while (!signal.aborted) {
    const heard = await readChanges(signal, line => {
      // After a break everything may have changed; after that only what is named.
      if (failures > 0) void queries.invalidateQueries()
      failures = 0
      setLost(null)
      refresh(queries, line)
    })
    if (signal.aborted || heard === 'signed-out') return
    failures += 1
    if (failures > 1) setLost(was => was ?? Date.now())
    await new Promise(resolve => setTimeout(resolve, PAUSES[Math.min(failures, PAUSES.length) - 1]))
  }
}

async function readChanges(signal: AbortSignal, tell: (line: Line) => void): Promise<'broken' | 'signed-out'> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), SILENCE)
  try {
    const response = await fetch('/api/v1/changes', { signal: AbortSignal.any([signal, silence.signal]) })
    if (response.status === 401) {
      const back = signedInAgain()
      if (!back) return 'signed-out'
      await back
      return 'broken'
    }
    if (!response.ok || !response.body) return 'broken'
    let rest = ''
    for await (const chunk of chunksOf(response.body)) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE)
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) tell(JSON.parse(line) as Line)
    }
    return 'broken'
  } catch {
    return 'broken'
  } finally {
    clearTimeout(timer)
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
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
