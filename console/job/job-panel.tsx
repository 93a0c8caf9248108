import { Button, CloseButton } from '@mantine/core'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useDeeds } from '../look/keys.tsx'
import { Job } from './job.tsx'

/** A job beside the board. */
export function JobPanel() {
  const { reference } = useParams({ from: '/inside/board/$reference' })
  const { do: begun } = useSearch({ from: '/inside/board' })
  const navigate = useNavigate()
  const close = useMemo(
    () => () => void navigate({ to: '/board', search: before => ({ ...before, do: undefined }) }),
    [navigate],
  )
  useDeeds(useMemo(() => [{ name: 'Close the job', keys: 'Escape', about: 'This job', act: close }], [close]))
  return (
    <aside className="panel" aria-label="Job">
      <Job
        reference={reference}
        key={`${reference} ${begun}`}
        begun={begun}
        close={
          <>
            <Button component={Link} variant="default" to={`/jobs/${reference}`}>
              Whole page
            </Button>
            <CloseButton aria-label="Close the job" onClick={close} />
          </>
        }
      />
    </aside>
  )
}
