import { useElementSize } from '@mantine/hooks'
import { Link, useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, memo, useMemo } from 'react'
import { useChosen } from '../look/chosen.ts'
import { KINDS, type Kind } from '../look/entries.tsx'
import { useDeeds } from '../look/keys.tsx'
import { Lines } from '../look/lines.tsx'
import { type Entry, FIELDS, type Field, isAddress, wordsFor } from './fields.ts'
import type { Listed } from './queries.ts'

/** Pixels: below this a line has two storeys. */
const NARROW = 560
/** How much room a column needs to be readable, in pixels. */
const COLUMN = 160

type Props = {
  kind: Kind
  list: Listed
  more: boolean
  readMore: () => void
  open: string | undefined
}

/** The entries of a kind, a line each; j and k move, o opens. */
export function EntryList({ kind, list, more, readMore, open }: Props) {
  const { entries } = list
  const { ref, width } = useElementSize()
  const [chosen, choose] = useChosen(entries, open)
  const columns = useMemo(() => FIELDS[kind].filter(({ column }) => column), [kind])
  const isNarrow = width > 0 && width < NARROW
  const shown = isNarrow || width === 0 ? columns : columns.slice(0, Math.max(3, Math.floor(width / COLUMN)))
  useOpening(kind, entries[chosen]?.id)
  const track = shown.map(({ column }) => column).join(' ')
  return (
    <div
      ref={ref}
      className={isNarrow ? 'entries entries-narrow' : 'entries'}
      style={{ '--columns': track } as React.CSSProperties}
    >
      <Lines
        label={KINDS[kind].many}
        one={KINDS[kind].one}
        columns={shown.length}
        {...{ chosen, choose, more, readMore }}
        count={entries.length}
        height={isNarrow ? 52 : 32}
        keyOf={i => entries[i]!.id}
        line={i => (
          <EntryRow
            {...{ kind, list, shown }}
            entry={entries[i]!}
            isChosen={i === chosen}
            isOpen={entries[i]!.id === open}
          />
        )}
        heads={shown.map(({ name, label }) => (
          <span key={name} role="columnheader">
            {label}
          </span>
        ))}
      />
    </div>
  )
}

type RowProps = {
  kind: Kind
  entry: Entry
  list: Listed
  shown: readonly Field[]
  isChosen: boolean
  isOpen: boolean
}

const EntryRow = memo(function Row({ kind, entry, list, shown, isChosen, isOpen }: RowProps) {
  return (
    <div
      role="row"
      className="row entry-row"
      aria-selected={isOpen}
      tabIndex={isChosen ? 0 : -1}
      onKeyDown={openByEnter}
    >
      {shown.map(field => (
        <span key={field.name} role="gridcell" className={field.name === 'name' ? 'cell-name' : undefined}>
          {field.name === 'name' ? (
            <Link
              to="/directory/$kind/$entry"
              params={{ kind, entry: entry.id }}
              search={true}
              tabIndex={-1}
              className="opens"
            >
              {entry.name}
            </Link>
          ) : (
            <Cell {...{ field, entry, list }} />
          )}
        </span>
      ))}
    </div>
  )
})

function openByEnter({ key, target, currentTarget }: KeyboardEvent<HTMLElement>): void {
  if (key === 'Enter' && target === currentTarget) currentTarget.querySelector('a')?.click()
}

/** Why nobody is reached at an address, as a list says it. */
export const TROUBLES = { 'opted-out': 'wants no messages', dead: 'messages came back' } as const

function Cell({ field, entry, list }: { field: Field; entry: Entry; list: Listed }) {
  const words = wordsFor(field, entry[field.name], list.names)
  const trouble = isAddress(field) ? list.unreachable.get(words) : undefined
  const missing = words === '' ? field.missing?.(entry) : undefined
  if (!trouble && !missing) return <span title={words}>{words}</span>
  return (
    <span className="watch" title={trouble ? `${words}: ${TROUBLES[trouble]}` : undefined}>
      <span aria-hidden>▲</span> {missing ?? words}
      {trouble && <span className="unseen">: {TROUBLES[trouble]}</span>}
    </span>
  )
}

function useOpening(kind: Kind, id: string | undefined): void {
  const navigate = useNavigate()
  useDeeds(
    useMemo(() => {
      const open = () =>
        void (id && navigate({ to: '/directory/$kind/$entry', params: { kind, entry: id }, search: true }))
      return [{ name: `Open the ${KINDS[kind].one}`, keys: 'o', about: 'Directory', act: open }]
    }, [kind, id, navigate]),
  )
}
