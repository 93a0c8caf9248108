import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Kind } from '../look/entries.tsx'
import { lasted, partiesInWords } from './in-words.ts'
import type { Party } from './queries.ts'
import { Question } from './question.tsx'
import { Bar } from './reasons.tsx'

const COLUMNS = [
  { by: 'jobs', name: 'Jobs' },
  { by: 'median', name: 'Half within' },
  { by: 'ninetieth', name: 'Nine of ten within' },
  { by: 'told', name: 'Told' },
  { by: 'failed', name: 'Failed' },
  { by: 'expired', name: 'Expired' },
  { by: 'reminders', name: 'Reminders' },
] as const
type By = (typeof COLUMNS)[number]['by']

/** So many are shown at first. */
const FIRST = 12

type Props = {
  title: string
  kind: Extract<Kind, 'customers' | 'providers'>
  words: readonly [string, string]
  /** From when until when their times are measured. */
  measured: string
  parties: readonly Party[]
  csv: string
}

/** How it went for each customer, or with each provider; those with most first, or as somebody sorts them. */
export function Parties({ title, kind, words, measured, parties, csv }: Props) {
  const [by, setBy] = useState<By>('jobs')
  const [all, setAll] = useState(false)
  const most = Math.max(0, ...parties.map(({ jobs }) => jobs))
  const sorted = [...parties].sort((a, b) => (b[by] ?? -1) - (a[by] ?? -1) || a.name.localeCompare(b.name))
  const says = `${partiesInWords(parties, words)} Times run ${measured}.`
  return (
    <Question wide title={title} says={says} csv={csv}>
      {parties.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section className="parties" aria-label={`${title}: the table`} tabIndex={0}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">Name</th>
                {COLUMNS.map(column => (
                  <th key={column.by} scope="col" aria-sort={column.by === by ? 'descending' : 'none'}>
                    <button type="button" onClick={() => setBy(column.by)}>
                      {column.name} <span aria-hidden>{column.by === by ? '↓' : ''}</span>
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sorted.slice(0, all ? undefined : FIRST).map(party => (
                <PartyLine key={party.id} {...{ kind, party, most }} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {sorted.length > FIRST && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(!all)}>
          {all ? `Show the first ${FIRST}` : `Show all ${sorted.length}`}
        </Button>
      )}
    </Question>
  )
}

function PartyLine({ kind, party, most }: { kind: Kind; party: Party; most: number }) {
  return (
    <tr>
      <th scope="row">
        <Link to="/directory/$kind/$entry" params={{ kind, entry: party.id }}>
          {party.name}
        </Link>
      </th>
      <td>
        <Bar count={party.jobs} most={most} />
      </td>
      <td>{lasted(party.median)}</td>
      <td>{lasted(party.ninetieth)}</td>
      <td title={party.captured > 0 ? `${party.captured} more were only captured here` : undefined}>
        {(party.told + party.captured).toLocaleString()}
      </td>
      <td className={party.failed > 0 ? 'act' : 'dim'}>{party.failed.toLocaleString()}</td>
      <td className={party.expired > 0 ? 'act' : 'dim'}>{party.expired.toLocaleString()}</td>
      <td>{party.reminders.toLocaleString()}</td>
    </tr>
  )
}
