import { useMediaQuery } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import type { Kind } from '../look/entries.tsx'
import { Lines } from '../look/lines.tsx'
import { Altered } from './changes.tsx'
import { FIELDS } from './fields.ts'
import { DOES, type Does, type ImportedLine } from './importing.ts'

type Props = { kind: Kind; lines: readonly ImportedLine[]; only: Does | null }

const RANK = new Map<Does, number>(DOES.map(({ does }, i) => [does, i]))

/** The lines of a file and what each would do; those with a fault stand first. */
export function ImportLines({ kind, lines, only }: Props) {
  const [chosen, choose] = useState(0)
  const isPhone = useMediaQuery('(max-width: 640px)')
  const shown = useMemo(
    () =>
      lines
        .filter(({ does }) => only === null || does === only)
        .sort((a, b) => RANK.get(a.does)! - RANK.get(b.does)! || a.line - b.line),
    [lines, only],
  )
  return (
    <div className="import-lines">
      <Lines
        label="Lines of the file"
        one="line"
        columns={4}
        {...{ chosen, choose }}
        count={shown.length}
        more={false}
        readMore={() => {}}
        height={isPhone ? 76 : 32}
        keyOf={i => String(shown[i]!.line)}
        line={i => <Line kind={kind} line={shown[i]!} isChosen={i === chosen} />}
        heads={['Line', 'Does', 'Name', 'What'].map(name => (
          <span key={name} role="columnheader">
            {name}
          </span>
        ))}
      />
    </div>
  )
}

/** What a line changes; of an entry that it adds, what is not its name and not what most of them say. */
function worthReading(kind: Kind, { does, changes }: ImportedLine): ImportedLine['changes'] {
  if (does !== 'add') return changes
  const usual = new Map(FIELDS[kind].map(field => [field.name, field.usual ?? null]))
  return changes
    .filter(({ field, to }) => field !== 'name' && to !== null && to !== usual.get(field))
    .map(({ field, to }) => ({ field, to }))
}

function Line({ kind, line, isChosen }: { kind: Kind; line: ImportedLine; isChosen: boolean }) {
  const { word, shape, tone } = DOES.find(({ does }) => does === line.does)!
  return (
    <div role="row" className="row" tabIndex={isChosen ? 0 : -1}>
      <span role="gridcell" className="figures dim">
        {line.line}
      </span>
      <span role="gridcell" className={tone}>
        <span aria-hidden>{shape}</span> {word}
      </span>
      <span role="gridcell" title={line.name}>
        {line.name}
      </span>
      <span role="gridcell" className="import-what" title={line.fault ?? undefined}>
        {line.fault ?? worthReading(kind, line).map(each => <Altered key={each.field} kind={kind} altered={each} />)}
      </span>
    </div>
  )
}
