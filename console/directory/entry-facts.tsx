import { Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fact } from '../look/edit.tsx'
import { EntryName, type Kind } from '../look/entries.tsx'
import { exactly } from '../look/time.tsx'
import { saidDone, saidFailed, wordsOf } from '../shell/undo.tsx'
import { useMay, useMe } from '../sign-in/me.ts'
import { TROUBLES } from './entry-list.tsx'
import { editorOf } from './field-input.tsx'
import { asTyped, type Entry, FIELDS, type Field, isAddress, meant, type Value, wordsFor } from './fields.ts'
import { changeEntry, changesQuery, useSaveEntry, useTrouble } from './queries.ts'

// Made once: an editor that is another function each time would lose what is typed in it.
const EDITORS = new Map(Object.values(FIELDS).flatMap(fields => fields.map(field => [field, editorOf(field)])))

type Props = { kind: Kind; entry: Entry }

/** Everything that is written in an entry, each edited where it stands. */
export function EntryFacts({ kind, entry }: Props) {
  return (
    <dl className="facts" aria-label="Facts">
      {FIELDS[kind].map(field => (
        <EntryFact key={field.name} {...{ kind, entry, field }} />
      ))}
    </dl>
  )
}

type FactProps = Props & { field: Field }

function EntryFact({ kind, entry, field }: FactProps) {
  const mayEdit = useMay('administer') && !field.once
  const written = useWritten(kind, entry.id, field.name)
  const save = useSaving({ kind, entry, field })
  const value = entry[field.name]
  if (field.is === 'yes-or-no' && mayEdit) {
    return (
      <div className="fact">
        <dt aria-hidden>{field.label}</dt>
        <dd className="fact-switch" title={written}>
          <Switch
            aria-label={field.label}
            label={value ? 'Yes' : 'No'}
            checked={value === true}
            onChange={event => void save(String(event.currentTarget.checked)).catch(saidFailed)}
          />
        </dd>
      </div>
    )
  }
  return (
    <Fact
      label={field.label}
      value={asTyped(value)}
      shown={<Shown {...{ kind, field }} value={value} />}
      written={[field.hint, written].filter(Boolean).join('\n') || undefined}
      editor={EDITORS.get(field)}
      save={save}
      trouble={error => `${wordsOf(error).title}. ${wordsOf(error).detail}`}
      readOnly={!mayEdit}
    />
  )
}

/** Saves what was typed in a field, says so, and takes it back if asked to. */
function useSaving({ kind, entry, field }: FactProps) {
  const { mutateAsync } = useSaveEntry(kind, entry.id)
  return async (typed: string) => {
    const { name, label } = field
    const was = entry[name] as Value
    await mutateAsync({ [name]: meant(field, typed) })
    saidDone(`${label} saved.`, () => changeEntry(kind, entry.id, { [name]: was }))
  }
}

function Shown({ kind, field, value }: { kind: Kind; field: Field; value: Value | undefined }) {
  if (value === null || value === undefined || value === '') return <span className="dim">{field.empty ?? 'None'}</span>
  if (typeof field.is === 'object' && 'of' in field.is) {
    return <EntryName kind={(field.is as { of: Kind }).of} id={String(value)} />
  }
  return (
    <>
      {wordsFor(field, value)}
      {isAddress(field) && <Unreachable kind={kind} address={String(value)} />}
    </>
  )
}

function Unreachable({ kind, address }: { kind: Kind; address: string }) {
  const trouble = useTrouble(kind, address)
  if (!trouble) return null
  return (
    <span className="watch unreachable">
      <span aria-hidden>▲</span> {TROUBLES[trouble]}
    </span>
  )
}

/** Who wrote this field last, and when. */
function useWritten(kind: Kind, id: string, name: string): string | undefined {
  const { company } = useMe()
  const { data } = useQuery(changesQuery(kind, id))
  const last = data?.items.find(({ what, changed }) => what === 'added' || changed.some(({ field }) => field === name))
  return last && `${last.by.name}, ${exactly(last.at, company.timeZone)}`
}
