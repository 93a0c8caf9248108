import { Button, Checkbox, Group, Progress } from '@mantine/core'
import { useMemo, useState } from 'react'
import { ButtonLink } from '../look/button-link.tsx'
import { KINDS, type Kind } from '../look/entries.tsx'
import { Said } from '../look/said.tsx'
import { ImportLines } from './import-lines.tsx'
import { type Chosen, countsOf, DOES, type Does, type Imported, type useImport } from './importing.ts'

type Props = {
  kind: Kind
  file: Chosen
  tried: Imported
  storing: ReturnType<typeof useImport>['storing']
  leave: () => void
}

/** What every line of a file would do, faults first; and the button that does it. */
export function ImportPreview({ kind, file, tried, storing, leave }: Props) {
  const counts = useMemo(() => countsOf(tried.rows), [tried])
  const [only, setOnly] = useState<Does | null>(null)
  const [skips, setSkips] = useState(false)
  if (storing.data?.stored) return <Stored kind={kind} done={storing.data} leave={leave} />
  const fresh = counts.add + counts.change
  const isStuck = counts.fault > 0 && !skips
  return (
    <div className="import-frame">
      <p>
        <strong>{file.name}</strong>: {plural(tried.rows.length, 'line')}. Nothing has been stored yet.
      </p>
      {tried.unusedColumns.length > 0 && (
        <p className="watch">
          <span aria-hidden>▲</span> Not read, because no column is called that: {tried.unusedColumns.join(', ')}.
        </p>
      )}
      <Counts counts={counts} only={only} setOnly={setOnly} />
      <ImportLines kind={kind} lines={tried.rows} only={only} />
      <div className="import-foot">
        {counts.fault > 0 && (
          <Checkbox
            label={`Leave out ${counts.fault === 1 ? 'the line with a fault' : `the ${counts.fault} lines with faults`}`}
            description="Else put them right in the file, and choose it again."
            checked={skips}
            onChange={event => setSkips(event.currentTarget.checked)}
          />
        )}
        <Said error={storing.error} />
        {storing.data && !storing.data.stored && <p role="alert">{storing.data.summary}</p>}
        {storing.isPending && <Working count={tried.rows.length} />}
        <Group gap="xs">
          <Button
            disabled={isStuck || fresh === 0}
            loading={storing.isPending}
            onClick={() => storing.mutate({ file, skips })}
          >
            {fresh === 0 ? 'Nothing to import' : `Import ${plural(fresh, 'line')}`}
          </Button>
          <Button variant="default" onClick={leave} disabled={storing.isPending}>
            Choose another file
          </Button>
        </Group>
      </div>
    </div>
  )
}

const plural = (count: number, one: string): string => `${count.toLocaleString()} ${one}${count === 1 ? '' : 's'}`

function Counts({
  counts,
  only,
  setOnly,
}: {
  counts: Readonly<Record<Does, number>>
  only: Does | null
  setOnly: (only: Does | null) => void
}) {
  return (
    <div className="views" role="group" aria-label="Which lines are shown">
      <button type="button" className="view" aria-pressed={only === null} onClick={() => setOnly(null)}>
        All
      </button>
      {DOES.map(({ does, many, tone }) => (
        <button
          type="button"
          key={does}
          className="view"
          aria-pressed={only === does}
          disabled={counts[does] === 0}
          onClick={() => setOnly(does)}
        >
          {many}{' '}
          <span className={does === 'fault' && counts.fault > 0 ? `count ${tone}` : 'count'}>{counts[does]}</span>
        </button>
      ))}
    </div>
  )
}

function Working({ count }: { count: number }) {
  return (
    <div role="status">
      Importing {plural(count, 'line')}. All or nothing is stored: you can wait here.
      <Progress value={100} animated size="sm" aria-label="Importing" />
    </div>
  )
}

function Stored({ kind, done, leave }: { kind: Kind; done: Imported; leave: () => void }) {
  return (
    <div className="nothing" role="status">
      <h2>The file was imported</h2>
      <p>{done.summary}</p>
      <Group justify="center" gap="xs">
        <ButtonLink to="/directory/$kind" params={{ kind }}>
          Show {KINDS[kind].many.toLowerCase()}
        </ButtonLink>
        <Button variant="default" onClick={leave}>
          Import another file
        </Button>
      </Group>
    </div>
  )
}
