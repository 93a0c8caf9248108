import { Button, FileInput, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import { Page, Trouble } from '../look/page.tsx'
import { saidDone } from '../shell/undo.tsx'
import { ImportedRows } from './imported-rows.tsx'
import { rulesMoved } from './queries.ts'
import './rules.css'
import './reports.css'

type Run = 'dry' | 'whole' | 'partly'

const QUERY = { dry: { dryRun: 'true' }, whole: {}, partly: { partly: 'true' } } as const

function importFile({ file, run }: { file: File; run: Run }) {
  return answer(
    api.POST('/rules/import', {
      params: { query: QUERY[run] },
      // The bytes themselves: what they are encoded in is for the server to judge.
      body: file as unknown as string,
      bodySerializer: body => body,
      headers: { 'content-type': 'text/csv' },
    }),
  )
}
export type Imported = Awaited<ReturnType<typeof importFile>>

/** Makes rules of SMART's notification rows: first it says what would become of every line, and makes nothing. */
export function ImportPage() {
  const queries = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const tried = useMutation({ mutationFn: importFile })
  const made = useMutation({
    mutationFn: importFile,
    onSuccess: ({ summary }) => saidDone(summary),
    onSettled: () => rulesMoved(queries),
  })
  const choose = (chosen: File | null) => {
    setFile(chosen)
    made.reset()
    tried.reset()
    if (chosen) tried.mutate({ file: chosen, run: 'dry' })
  }
  const shown = made.data ?? tried.data
  const error = made.error ?? tried.error
  return (
    <Page title="Import SMART's rows" deeds={<BackToRules />}>
      {!file && <WhatItTakes />}
      <FileInput
        label="CSV file"
        placeholder="Choose a file"
        accept=".csv,text/csv"
        value={file}
        onChange={choose}
        clearable
        clearButtonProps={{ 'aria-label': 'Take another file' }}
        maw={420}
        my="md"
      />
      {tried.isPending && <p aria-live="polite">Reading every line. Nothing is made yet …</p>}
      {error && <Trouble error={error} />}
      {shown && file && (
        <Found
          imported={shown}
          isMade={made.data !== undefined}
          isMaking={made.isPending}
          make={run => made.mutate({ file, run })}
        />
      )}
    </Page>
  )
}

const BackToRules = () => (
  <Button component={Link} variant="default" to="/rules">
    Back to the rules
  </Button>
)

function WhatItTakes() {
  return (
    <div className="import-words">
      <p>
        A CSV file, in UTF-8, of up to 5,000 rows, with commas or semicolons and these columns. First you see what would
        become of every line; nothing is made until you say so. Rules that are there already are not made again.
      </p>
      <table className="import-example" aria-label="How a file looks">
        <thead>
          <tr>
            {['Owner Type', 'Owner', 'Service Type', 'Notify When', 'Via', 'Email Address / Mobile Number'].map(
              name => (
                <th key={name}>{name}</th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          <tr>
            {['Customer', 'Hargreaves Timber', 'All', 'Dispatched', 'PDF email', 'facilities@hargreaves.example'].map(
              value => (
                <td key={value}>{value}</td>
              ),
            )}
          </tr>
        </tbody>
      </table>
      <p className="dim">
        And where they say something: Recipient, Notify Provider, Don't Notify, Period (days), Number of Times.
      </p>
    </div>
  )
}

type FoundProps = { imported: Imported; isMade: boolean; isMaking: boolean; make: (run: Run) => void }

function Found({ imported, isMade, isMaking, make }: FoundProps) {
  const count = (outcome: string) => imported.rows.filter(row => row.outcome === outcome).length
  const [ready, refused] = [count('ready'), count('refused')]
  return (
    <section aria-label="What becomes of every line">
      <p role="status">
        <strong>{imported.summary}</strong>
      </p>
      {imported.unusedColumns.length > 0 && (
        <p className="dim">Columns that are not read: {imported.unusedColumns.join(', ')}.</p>
      )}
      {!isMade && refused > 0 && (
        <p className="watch">
          <strong>
            {refused === 1 ? 'One line cannot be made into a rule.' : `${refused} lines cannot be made into rules.`}
          </strong>{' '}
          Put that right in the file and choose it again, or make the rules of the good lines alone.
        </p>
      )}
      <Group gap="xs" my="sm">
        {!isMade && ready > 0 && (
          <Button loading={isMaking} onClick={() => make(refused > 0 ? 'partly' : 'whole')}>
            {`Make ${ready === 1 ? 'this rule' : `these ${ready} rules`}`}
          </Button>
        )}
        {isMade && <BackToRules />}
      </Group>
      <ImportedRows rows={imported.rows} />
    </section>
  )
}
