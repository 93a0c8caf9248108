import { CloseButton } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useDeeds } from '../look/keys.tsx'
import { MessageDetail } from './message-detail.tsx'

/** A message beside the log. */
export function MessagePanel() {
  const { message: id } = useParams({ from: '/inside/messages/$message' })
  const navigate = useNavigate()
  const close = useMemo(() => () => void navigate({ to: '/messages', search: true }), [navigate])
  useDeeds(useMemo(() => [{ name: 'Close the message', keys: 'Escape', about: 'This message', act: close }], [close]))
  return (
    <aside className="panel message-panel" aria-label="Message">
      <MessageDetail id={id} key={id} close={<CloseButton aria-label="Close the message" onClick={close} />} />
    </aside>
  )
}
