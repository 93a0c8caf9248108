import type { Applied, Job } from '#jobs/job.ts'
import type { TellRule } from './rule.ts'
import type { Because } from './wish.ts'

/**
 * Why a rule does not tell of a status that was just set, though somebody else may have set it before or will: each visit
 * is told of once, with the first, the lead or the last technician, unless every one is to be told of (S5.10, W2). The
 * office speaks for all of them (S5.9).
 */
export function whyNotNow(
  { turn }: Pick<TellRule, 'turn'>,
  set: Applied,
  { applied, visits }: Job,
): Because | undefined {
  const before = applied.filter(
    ({ visit, statusId, version }) => visit === set.visit && statusId === set.statusId && version < set.version,
  )
  const lead = visits.find(({ number }) => number === set.visit)?.technicians[0]?.personId
  const isLead = ({ personId }: Applied) => personId === null || personId === lead
  switch (turn) {
    case 'first':
      return before.length > 0 ? 'told-this-visit' : undefined
    case 'lead':
      if (before.some(isLead)) return 'told-this-visit'
      return isLead(set) ? undefined : 'not-the-lead'
    case 'last':
      if (before.some(({ isLast, over }) => isLast || over !== null)) return 'told-this-visit'
      return set.isLast || set.over !== null ? undefined : 'not-the-last'
    default:
      return undefined
  }
}
