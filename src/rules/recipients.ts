import { idFrom } from '#base/id.ts'
import type { Actor } from '#directory/directory.ts'
import type { Job } from '#jobs/job.ts'
import {
  type AnyRule,
  type JobMute,
  OCCASIONS,
  type Occasion,
  PLAIN,
  type RuleFault,
  type Target,
  type TellRule,
  targetsOf,
  type Worded,
} from './rule.ts'

/** What somebody may be told of one job by a word: what a save leads to, and needs no choice beside. */
export const JOB_OCCASIONS = [
  ...(['dispatched', 'completed', 'updated-incomplete', 'updated-complete'] as const),
  ...(['invoiced', 'appointment', 'closed', 'job-report'] as const),
] satisfies readonly Occasion[]
type JobOccasion = (typeof JOB_OCCASIONS)[number]

/** Unless others are chosen: how the work goes on. */
export const USUAL_OCCASIONS: readonly JobOccasion[] = JOB_OCCASIONS.slice(0, 4)

export const RECIPIENT_DOES = ['add', 'mute', 'replace'] as const

/** Somebody, and by which way he is told. */
type Somebody = Readonly<{ via: Worded; address: string; recipient: string | null }>

/** `providerId`: of the target provider, which one; left out: who has the job now. */
type Muted = Readonly<{ ruleId: string; target?: Target; providerId?: string }>

/** What is to be so for one job: also tell somebody, do not tell one whom a rule names, or tell somebody in his place. */
export type RecipientAsked =
  | (Readonly<{ does: 'add'; occasions: readonly JobOccasion[] }> & Somebody)
  | (Readonly<{ does: 'mute' }> & Muted)
  | (Readonly<{ does: 'replace' }> & Muted & Somebody)

export type RecipientFault =
  | RuleFault
  | 'no-such-rule'
  | 'no-such-provider'
  | 'no-such-recipient'
  | 'target-missing'
  | 'no-such-target'
  | 'muted-already'
  | 'too-many-recipients'

/** Each save of the job is held against all of them. */
export const MOST_RECIPIENTS = 50

/** The job a recipient is of, and the id it has. */
type OfJob = Readonly<{ job: Job; recipientId: string }>

const common = ({ job, recipientId }: OfJob, about: string, forJob: Partial<TellRule['forJob']> = {}) => ({
  companyId: job.companyId,
  id: idFrom(recipientId, about),
  version: 1,
  owner: { kind: 'job', id: job.id } as const,
  serviceTypeId: null,
  active: true,
  forJob: { recipientId, ruleId: null, providerId: null, ...forJob },
})

/** The rules by which somebody is told of this job beside whom the book names. */
export const added = (asked: Extract<RecipientAsked, { does: 'add' }>, of: OfJob): TellRule[] =>
  [...new Set(asked.occasions)].map(occasion => ({
    ...common(of, occasion),
    ...{ does: 'tell', occasion, destination: 'address', ...PLAIN },
    ...{ via: asked.via, address: asked.address, recipient: asked.recipient },
    // Whoever is named for this job means its report, of whatever kind the job is.
    ...(occasion === 'job-report' && { reportsEveryJob: true, reportsCancelled: true }),
  }))

/** Whom of those a rule names somebody means; he need not say where there is one. */
export function targetMeant(
  rule: TellRule,
  { target }: Pick<Muted, 'target'>,
): { ok: true; target: Target } | { ok: false; because: 'target-missing' | 'no-such-target' } {
  const targets = targetsOf(rule)
  if (target === undefined && targets.length > 1) return { ok: false, because: 'target-missing' }
  const meant = target ?? targets[0]!
  return targets.includes(meant) ? { ok: true, target: meant } : { ok: false, because: 'no-such-target' }
}

type Of = OfJob & Readonly<{ target: Target; providerId: string | null }>

/** What silences one target of a rule for this job. */
export const muting = (rule: TellRule, { target, providerId, ...of }: Of): JobMute => ({
  ...common(of, 'mute'),
  does: 'mute-one',
  target,
  forJob: { recipientId: of.recipientId, ruleId: rule.id, providerId },
})

/** The same rule for this job, telling somebody what it would have told this target. */
export const standingIn = (
  rule: TellRule,
  { via, address, recipient }: Somebody,
  { target, providerId, ...of }: Of,
) => ({
  ...rule,
  ...common(of, 'instead', { ruleId: rule.id, providerId }),
  ...{ serviceTypeId: rule.serviceTypeId, active: rule.active },
  ...{ via, address, recipient },
  // He hears what is meant for the customer, or for the provider, in those words.
  destination: target === 'head-office' ? ('customer' as const) : target,
  tellsHeadOffice: false,
  groupsInvoice: false,
})

/** Whether a mute in force says already what this one would. */
export const isSaidAlready = (mute: JobMute, inForce: readonly Recipient[]): boolean =>
  inForce.some(
    ({ mutes }) =>
      mutes?.ruleId === mute.forJob.ruleId &&
      mutes.target === mute.target &&
      (mutes.providerId === null || mutes.providerId === mute.forJob.providerId),
  )

/** A rule of a job, who made it so and when, and who took it back. */
export type Said = Readonly<{
  rule: AnyRule
  by: Actor
  at: Temporal.Instant
  removedAt: Temporal.Instant | null
  removedBy: Actor | null
}>

/** What was said of one job in one go. */
export type Recipient = Readonly<{
  id: string
  jobId: string
  does: (typeof RECIPIENT_DOES)[number]
  ruleIds: readonly string[]
  /** Who is told, and of what; null of a mute. */
  tells: (Somebody & Readonly<{ occasions: readonly Occasion[] }>) | null
  /** Whose rule is silent for which of its targets; null where nobody is muted. */
  mutes: Readonly<{ ruleId: string; target: Target; providerId: string | null }> | null
}> &
  Omit<Said, 'rule'>

/** The rules of jobs put together again as they were saved, in the order of their making. */
export const recipientsIn = (said: readonly Said[]): Recipient[] =>
  [...Map.groupBy(said, ({ rule }) => rule.forJob!.recipientId)].map(([id, group]) => {
    const { rule, ...when } = group[0]!
    const mute = group.map(each => each.rule).find(each => each.does === 'mute-one')
    const tells = group.map(each => each.rule).filter((each): each is TellRule => each.does === 'tell')
    return {
      id,
      jobId: rule.owner.id,
      ruleIds: group.map(each => each.rule.id),
      does: mute ? (tells.length > 0 ? 'replace' : 'mute') : 'add',
      tells: tells.length > 0 ? told(tells) : null,
      mutes: mute ? { ruleId: mute.forJob.ruleId, target: mute.target, providerId: mute.forJob.providerId } : null,
      ...when,
    }
  })

function told(rules: readonly TellRule[]): Recipient['tells'] {
  const { via, address, recipient } = rules[0]!
  return {
    via: via as Worded,
    address: address!,
    recipient,
    occasions: OCCASIONS.filter(each => rules.some(({ occasion }) => occasion === each)),
  }
}
