import { useQuery } from '@tanstack/react-query'
import type { Kind } from '../look/entries.tsx'
import { Moment } from '../look/time.tsx'
import { useMe } from '../sign-in/me.ts'
import { FIELDS, wordsFor } from './fields.ts'
import { changesQuery, type EntryChange } from './queries.ts'

type Props = { kind: Kind; id: string; zone: string | undefined }

/** What changed in an entry, who changed it and when, the latest first. */
export function Changes({ kind, id, zone }: Props) {
  const { company } = useMe()
  const { data } = useQuery(changesQuery(kind, id))
  if (!data) return null
  return (
    <section aria-labelledby="changes">
      <h3 id="changes">What changed</h3>
      <ol className="changes">
        {data.items.map(change => (
          <li key={`${change.at} ${change.by.id}`}>
            <span className="dim">
              <Moment at={change.at} zone={zone ?? company.timeZone} />
            </span>
            <div>
              <strong>{change.by.name}</strong> {change.what === 'added' ? <span className="dim">added it</span> : null}
              {change.changed.map(each => (
                <Altered key={each.field} kind={kind} altered={each} names={data.names} />
              ))}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

type AlteredProps = { kind: Kind; altered: EntryChange['changed'][number]; names?: Readonly<Record<string, string>> }

/** One field, what it was and what it is now. What names another entry may come by its id or by its name. */
export function Altered({ kind, altered: { field: name, from, to }, names = {} }: AlteredProps) {
  const field = FIELDS[kind].find(each => each.name === name || each.name === `${name}Id`)
  const words = (value: unknown) =>
    (field && field.name === name ? wordsFor(field, value, names) : String(value ?? '')) || 'none'
  return (
    <span className="altered">
      {field?.label ?? name}: {from !== undefined && <del>{words(from)}</del>}
      {from !== undefined && <span aria-hidden> → </span>}
      <ins>{words(to)}</ins>
    </span>
  )
}
