import { type Channel, readAddress } from '#base/address.ts'
import { idFrom } from '#base/id.ts'
import { later } from '#base/time.ts'
import type { Job, JobEvent } from '#jobs/job.ts'
import { happenings } from './occasions.ts'
import { channelOf, type MuteRule, type Occasion, type Owner, type Rule, type TellRule } from './rule.ts'

export const LANES = ['urgent', 'normal', 'slow'] as const
export type Lane = (typeof LANES)[number]

/** Why a rule that was considered told nobody; 'told' when it did. One reason, the first that applies (W1). */
export type Because =
  | 'told'
  | 'rule-switched-off'
  | 'other-service-type'
  | 'muted-by-site'
  | 'cancelled-left-out'
  | 'job-deferred'
  | 'no-provider'
  | 'provider-has-no-mobile'
  | 'provider-has-no-email'
  | 'address-unusable'

/** Why a notice that was planned became no message after all. */
export type DroppedBecause = 'job-deferred' | 'too-late'

export type Target = 'address' | 'provider'

/** What was decided about one rule for one event, and the message that came of it. */
export type Decision = Readonly<{
  companyId: string
  jobId: string
  version: number
  ruleId: string
  occasion: Occasion
  target: Target
  because: Because
  noticeId: string | null
}>

/** One person to be told of one event by one channel, whatever the number of rules that say so (S1.60). */
export type Notice = Readonly<{
  companyId: string
  id: string
  jobId: string
  version: number
  occasions: readonly Occasion[]
  channel: Channel
  address: string
  pdf: boolean
  lane: Lane
  dueAt: Temporal.Instant
  /** After this, silence is better than being late (W4). */
  useBy: Temporal.Instant
}>

export type Plan = Readonly<{ decisions: readonly Decision[]; notices: readonly Notice[] }>

/** Where the job's provider can be reached, and the country its numbers are read in. */
export type Reach = Readonly<{ email: string | null; mobile: string | null }>

/** The records whose rules speak of this job (S1.19). The provider is the one at the moment of the event. */
export function ownersOf(job: Job): Owner[] {
  const owners = [
    { kind: 'customer', id: job.customerId },
    { kind: 'alarm-company', id: job.alarmCompanyId },
    { kind: 'site', id: job.siteId },
    { kind: 'provider', id: job.providerId },
  ] as const
  return owners.filter((owner): owner is typeof owner & Owner => owner.id !== null)
}

/**
 * Who must be told about this event, by which message, and for every rule that was considered the one reason
 * why or why not. `rules` are those of the job's owners; those for other occasions are not considered.
 */
export function plan(
  event: JobEvent,
  {
    rules,
    provider,
    country,
    now,
  }: { rules: readonly Rule[]; provider: Reach | null; country: string; now: Temporal.Instant },
): Plan {
  const { job } = event
  const mutes = rules.filter(rule => rule.does === 'mute' && rule.active)
  const wishes = happenings(event).flatMap(({ occasion }) =>
    rules
      .filter((rule): rule is TellRule => rule.does === 'tell' && rule.occasion === occasion)
      .flatMap(rule =>
        targetsOf(rule).map(target => wish(rule, target, { job, mutes: mutes as MuteRule[], provider, country })),
      ),
  )
  const notices = noticesOf(wishes, event, now)
  return { notices, decisions: wishes.map(made => decisionOf(made, job)) }
}

type Wish = Readonly<{ rule: TellRule; target: Target; because: Because; address: string | null }>

const targetsOf = ({ destination }: TellRule): readonly Target[] =>
  destination === 'both' ? ['address', 'provider'] : [destination]

type Facts = { job: Job; mutes: readonly MuteRule[]; provider: Reach | null; country: string }

function wish(rule: TellRule, target: Target, facts: Facts): Wish {
  const because = silence(rule, facts)
  if (because) return { rule, target, because, address: null }
  if (target === 'address') return { rule, target, because: 'told', address: rule.address }
  return { rule, target, ...reachProvider(rule, facts) }
}

/** Why this rule says nothing about this job, if so. */
function silence(rule: TellRule, { job, mutes }: Facts): Because | undefined {
  if (!rule.active) return 'rule-switched-off'
  if (rule.serviceTypeId !== null && rule.serviceTypeId !== job.serviceTypeId) return 'other-service-type'
  if (isInherited(rule) && mutes.some(mute => silences(mute, rule, job))) return 'muted-by-site'
  if (rule.leavesOutCancelled && (job.category === 'cancelled' || job.category === 'abandoned'))
    return 'cancelled-left-out'
  if (job.deferredBecause !== null) return 'job-deferred'
  return undefined
}

// S1.58: a site's "don't notify" silences what it inherits, never its own rules nor the provider's.
const isInherited = ({ owner }: Rule) => owner.kind === 'customer' || owner.kind === 'alarm-company'

const silences = (mute: MuteRule, rule: TellRule, job: Job): boolean =>
  (mute.occasion === null || mute.occasion === rule.occasion) &&
  (mute.serviceTypeId === null || mute.serviceTypeId === job.serviceTypeId)

// S1.50 to S1.52: his mobile for a text, his e-mail for the two e-mail vias, and a reason when he has none.
function reachProvider(rule: TellRule, { provider, country }: Facts): Pick<Wish, 'because' | 'address'> {
  const channel = channelOf(rule.via)
  if (!provider) return { because: 'no-provider', address: null }
  const written = channel === 'sms' ? provider.mobile : provider.email
  if (!written)
    return { because: channel === 'sms' ? 'provider-has-no-mobile' : 'provider-has-no-email', address: null }
  const read = readAddress(channel, written, country)
  return read.ok ? { because: 'told', address: read.address } : { because: 'address-unusable', address: null }
}

/** One notice for each channel and address; if any rule asks for the PDF, it goes with it. */
function noticesOf(wishes: readonly Wish[], event: JobEvent, now: Temporal.Instant): Notice[] {
  const told = wishes.filter(({ because }) => because === 'told')
  const groups = Map.groupBy(told, made => noticeId(made, event.job))
  return [...groups].map(([id, group]) => {
    const { companyId, id: jobId, version } = event.job
    const occasions = [...new Set(group.map(({ rule }) => rule.occasion))]
    return {
      companyId,
      id,
      jobId,
      version,
      occasions,
      channel: channelOf(group[0]!.rule.via),
      address: group[0]!.address!,
      pdf: group.some(({ rule }) => rule.via === 'pdf-email'),
      lane: occasions.includes('dispatched') ? 'urgent' : 'normal',
      dueAt: now,
      useBy: later(event.at, Math.min(...occasions.map(occasion => USEFUL_FOR[occasion]))),
    }
  })
}

// Seconds after the event. A dispatch told a day late misleads; a report is worth having even after a long outage.
const HOUR = 3600
const USEFUL_FOR: Record<Occasion, number> = {
  dispatched: 12 * HOUR,
  'updated-incomplete': 24 * HOUR,
  'updated-complete': 72 * HOUR,
  completed: 72 * HOUR,
}

const noticeId = ({ rule, address }: Wish, job: Job): string =>
  idFrom(job.companyId, job.id, job.version, channelOf(rule.via), address!)

const decisionOf = (made: Wish, job: Job): Decision => ({
  companyId: job.companyId,
  jobId: job.id,
  version: job.version,
  ruleId: made.rule.id,
  occasion: made.rule.occasion,
  target: made.target,
  because: made.because,
  noticeId: made.because === 'told' ? noticeId(made, job) : null,
})
