import { type Channel, readAddress } from '#base/address.ts'
import type { Language } from '#base/language.ts'
import type { Company, Kind } from '#directory/directory.ts'
import type { Job } from '#jobs/job.ts'
import {
  type AnyRule,
  channelOf,
  type JobMute,
  type MuteRule,
  type Owner,
  reminds,
  type Target,
  type TellRule,
  targetsOf,
} from './rule.ts'

/** Why a rule that was considered told nobody; 'told' when it did. One reason, the first that applies (W1). */
export type Because =
  | 'told'
  | 'rule-switched-off'
  | 'other-service-type'
  | 'muted-by-site'
  | 'muted-for-job'
  | 'other-provider'
  | 'cancelled-left-out'
  | 'job-deferred'
  | 'no-provider'
  | 'provider-has-no-mobile'
  | 'provider-has-no-email'
  | 'address-unusable'
  | 'opted-out'
  | 'address-dead'
  | 'passed-while-stopped'
  | 'region-switched-off'
  | 'other-priority'
  | 'other-status'
  | 'no-customer'
  | 'customer-in-other-region'
  | 'customer-takes-none'
  | 'customer-has-no-mobile'
  | 'customer-has-no-email'
  | 'no-head-office'
  | 'complaint-open'
  | 'report-not-of-this-kind'
  | 'cancelled-not-reported'
  | 'awaits-approval'
  | 'had-no-earlier-report'
  | 'told-this-visit'
  | 'not-the-lead'
  | 'not-the-last'

/** Where a provider can be reached. */
export type Reach = Readonly<{ email: string | null; mobile: string | null }>

/** A customer as it is told of its jobs. */
export type Client = Readonly<{
  email: string | null
  phone: string | null
  language: Language | null
  /** "Send client notifications" (S3.18). */
  takesNotifications: boolean
  /** The region its record selects (S3.17), and whether that is switched on (S3.15). */
  regionId: string | null
  regionIsActive: boolean
  hasComplaint: boolean
  headOffice: Readonly<{ email: string | null; phone: string | null; language: Language | null }> | null
}>

/** One rule's wish to tell one target of a job: the address it would reach, or the reason why it tells nobody. */
export type Wish = Readonly<{
  rule: TellRule
  target: Target
  because: Because
  address: string | null
  language: Language | null
}>

/** What a rule must know to make its wish. The provider is the one at the moment of the event (S1.19). */
export type Circumstances = Readonly<{
  job: Job
  mutes: readonly Mute[]
  provider: Reach | null
  /** The job's customer; null: it has none. */
  customer: Client | null
  /** Of which kind the job's service type is. */
  kind: Kind
  company: Pick<Company, 'country' | 'deferralMutes'>
  troubleOf?: TroubleOf | undefined
}>

/** What silences other rules: a site's "don't notify", or what somebody said of this one job. */
export type Mute = MuteRule | JobMute

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
    ...statusesOf(job).map(id => ({ kind: 'status', id }) as const),
    { kind: 'job', id: job.id },
  ] as const
  return owners.filter((owner): owner is typeof owner & Owner => owner.id !== null)
}

/** The statuses that it and those who work on it have now: what was set a moment ago is among them (S5.4). */
const statusesOf = ({ statusId, visits }: Job): string[] => {
  const taken = visits.flatMap(({ technicians }) => technicians.flatMap(({ statusId: his }) => his ?? []))
  return [...new Set([statusId, ...taken])]
}

/** What the rules of a job silence, at its site (S1.56) or of this job alone, as far as they are in use. */
export const mutesIn = (rules: readonly AnyRule[]): Mute[] =>
  rules.filter((rule): rule is Mute => rule.does !== 'tell' && rule.active)

/** What this rule wishes: one wish for the address, one for the provider, or both (S1.55). */
export const wishesOf = (rule: TellRule, circumstances: Circumstances): Wish[] =>
  targetsOf(rule).map(target => wish(rule, target, circumstances))

function wish(rule: TellRule, target: Target, circumstances: Circumstances): Wish {
  const because = silence(rule, target, circumstances)
  if (because) return { rule, target, because, address: null, language: null }
  const reached = reachOf(rule, target, circumstances)
  const trouble = reached.address !== null && troubleWith(rule, reached.address, circumstances)
  return { rule, target, ...reached, ...(trouble && { because: trouble, address: null }) }
}

/** What is wrong with an address, unless it must be told all the same. */
// W9: whoever is sent to an alarm is told, whatever he once wrote back; and a mailbox may be alive again.
export const troubleWith = (
  { occasion, via }: Pick<TellRule, 'occasion' | 'via'>,
  address: string,
  { troubleOf }: Pick<Circumstances, 'troubleOf'>,
) => (occasion === 'dispatched' ? undefined : troubleOf?.(channelOf(via), address))

/** Whether somebody said that this rule is not to tell this target of this job. */
export const isMutedForJob = (
  rule: Pick<AnyRule, 'id'>,
  target: Target,
  { job, mutes }: Pick<Circumstances, 'job' | 'mutes'>,
) =>
  mutes.some(
    mute =>
      mute.does === 'mute-one' && mute.forJob.ruleId === rule.id && mute.target === target && holdsOf(job, mute.forJob),
  )

/** Who is told instead of a provider, or not told, is no word about whoever has the job after him. */
export const holdsOf = ({ providerId }: Pick<Job, 'providerId'>, only: TellRule['forJob']): boolean =>
  !only || only.providerId === null || only.providerId === providerId

