import { CloseButton, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { entryQuery, KINDS, type Kind } from '../look/entries.tsx'
import { Trouble } from '../look/page.tsx'
import { useDeeds } from '../shell/keys.tsx'
import { ABOUT } from './about.ts'
import { Changes } from './changes.tsx'
import { Complaints } from './complaints.tsx'
import { EntryFacts } from './entry-facts.tsx'
import type { Entry } from './fields.ts'
import { Links, Naming, Rules } from './named.tsx'
import { Portrait } from './portrait.tsx'

/** An entry of the directory beside its list: everything about it, edited where it stands. */
export function EntryPanel() {
  const { kind, entry: id } = useParams({ from: '/inside/directory/$kind/$entry' }) as { kind: Kind; entry: string }
  const navigate = useNavigate()
  const { one } = KINDS[kind]
  const close = useMemo(
    () => () => void navigate({ to: '/directory/$kind', params: { kind }, search: true }),
    [navigate, kind],
  )
  useDeeds(
    useMemo(() => [{ name: `Close the ${one}`, keys: 'Escape', about: `This ${one}`, act: close }], [one, close]),
  )
  const { data, error, refetch } = useQuery(entryQuery(kind, id))
  return (
    <aside className="panel entry" aria-label={capital(one)}>
      <header className="entry-head">
        <div>
          <h2>{data?.name ?? capital(one)}</h2>
          <span className="dim">{capital(one)}</span>
        </div>
        <CloseButton aria-label={`Close the ${one}`} onClick={close} />
      </header>
      {data ? (
        <About key={id} kind={kind} entry={data as Entry} />
      ) : error ? (
        <Trouble error={error} again={() => void refetch()} />
      ) : (
        <Loader size="sm" m="md" aria-label="Loading" />
      )}
    </aside>
  )
}

function About({ kind, entry }: { kind: Kind; entry: Entry }) {
  const { named, owner } = ABOUT[kind]
  return (
    <>
      <Links kind={kind} entry={entry} />
      {kind === 'people' && <Portrait personId={entry.id} name={entry.name} />}
      <EntryFacts kind={kind} entry={entry} />
      {owner && <Rules owner={owner} id={entry.id} />}
      {named?.map(each => (
        <Naming key={each.title} {...each} id={entry.id} />
      ))}
      {kind === 'customers' && <Complaints customerId={entry.id} />}
      <Changes kind={kind} id={entry.id} zone={typeof entry.timeZone === 'string' ? entry.timeZone : undefined} />
    </>
  )
}

/** As a title begins: "Alarm company". */
export const capital = (words: string): string => words[0]!.toUpperCase() + words.slice(1)
