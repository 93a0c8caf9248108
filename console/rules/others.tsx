import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { MuteRule, Rule, Site } from '../api/schema.ts'
import { entryQuery } from '../look/entries.tsx'
import { Mark } from '../look/mark.tsx'
import { useMe } from '../sign-in/me.ts'
import { OWNERS, type Owner, type OwnerKind } from './faces.ts'
import { rulesQuery } from './queries.ts'

type Pointed = Pick<Site, 'customerId' | 'alarmCompanyId' | 'regionId'>

/** Which rules of others speak of the same jobs, and which of them a site silences. */
export function Others({ owner, mutes }: { owner: Owner; mutes: readonly Rule[] }) {
  const owners = useOwners(owner)
  const found = useQueries({ queries: owners.map(({ kind, id }) => rulesQuery(kind, id)) })
  const rules = found.flatMap(({ data }) => data?.items ?? []).filter(({ does, active }) => active && does === 'tell')
  if (rules.length === 0) return null
  const silencing = mutes.filter((rule): rule is MuteRule => rule.does === 'mute' && rule.active)
  return (
    <section className="others" aria-label="Rules of others">
      <h3>
        {owner.kind === 'site' ? 'Rules of others that speak of jobs here' : 'Rules of others that speak of its jobs'}
      </h3>
      {silencing.length > 0 && <p className="dim">“Don't notify” at this site silences those marked ○.</p>}
      <ul className="plain">
        {rules.map(rule => {
          const silent = silencing.find(mute => silences(mute, rule))
          return (
            <li key={rule.id} className={silent ? 'dim' : ''}>
              <Mark told={!silent} />
              <span>
                {silent && <strong>{silent.serviceTypeId ? 'Silent for some jobs: ' : 'Silent here: '}</strong>}
                {rule.sentence}
              </span>
              <Link
                to="/rules/$ownerKind/$ownerId"
                params={{ ownerKind: rule.owner.kind, ownerId: rule.owner.id }}
                search={{ rule: rule.id }}
              >
                Open
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

// S1.58: what others' rules tell people; programs are told whatever a site says.
const silences = (mute: MuteRule, rule: Rule): boolean =>
  rule.does === 'tell' &&
  rule.via !== 'webhook' &&
  (mute.occasion === null || mute.occasion === rule.occasion) &&
  (mute.serviceTypeId === null || rule.serviceTypeId === null || mute.serviceTypeId === rule.serviceTypeId)

/** Whose rules speak of the jobs of this owner, beside its own. */
function useOwners({ kind, id }: Owner): { kind: OwnerKind; id: string }[] {
  const { company } = useMe()
  const points = kind === 'site' || kind === 'customer'
  const { data } = useQuery({ ...entryQuery(OWNERS[kind].entries ?? 'customers', id), enabled: points })
  if (kind === 'company' || kind === 'region' || kind === 'status') return []
  const { customerId, alarmCompanyId, regionId } = (data ?? {}) as Partial<Pointed>
  const pointed = [
    { kind: 'customer', id: kind === 'site' ? customerId : null },
    { kind: 'alarm-company', id: kind === 'site' ? alarmCompanyId : null },
    // A region speaks to its customers, wherever their sites are.
    { kind: 'region', id: kind === 'customer' ? regionId : null },
    { kind: 'company', id: company.id },
  ] as const
  return pointed.flatMap(({ kind, id }) => (id ? [{ kind, id }] : []))
}
