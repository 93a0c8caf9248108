import { isAfter } from '#base/time.ts'
import { leadingFace } from './face.ts'
import type { Notice, Plan } from './notice.ts'
import { GATHERED } from './rule.ts'

/** Whom a notice tells of which job. */
export type Whom = Pick<Notice, 'companyId' | 'jobId' | 'channel' | 'address'>

/** A save that has been told to somebody by a notice before. */
export type ToldAlready = Whom & Pick<Notice, 'version'> & Readonly<{ noticeId: string }>

type Recorded = Readonly<{ waiting: readonly Notice[]; told: readonly ToldAlready[] }>

/** What is to be stored of plans: which notices are new, and which that wait already tell of more than before. */
export type Gathered = Readonly<{ plans: readonly Plan[]; joined: readonly Notice[] }>

/** Whether this notice may be told together with other changes of its job. */
export const mayJoin = ({ occasions }: Pick<Notice, 'occasions'>): boolean =>
  occasions.every(occasion => GATHERED.has(occasion))

/**
 * Lets notices join the one that waits for the same person and job, in the order of the saves. What was told before is
 * not told again: planning a save twice adds nothing, even when its message is under way by then.
 */
export function gather(plans: readonly Plan[], { waiting, told }: Recorded): Gathered {
  const open = new Map(waiting.map(notice => [whomOf(notice), notice]))
  const toldBy = new Map(told.map(each => [`${whomOf(each)} ${each.version}`, each.noticeId]))
  const fresh = new Map<string, Notice>()
  const inside = new Map<string, string>()
  for (const notice of plans.flatMap(({ notices }) => notices)) {
    const whom = whomOf(notice)
    const before = mayJoin(notice) ? toldBy.get(`${whom} ${notice.version}`) : undefined
    const waits = mayJoin(notice) ? open.get(whom) : undefined
    const one = before ?? waits?.id ?? notice.id
    inside.set(notice.id, one)
    if (before) continue
    const joined = waits ? join(waits, notice) : notice
    if (joined.gathers && mayJoin(joined)) open.set(whom, joined)
    if (!waits || fresh.has(one)) fresh.set(one, joined)
  }
  return {
    plans: plans.map(plan => ({
      notices: plan.notices.flatMap(({ id }) => fresh.get(id) ?? []),
      decisions: plan.decisions.map(decision => ({
        ...decision,
        noticeId: decision.noticeId && (inside.get(decision.noticeId) ?? decision.noticeId),
      })),
    })),
    joined: waiting.flatMap(notice => {
      const now = open.get(whomOf(notice))!
      return now === notice ? [] : now
    }),
  }
}

const whomOf = ({ companyId, jobId, channel, address }: Whom): string => [companyId, jobId, channel, address].join('\n')

/** One notice that tells of what both tell of. It is not due later for that, and sooner if the other is in a hurry. */
function join(waits: Notice, next: Notice): Notice {
  const sooner = isAfter(waits.dueAt, next.dueAt) ? next : waits
  const first = Math.min(waits.firstVersion ?? waits.version, next.firstVersion ?? next.version)
  const version = Math.max(waits.version, next.version)
  return {
    ...waits,
    version,
    firstVersion: first < version ? first : null,
    occasions: [...new Set([...waits.occasions, ...next.occasions])],
    about: [...new Set([...waits.about, ...next.about])],
    pdf: waits.pdf || next.pdf,
    dueAt: sooner.dueAt,
    quietUntil: sooner.quietUntil,
    useBy: isAfter(next.useBy, waits.useBy) ? next.useBy : waits.useBy,
    face: leadingFace([waits.face, next.face]),
    wordedBy: [...new Set([...waits.wordedBy, ...next.wordedBy])],
  }
}
