import { type Channel, readAddress } from '#base/address.ts'
import type { Company } from '#directory/directory.ts'
import type { Job } from '#jobs/job.ts'
import { channelOf, type MuteRule, type Owner, type Rule, reminds, type TellRule } from './rule.ts'

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
  | 'opted-out'
  | 'address-dead'
  | 'passed-while-stopped'

export type Target = 'address' | 'provider'

/** Where a provider can be reached. */
export type Reach = Readonly<{ email: string | null; mobile: string | null }>

/** One rule's wish to tell one target of a job: the address it would reach, or the reason why it tells nobody. */
export type Wish = Readonly<{ rule: TellRule; target: Target; because: Because; address: string | null }>

/** What a rule must know to make its wish. The provider is the one at the moment of the event (S1.19). */
export type Circumstances = Readonly<{
  job: Job
  mutes: readonly MuteRule[]
  provider: Reach | null
  company: Pick<Company, 'country' | 'deferralMutes'>
  troubleOf?: TroubleOf | undefined
}>

/** What is known to be wrong with an address of the company: nothing, or why only urgent messages go there (W9). */
export type TroubleOf = (
  channel: Channel,
  address: string,
) => Extract<Because, 'opted-out' | 'address-dead'> | undefined

/** The records whose rules speak of this job (S1.19). */
export function ownersOf(job: Job): Owner[] {
  const owners = [
    { kind: 'company', id: job.companyId },
    { kind: 'customer', id: job.customerId },
    { kind: 'alarm-company', id: job.alarmCompanyId },
    { kind: 'site', id: job.siteId },
    { kind: 'provider', id: job.providerId },
  ] as const
  return owners.filter((owner): owner is typeof owner & Owner => owner.id !== null)
}

/** What the rules of a job silence at its site, as far as they are in use (S1.56). */
export const mutesIn = (rules: readonly Rule[]): MuteRule[] =>
  rules.filter((rule): rule is MuteRule => rule.does === 'mute' && rule.active)

/** What this rule wishes: one wish for the address, one for the provider, or both (S1.55). */
export const wishesOf = (rule: TellRule, circumstances: Circumstances): Wish[] =>
  targetsOf(rule).map(target => wish(rule, target, circumstances))

const targetsOf = ({ destination }: TellRule): readonly Target[] =>
  destination === 'both' ? ['address', 'provider'] : [destination]

function wish(rule: TellRule, target: Target, circumstances: Circumstances): Wish {
  const because = silence(rule, circumstances)
  if (because) return { rule, target, because, address: null }
  const { address, ...reached } =
    target === 'address' ? ({ because: 'told', address: rule.address } as const) : reachProvider(rule, circumstances)
  const trouble = address !== null && troubleWith(rule, address, circumstances)
  return trouble ? { rule, target, because: trouble, address: null } : { rule, target, ...reached, address }
}

// W9: whoever is sent to an alarm is told, whatever he once wrote back; and a mailbox may be alive again.
const troubleWith = ({ occasion, via }: TellRule, address: string, { troubleOf }: Circumstances) =>
  occasion === 'dispatched' ? undefined : troubleOf?.(channelOf(via), address)

/** Why this rule says nothing about this job, if so. */
function silence(rule: TellRule, { job, mutes, company }: Circumstances): Because | undefined {
  if (!rule.active) return 'rule-switched-off'
  if (rule.serviceTypeId !== null && rule.serviceTypeId !== job.serviceTypeId) return 'other-service-type'
  if (isInherited(rule) && mutes.some(mute => silences(mute, rule, job))) return 'muted-by-site'
  if (rule.leavesOutCancelled && (job.category === 'cancelled' || job.category === 'abandoned'))
    return 'cancelled-left-out'
  const deferralSilences = company.deferralMutes === 'everything' || reminds(rule.occasion)
  return job.deferredBecause !== null && deferralSilences ? 'job-deferred' : undefined
}

// S1.58: a site's "don't notify" silences what it inherits, never its own rules nor the provider's. A program must know.
const INHERITED: ReadonlySet<Owner['kind']> = new Set(['company', 'customer', 'alarm-company'])
const isInherited = ({ owner, via }: TellRule) => INHERITED.has(owner.kind) && via !== 'webhook'

const silences = (mute: MuteRule, rule: TellRule, job: Job): boolean =>
  (mute.occasion === null || mute.occasion === rule.occasion) &&
  (mute.serviceTypeId === null || mute.serviceTypeId === job.serviceTypeId)

// S1.50 to S1.52: his mobile for a text, his e-mail for the two e-mail vias, and a reason when he has none.
function reachProvider(rule: TellRule, { provider, company }: Circumstances): Pick<Wish, 'because' | 'address'> {
  const channel = channelOf(rule.via)
  if (!provider) return { because: 'no-provider', address: null }
  const [written, lacking] =
    channel === 'email'
      ? ([provider.email, 'provider-has-no-email'] as const)
      : ([provider.mobile, 'provider-has-no-mobile'] as const)
  if (!written) return { because: lacking, address: null }
  const read = readAddress(channel, written, company.country)
  return read.ok ? { because: 'told', address: read.address } : { because: 'address-unusable', address: null }
}
