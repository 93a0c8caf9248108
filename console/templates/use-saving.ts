import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api, Refused } from '../api/client.ts'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import type { Language } from './names.ts'
import type { Template, Words } from './queries.ts'

/** Saves words as a new version, or brings an older version back; both can be undone, for nothing is ever lost. */
export function useSaving({ name, language, version, restores }: Template, saved: () => void) {
  const queries = useQueryClient()
  const params = { path: { name, language: language as Language } }
  const refresh = () => queries.invalidateQueries({ queryKey: ['templates'] })
  const bringBack = (of: number, seen: number) =>
    answer(api.POST('/templates/{name}/{language}/restore', { params, body: { of, version: seen } }))
  // What it was before: Callout's own words are version 0, however often somebody went back to them.
  const before = restores === 0 ? 0 : version
  const undo = (made: number) => () => bringBack(before, made).then(refresh)
  const save = useMutation({
    mutationFn: ({ subject, body }: Words) =>
      answer(api.PUT('/templates/{name}/{language}', { params, body: { version, subject, body } })),
    onSuccess: async ({ version: made }) => {
      await refresh()
      saved()
      saidDone('The template is saved.', undo(made))
    },
    // What somebody else saved meanwhile is read; what is typed stays.
    onError: error => error instanceof Refused && error.problem.status === 409 && void refresh(),
  })
  const restore = useMutation({
    mutationFn: (of: number) => bringBack(of, version),
    onSuccess: async ({ version: made }, of) => {
      await refresh()
      saved()
      saidDone(of === 0 ? 'The words Callout comes with are back.' : `Version ${of} is back.`, undo(made))
    },
    onError: saidFailed,
  })
  return { save, restore }
}
