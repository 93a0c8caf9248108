import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useDeeds } from '../shell/keys.tsx'
import { useMay } from '../sign-in/me.ts'
import type { OwnerKind } from './faces.ts'

/** What can be gone to from a rule: its editor, what is said of it, and away. */
export type Going = ReturnType<typeof useGoing>

/** Where one goes from the rules of an owner, by buttons and by keys. */
export function useGoing(kind: OwnerKind) {
  const navigate = useNavigate({ from: '/rules/$ownerKind/$ownerId' })
  const may = useMay('administer')
  const go = useMemo(() => {
    const to = (search: { edit?: string; rule?: string }) =>
      void navigate({ to: '.', search: before => ({ search: before.search, ...search }), resetScroll: false })
    return {
      edit: (id: string) => to({ edit: id }),
      open: (id: string | undefined) => to(id ? { rule: id } : {}),
      done: (id?: string) => to(id ? { rule: id } : {}),
      close: () =>
        void navigate({ to: '/rules', search: ({ search }) => ({ search, ...(kind !== 'company' && { kind }) }) }),
    }
  }, [navigate, kind])
  useDeeds(
    useMemo(
      () => [
        ...(may ? [{ name: 'New rule', keys: 'n', about: 'Rules', act: () => go.edit('new') }] : []),
        { name: 'Close these rules', keys: 'Escape', about: 'Rules', act: go.close },
      ],
      [may, go],
    ),
  )
  return go
}
