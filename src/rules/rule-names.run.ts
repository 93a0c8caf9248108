import type { Connection } from '#db/sql.ts'
import { findCompany, findEntries } from '#directory/directory.run.ts'
import type { OwnerKind, Rule } from './rule.ts'
import type { RuleNames } from './rule-words.ts'

type Entry = Exclude<OwnerKind, 'company'> | 'service-type'

/** What rules point to by its name, in one question for each kind of entry. */
export async function namesOfRules(db: Connection, companyId: string, rules: readonly Rule[]) {
  const idsOf = Map.groupBy(rules.flatMap(pointsOf), ([kind]) => kind)
  const found = await Promise.all(
    [...idsOf].map(async ([kind, points]) => {
      const ids = [...new Set(points.map(([, id]) => id))]
      if (kind === 'company') return [await findCompany(db, companyId)]
      return await findEntries(db, kind, companyId, ids)
    }),
  )
  const names = new Map(found.flat().flatMap(entry => (entry ? [[entry.id, entry.name] as const] : [])))
  const nameOf = (id: string) => names.get(id) ?? UNKNOWN
  return ({ owner }: Rule): RuleNames => ({ owner: nameOf(owner.id), nameOf })
}

// A draft may name what is not there.
const UNKNOWN = '(unknown)'

function pointsOf(rule: Rule): (readonly [Entry | 'company', string])[] {
  const { owner, serviceTypeId } = rule
  const types = serviceTypeId ? [serviceTypeId] : []
  const statuses: string[] = []
  if (rule.does === 'tell') {
    types.push(...rule.onlyTypes)
    statuses.push(...rule.onlyStatuses, ...(rule.statusId ? [rule.statusId] : []))
  }
  return [
    ...(owner.kind === 'job' ? [] : [[owner.kind, owner.id] as const]),
    ...types.map(id => ['service-type', id] as const),
    ...statuses.map(id => ['status', id] as const),
  ]
}
