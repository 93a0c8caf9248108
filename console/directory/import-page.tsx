import { Button, FileButton, Group, Loader, Textarea } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { type DragEvent, useState } from 'react'
import { ButtonLink } from '../look/button-link.tsx'
import { KINDS, type Kind } from '../look/entries.tsx'
import { Nothing, Page, Trouble } from '../look/page.tsx'
import { useMay } from '../sign-in/me.ts'
import { FIELDS } from './fields.ts'
import { ImportPreview } from './import-preview.tsx'
import { type Chosen, useImport } from './importing.ts'
import './directory.css'

/** Entries of a kind out of a file: what each line would do first, and then all of it at once. */
export function ImportPage() {
  const { kind } = useParams({ from: '/inside/directory/$kind/import' }) as { kind: Kind }
  const may = useMay('administer')
  const many = KINDS[kind].many.toLowerCase()
  return (
    <Page
      title={`Import ${many}`}
      deeds={
        <ButtonLink variant="default" to="/directory/$kind" params={{ kind }}>
          Back to the list
        </ButtonLink>
      }
    >
      {may ? (
        <Importing key={kind} kind={kind} />
      ) : (
        <Nothing title="Only administrators import files">Ask one of yours.</Nothing>
      )}
    </Page>
  )
}

function Importing({ kind }: { kind: Kind }) {
  const [file, setFile] = useState<Chosen | null>(null)
  const { trying, storing } = useImport(kind)
  const look = (chosen: Chosen) => {
    setFile(chosen)
    storing.reset()
    trying.mutate(chosen)
  }
  const leave = () => {
    setFile(null)
    trying.reset()
    storing.reset()
  }
  if (!file) return <Choosing kind={kind} look={look} />
  if (trying.error) {
    return (
      <>
        <Trouble error={trying.error} />
        <Choosing kind={kind} look={look} />
      </>
    )
  }
  if (!trying.data) {
    return (
      <p role="status">
        <Loader size="xs" aria-hidden /> Reading {file.name} …
      </p>
    )
  }
  return <ImportPreview {...{ kind, file, storing, leave }} tried={trying.data} />
}

function Choosing({ kind, look }: { kind: Kind; look: (file: Chosen) => void }) {
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) look({ name: file.name, content: file })
  }
  return (
    <div className="choosing">
      <section
        aria-label="The file"
        className={isOver ? 'drop drop-over' : 'drop'}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>Drop a CSV file here, or</p>
        <FileButton
          accept=".csv,.txt,.tsv,text/csv"
          onChange={file => file && look({ name: file.name, content: file })}
        >
          {props => <Button {...props}>Choose a file</Button>}
        </FileButton>
        <p className="dim">Nothing is stored before you have seen what every line would do.</p>
      </section>
      <Pasting look={look} />
      <Columns kind={kind} />
    </div>
  )
}

function Pasting({ look }: { look: (file: Chosen) => void }) {
  const [pasted, setPasted] = useState('')
  return (
    <div>
      <Textarea
        label="Or paste rows of a spreadsheet"
        description="With its heading."
        minRows={3}
        maxRows={8}
        value={pasted}
        onChange={event => setPasted(event.currentTarget.value)}
      />
      <Button
        variant="default"
        mt="sm"
        disabled={pasted.trim() === ''}
        onClick={() => look({ name: 'What you pasted', content: new Blob([pasted], { type: 'text/csv' }) })}
      >
        Read it
      </Button>
    </div>
  )
}

/** Which columns a file may have, and what each is good for. */
function Columns({ kind }: { kind: Kind }) {
  const key = kind === 'statuses' ? 'code' : 'name'
  return (
    <section aria-label="Columns" className="import">
      <h2>What stands in the file</h2>
      <p>
        A line is about the entry with its id, else with its {key}; if there is none, it adds one. A column that is not
        there changes nothing; an empty cell clears what may be empty.
      </p>
      <Group gap="md" mb="sm">
        <a href={`/api/v1/${kind}/csv?rows=none`} download={`${kind}.csv`}>
          An empty file to fill in
        </a>
        <a href={`/api/v1/${kind}/csv`} download>
          All {KINDS[kind].many.toLowerCase()} as they are
        </a>
      </Group>
      <dl className="columns">
        {FIELDS[kind].map(({ name, label, hint, is, required }) => (
          <div key={name}>
            <dt>
              <code>{typeof is === 'object' && 'of' in is ? name.replace(/Id$/, '') : name}</code>
            </dt>
            <dd>
              {label}
              {required && ' (needed)'}
              {hint && <span className="dim">. {hint}</span>}
              {typeof is === 'object' && !('of' in is) && (
                <span className="dim"> One of: {Object.keys(is).join(', ')}.</span>
              )}
              {is === 'yes-or-no' && <span className="dim"> Yes or no.</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
