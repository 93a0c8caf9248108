import { Button } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Moment } from '../look/time.tsx'
import { useMe } from '../sign-in/me.ts'
import type { Language } from './names.ts'
import { type Template, type Version, versionsQuery } from './queries.ts'

type Restore = Pick<UseMutationResult<unknown, unknown, number>, 'mutate' | 'isPending'>

/** Every version there was, with who wrote it and when; each can be read, and brought back. */
export function Versions({ template, restore }: { template: Template; restore: Restore | null }) {
  const { data } = useQuery(versionsQuery(template.name, template.language as Language))
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">Versions</h2>
      <ol className="versions">
        {data?.items.map(version => (
          <li key={version.version}>
            <VersionLine version={version} isNow={version.version === template.version} restore={restore} />
          </li>
        ))}
      </ol>
    </section>
  )
}

type LineProps = { version: Version; isNow: boolean; restore: Restore | null }

function VersionLine({ version, isNow, restore }: LineProps) {
  const { company } = useMe()
  const [opened, setOpened] = useState(false)
  const { version: number, by, at, restores, subject, body } = version
  const called = number === 0 ? 'The words Callout comes with' : `Version ${number}`
  return (
    <>
      <div className="version">
        <div>
          <strong>{called}</strong> {isNow && <span className="good">in use</span>}
          <div className="dim">
            {restores !== null && `brought back ${restores === 0 ? "Callout's" : `version ${restores}`}, `}
            {by && `${by.name}, `}
            {at && <Moment at={at} zone={company.timeZone} />}
          </div>
        </div>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-expanded={opened}
          aria-label={`${opened ? 'Close' : 'Read'}: ${called}`}
          onClick={() => setOpened(!opened)}
        >
          {opened ? 'Close' : 'Read'}
        </Button>
        {restore && !isNow && (
          <Button
            variant="default"
            size="compact-sm"
            disabled={restore.isPending}
            aria-label={`Bring back: ${called}`}
            onClick={() => restore.mutate(number)}
          >
            Bring back
          </Button>
        )}
      </div>
      {opened && (
        <div className="previewed">
          {subject && <strong>{subject}</strong>}
          <pre>{body}</pre>
        </div>
      )}
    </>
  )
}
