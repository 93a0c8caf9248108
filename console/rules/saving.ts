import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import type { NewRule, Rule } from '../api/schema.ts'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import { bodyOf, draftOf } from './draft.ts'
import { ruleQuery, rulesMoved, rulesQuery } from './queries.ts'

const add = (body: NewRule) => answer(api.POST('/rules', { body }))
const change = (id: string, version: number, body: NewRule) =>
  answer(api.PUT('/rules/{id}', { params: { path: { id } }, body: { ...body, version } }))
const remove = (id: string) => answer(api.DELETE('/rules/{id}', { params: { path: { id } } }))

/** Whatever others did to it meanwhile: for taking back what was done. */
const changeNow = async (id: string, body: NewRule) => change(id, (await ruleQuery(id).queryFn()).version, body)

const sameAs = (rule: Rule): NewRule => bodyOf(draftOf(rule))

/** Adds a rule, or changes one into what is given; it says what to know of it, and can be taken back. */
export function useSaveRule(was: Rule | undefined) {
  const queries = useQueryClient()
  const moved = () => rulesMoved(queries)
  return useMutation({
    mutationFn: (body: NewRule) => (was ? change(was.id, was.version, body) : add(body)),
    // What it was: by the time it is saved the page may show what it is.
    onMutate: () => was,
    onSuccess: ({ rule }, _body, was) => {
      const undo = () => (was ? changeNow(was.id, sameAs(was)) : remove(rule.id)).then(moved)
      saidDone(was ? 'The rule was changed.' : 'The rule is in force from now on.', undo)
    },
    onSettled: moved,
  })
}

/** Switches a rule on or off; the page shows it at once. */
export function useSwitch(rule: Rule) {
  const queries = useQueryClient()
  const moved = () => rulesMoved(queries)
  const { queryKey } = rulesQuery(rule.owner.kind, rule.owner.id)
  return useMutation({
    mutationFn: (active: boolean) => change(rule.id, rule.version, { ...sameAs(rule), active }),
    onMutate: active => {
      const before = queries.getQueryData<{ items: Rule[] }>(queryKey)
      const items = before?.items.map(each => (each.id === rule.id ? { ...each, active } : each))
      if (before && items) queries.setQueryData(queryKey, { ...before, items })
      return before
    },
    onSuccess: (_saved, active) =>
      saidDone(active ? 'Switched on.' : 'Switched off: it tells nobody.', () =>
        changeNow(rule.id, { ...sameAs(rule), active: !active }).then(moved),
      ),
    onError: (error, _active, before) => {
      queries.setQueryData(queryKey, before)
      saidFailed(error)
    },
    onSettled: moved,
  })
}

/** Takes a rule out of use; undone, it is made again. */
export function useRemove(rule: Rule) {
  const queries = useQueryClient()
  const moved = () => rulesMoved(queries)
  return useMutation({
    mutationFn: () => remove(rule.id),
    onSuccess: () => saidDone('The rule was deleted.', () => add(sameAs(rule)).then(moved)),
    onError: saidFailed,
    onSettled: moved,
  })
}
