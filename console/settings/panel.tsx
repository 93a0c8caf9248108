import { CloseButton } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { useDeeds } from '../look/keys.tsx'

type Props = {
  title: string
  /** The list beside which it stands, and to which one comes back. */
  list: '/settings/people' | '/settings/keys' | '/settings/programs'
  children: ReactNode
}

/** Beside a list of settings: one of its lines, or a new one. */
export function Panel({ title, list, children }: Props) {
  const navigate = useNavigate()
  const close = useMemo(() => () => void navigate({ to: list }), [navigate, list])
  useDeeds(useMemo(() => [{ name: 'Close', keys: 'Escape', about: title, act: close }], [title, close]))
  return (
    <aside className="panel" aria-label={title}>
      <div className="settings-panel">
        <div className="settings-panel-head">
          <h2>{title}</h2>
          <CloseButton aria-label="Close" onClick={close} />
        </div>
        {children}
      </div>
    </aside>
  )
}
