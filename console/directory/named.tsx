import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Kind } from '../look/entries.tsx'
import type { OwnerKind } from '../rules/faces.ts'
import { rulesQuery } from '../rules/queries.ts'
import type { Pointer } from './about.ts'
import type { Entry } from './fields.ts'
import { namingQuery, useTrouble } from './queries.ts'

/** The ways from an entry to its jobs, and to what was sent to it. */
export function Links({ kind, entry: { name, email, mobile } }: { kind: Kind; entry: Entry }) {
  const addresses = [email, mobile].filter(each => typeof each === 'string')
  const hasJobs = kind === 'customers' || kind === 'sites'
  if (!hasJobs && addresses.length === 0) return null
  return (
    <nav className="entry-links" aria-label="What belongs to it">
      {hasJobs && (
        <Link to="/board" search={{ search: name }}>
          Open jobs
        </Link>
      )}
      {addresses.map(address => (
        <Sent key={address} kind={kind} address={address} />
      ))}
    </nav>
  )
}

function Sent({ kind, address }: { kind: Kind; address: string }) {
  const trouble = useTrouble(kind, address)
  return (
    <>
      <Link to="/messages" search={{ view: 'all', search: address }}>
        Sent to {address}
      </Link>
      {trouble && <Link to="/health">Why {address} cannot be reached</Link>}
    </>
  )
}

type NamingProps = { kind: Kind; by: Pointer; title: string; id: string }

/** The entries that name this one: the first of them, and the way to all. */
export function Naming({ kind, by, title, id }: NamingProps) {
  const { data } = useQuery(namingQuery(kind, by, id))
  if (!data || (data.items.length === 0 && by === 'headOfficeId')) return null
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {data.items.length === 0 && <p className="dim">None.</p>}
      <ul className="plain">
        {data.items.map(({ id, name }) => (
          <li key={id}>
            <Link to="/directory/$kind/$entry" params={{ kind, entry: id }}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
      {data.next && (
        <Link to="/directory/$kind" params={{ kind }} search={{ [by]: id }}>
          Show all
        </Link>
      )}
    </section>
  )
}

/** Who is told what by the rules of this entry, in sentences. */
export function Rules({ owner, id }: { owner: OwnerKind; id: string }) {
  const { data } = useQuery(rulesQuery(owner, id))
  if (!data) return null
  return (
    <section aria-label="Rules">
      <h3>Who is told what</h3>
      {data.items.length === 0 && <p className="dim">It has no rules of its own.</p>}
      <ul className="rules-of">
        {data.items.map(({ id, sentence, active }) => (
          <li key={id} className={active ? undefined : 'dim'}>
            {sentence}
            {!active && ' (switched off)'}
          </li>
        ))}
      </ul>
      <Link to="/rules/$ownerKind/$ownerId" params={{ ownerKind: owner, ownerId: id }}>
        {data.items.length === 0 ? 'Make a rule' : 'Open its rules'}
      </Link>
    </section>
  )
}
