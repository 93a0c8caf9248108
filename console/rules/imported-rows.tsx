import { Button, Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ImportedRow } from '../api/schema.ts'

const OUTCOMES: Readonly<Record<ImportedRow['outcome'], { word: string; shape: string; tone: string }>> = {
  refused: { word: 'cannot be made', shape: '✕', tone: 'act' },
  ready: { word: 'ready', shape: '○', tone: 'dim' },
  made: { word: 'made', shape: '✓', tone: 'good' },
  'there-already': { word: 'there already', shape: '=', tone: 'dim' },
}

const ORDER = Object.keys(OUTCOMES)
/** So many lines are drawn at once. */
const STEP = 200

/** What becomes of every line of a file; what is wrong comes first. */
export function ImportedRows({ rows }: { rows: readonly ImportedRow[] }) {
  const [most, setMost] = useState(STEP)
  const sorted = rows.toSorted((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome) || a.line - b.line)
  return (
    <>
      <Table className="imported" aria-label="Lines of the file">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Line</Table.Th>
            <Table.Th>Outcome</Table.Th>
            <Table.Th>The rule, or what to put right</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.slice(0, most).map(row => (
            <Row key={row.line} row={row} />
          ))}
        </Table.Tbody>
      </Table>
      {sorted.length > most && (
        <Button variant="default" mt="sm" onClick={() => setMost(most + STEP)}>
          {`Show more (${sorted.length - most} are left)`}
        </Button>
      )}
    </>
  )
}

function Row({ row: { line, outcome, sentence, notes, warnings, ruleId } }: { row: ImportedRow }) {
  const { word, shape, tone } = OUTCOMES[outcome]
  return (
    <Table.Tr>
      <Table.Td>{line}</Table.Td>
      <Table.Td className={tone}>
        <span aria-hidden>{shape}</span> {word}
      </Table.Td>
      <Table.Td>
        {ruleId ? (
          <Link to="/rules/$ruleId" params={{ ruleId }}>
            {sentence}
          </Link>
        ) : (
          sentence
        )}
        {notes.map(note => (
          <div key={note} className="dim">
            {note}
          </div>
        ))}
        {warnings.map(warning => (
          <div key={warning.about} className="watch">
            <span aria-hidden>⚠</span> {warning.sentence}
          </div>
        ))}
      </Table.Td>
    </Table.Tr>
  )
}