/** Why this rule says nothing to this target about this job, if so. */
function silence(rule: TellRule, target: Target, circumstances: Circumstances): Because | undefined {
  const { job, mutes, company } = circumstances
  if (!rule.active) return 'rule-switched-off'
  const unmet = conditionUnmet(rule, job)
  if (unmet) return unmet
  if (isMutedForJob(rule, target, circumstances)) return 'muted-for-job'
  if (isInherited(rule) && mutes.some(mute => silences(mute, rule, job))) return 'muted-by-site'
  if (rule.leavesOutCancelled && isCalledOff(job)) return 'cancelled-left-out'
  const deferralSilences = company.deferralMutes === 'everything' || reminds(rule.occasion)
  if (job.deferredBecause !== null && deferralSilences) return 'job-deferred'
  return rule.occasion === 'job-report' ? notReported(rule, circumstances) : clientSilence(rule, circumstances)
}

function conditionUnmet(rule: TellRule, job: Job): Because | undefined {
  const { serviceTypeId, onlyTypes, onlyPriorities, onlyStatuses, forJob } = rule
  const leavesOut = <T>(only: readonly T[], value: T) => only.length > 0 && !only.includes(value)
  if (serviceTypeId !== null && serviceTypeId !== job.serviceTypeId) return 'other-service-type'
  if (leavesOut(onlyTypes, job.serviceTypeId)) return 'other-service-type'
  if (!holdsOf(job, forJob)) return 'other-provider'
  if (leavesOut(onlyPriorities, job.priority)) return 'other-priority'
  return leavesOut(onlyStatuses, job.statusId) ? 'other-status' : undefined
}

const isCalledOff = ({ category }: Job): boolean => category === 'cancelled' || category === 'abandoned'

/** S4.14, S4.19: alarm calls and incidents by default; any other job, or one that was cancelled, where a recipient asks. */
function notReported(rule: TellRule, { job, kind }: Circumstances): Because | undefined {
  if (isCalledOff(job)) return job.incidentRaised || rule.reportsCancelled ? undefined : 'cancelled-not-reported'
  const isUsual = kind === 'alarm' || job.incidentRaised
  return isUsual || rule.reportsEveryJob ? undefined : 'report-not-of-this-kind'
}

/** The gates of what customers are told (S3.15 to S3.18); whether it can be reached (S3.19) is asked afterwards. */
function clientSilence({ owner, destination, asksReview }: TellRule, { customer }: Circumstances): Because | undefined {
  if (destination !== 'customer') return undefined
  if (!customer) return 'no-customer'
  if (owner.kind === 'region' && customer.regionId !== owner.id) return 'customer-in-other-region'
  if (owner.kind === 'region' && !customer.regionIsActive) return 'region-switched-off'
  if (!customer.takesNotifications) return 'customer-takes-none'
  return asksReview && customer.hasComplaint ? 'complaint-open' : undefined
}

// S1.58: a site's "don't notify" silences what it inherits, never its own rules nor the provider's. A program must know.
const INHERITED: ReadonlySet<Owner['kind']> = new Set(['company', 'customer', 'alarm-company', 'region', 'status'])
const isInherited = ({ owner, via }: TellRule) => INHERITED.has(owner.kind) && via !== 'webhook'

const silences = (mute: Mute, rule: TellRule, job: Job): boolean =>
  mute.does === 'mute' &&
  (mute.occasion === null || mute.occasion === rule.occasion) &&
  (mute.serviceTypeId === null || mute.serviceTypeId === job.serviceTypeId)

type Reached = Pick<Wish, 'because' | 'address' | 'language'>

/** Where a target is reached by the rule's way of telling, or why it is not (S1.50 to S1.52, S3.19). */
function reachOf(rule: TellRule, target: Target, { provider, customer, company }: Circumstances): Reached {
  if (target === 'address') return { because: 'told', address: rule.address, language: rule.language }
  if (rule.owner.kind === 'job') {
    const language = rule.language ?? (target === 'customer' ? customer!.language : null)
    return { because: 'told', address: rule.address, language }
  }
  const { country } = company
  if (target === 'provider')
    return reach(rule, { party: provider && { ...provider, phone: provider.mobile }, country, ...OF_PROVIDER })
  if (target === 'customer') return reach(rule, { party: customer, country, ...OF_CUSTOMER })
  return reach(rule, { party: customer?.headOffice ?? null, country, ...OF_CUSTOMER, nobody: 'no-head-office' })
}

const OF_PROVIDER = {
  nobody: 'no-provider',
  noEmail: 'provider-has-no-email',
  noMobile: 'provider-has-no-mobile',
} as const
const OF_CUSTOMER = {
  nobody: 'no-customer',
  noEmail: 'customer-has-no-email',
  noMobile: 'customer-has-no-mobile',
} as const

type Reaching = Readonly<{
  party: Readonly<{ email: string | null; phone: string | null; language?: Language | null }> | null
  country: string
  nobody: Because
  noEmail: Because
  noMobile: Because
}>

function reach(rule: TellRule, { party, country, nobody, noEmail, noMobile }: Reaching): Reached {
  const channel = channelOf(rule.via)
  const nowhere = (because: Because): Reached => ({ because, address: null, language: null })
  if (!party) return nowhere(nobody)
  const [written, lacking] = channel === 'email' ? [party.email, noEmail] : [party.phone, noMobile]
  if (!written) return nowhere(lacking)
  const read = readAddress(channel, written, country)
  if (!read.ok) return nowhere('address-unusable')
  return { because: 'told', address: read.address, language: rule.language ?? party.language ?? null }
}
