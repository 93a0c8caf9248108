import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import type { Kind } from '../look/entries.tsx'
import { directoryMoved } from './queries.ts'

/** A file as it was chosen, or what was pasted. */
export type Chosen = Readonly<{ name: string; content: Blob }>

type Run = Readonly<{ dryRun?: 'true'; faults?: 'skip' }>

// All kinds are imported alike; the type of one stands for all of them here.
const send = (kind: Kind, { content }: Chosen, query: Run) =>
  answer(
    api.POST(`/${kind}/import` as '/customers/import', {
      params: { query },
      body: content as never,
      bodySerializer: body => body as never,
      headers: { 'content-type': 'text/csv' },
    }),
  )
export type Imported = Awaited<ReturnType<typeof send>>
export type ImportedLine = Imported['rows'][number]

/** What a file would do, and doing it. */
export function useImport(kind: Kind) {
  const queries = useQueryClient()
  const trying = useMutation({ mutationFn: (file: Chosen) => send(kind, file, { dryRun: 'true' }) })
  const storing = useMutation({
    mutationFn: ({ file, skips }: { file: Chosen; skips: boolean }) =>
      send(kind, file, skips ? { faults: 'skip' } : {}),
    onSuccess: () => directoryMoved(queries),
  })
  return { trying, storing }
}

/** What can become of a line, what concerns people most first. */
export const DOES = [
  { does: 'fault', many: 'With a fault', word: 'fault', shape: '✕', tone: 'act' },
  { does: 'add', many: 'To be added', word: 'new', shape: '+', tone: 'good' },
  { does: 'change', many: 'To be changed', word: 'changes', shape: '→', tone: '' },
  { does: 'same', many: 'As before', word: 'as before', shape: '=', tone: 'dim' },
] as const
export type Does = (typeof DOES)[number]['does']

export const countsOf = (lines: readonly ImportedLine[]): Readonly<Record<Does, number>> => {
  const counts = { fault: 0, add: 0, change: 0, same: 0 }
  for (const { does } of lines) counts[does] += 1
  return counts
}
