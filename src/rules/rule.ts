import type { Address } from '#base/address.ts'
import { type Channel, readAddress } from '#base/address.ts'

export const OWNER_KINDS = ['company', 'customer', 'alarm-company', 'site', 'provider'] as const
/**
 * Whose rule it is: it speaks of the jobs of that customer, alarm company or site, or sent to that provider (S1.12); the
 * company's own speak of every job.
 */
export type OwnerKind = (typeof OWNER_KINDS)[number]
export type Owner = Readonly<{ kind: OwnerKind; id: string }>

export const OCCASIONS = [
  'dispatched',
  'completed',
  'updated-incomplete',
  'updated-complete',
  'incomplete',
  'details-missing',
  'invoiced',
] as const
/** "Notify When": what must have happened to the job, or has not happened for some days (S1.20 to S1.36). */
export type Occasion = (typeof OCCASIONS)[number]

/** What a notice may be about: an occasion a rule waits for, or that the job is no longer its provider's (S1.19). */
export type Told = Occasion | 'reassigned'

export const TOLD: readonly Told[] = [...OCCASIONS, 'reassigned']

/** Occasions that come by the clock and not by a save: their rules have days and times (S1.16). */
export const REMINDERS = ['incomplete', 'details-missing'] as const satisfies readonly Occasion[]

export const DETAILS = ['outcome', 'docketNumber', 'orderNumber'] as const
/** What a contractor may have forgotten to say (S1.36). */
export type Detail = (typeof DETAILS)[number]

export const VIAS = ['sms', 'text-email', 'pdf-email', 'call', 'webhook'] as const
/**
 * How: a text, the same short text by e-mail, or e-mail with the printed job attached (S1.45); a call that speaks it; or
 * the whole job for a program.
 */
export type Via = (typeof VIAS)[number]

/** Those whose words a company can choose: a program is told the job itself. */
export const WORDED = ['sms', 'text-email', 'pdf-email', 'call'] as const satisfies readonly Via[]
export type Worded = (typeof WORDED)[number]

export const DESTINATIONS = ['address', 'provider', 'both'] as const
/** To the address written in the rule, to the job's provider instead, or to both (S1.55). */
export type Destination = (typeof DESTINATIONS)[number]

type Common = Readonly<{
  companyId: string
  id: string
  version: number
  owner: Owner
  /** Only jobs of this service type; null: all of them (S1.17). */
  serviceTypeId: string | null
  active: boolean
}>

/** "When a job of this owner is dispatched, send a PDF to this address." */
export type TellRule = Common &
  Readonly<{
    does: 'tell'
    occasion: Occasion
    via: Via
    destination: Destination
    /** E-mail address or mobile number, normalised; null when only the provider is told. */
    address: string | null
    /** Who that is. For people reading the rule; never part of a message (S1.53). */
    recipient: string | null
    /** Leaves out jobs that ended cancelled or abandoned (S1.23). */
    leavesOutCancelled: boolean
    /** Of reminders only: after so many days, and again each time they have passed, until so often (S1.38). */
    everyDays: number | null
    times: number | null
    /** Chased when they are missing, beside what the job's alarm company demands; of `details-missing` only (S1.36). */
    details: readonly Detail[]
    /** All jobs of one invoice in one message; of a customer's `invoiced` only (S1.25). */
    groupsInvoice: boolean
    /** Several changes of a job within so many minutes become one message; 0: each at once. Never of urgent ones. */
    gathersMinutes: number
  }>

/** What a rule that uses none of them says of the fields that only some occasions have. */
export const PLAIN = {
  leavesOutCancelled: false,
  everyDays: null,
  times: null,
  details: [],
  groupsInvoice: false,
  gathersMinutes: 0,
} as const

export const reminds = (occasion: Told | null): occasion is (typeof REMINDERS)[number] =>
  REMINDERS.some(each => each === occasion)

export const MOST_DAYS = 366
export const MOST_TIMES = 100
/** Minutes in which changes may be gathered. */
export const MOST_GATHERED = 120

/** What may be told together with other changes: a dispatch waits for nothing, a reminder and an invoice come alone. */
export const GATHERED: ReadonlySet<Told> = new Set(['updated-incomplete', 'updated-complete', 'completed'])

/** "Don't notify": at this site the rules of the customer and alarm company are silent (S1.56 to S1.58). */
export type MuteRule = Common & Readonly<{ does: 'mute'; occasion: Occasion | null }>

export type Rule = TellRule | MuteRule

export type RuleFault =
  | 'no-such-owner'
  | 'no-such-service-type'
  | 'address-missing'
  | 'address-not-wanted'
  | 'only-sites-mute'
  | 'provider-rule-tells-itself'
  | 'interval-missing'
  | 'interval-out-of-range'
  | 'times-missing'
  | 'times-out-of-range'
  | 'interval-not-wanted'
  | 'details-not-wanted'
  | 'grouping-not-wanted'
  | 'gathering-not-wanted'
  | 'gathering-out-of-range'
  | 'webhook-needs-address'
  | 'no-such-webhook'
  | Extract<Address, { ok: false }>['because']

const CHANNEL: Record<Via, Channel> = {
  sms: 'sms',
  'text-email': 'email',
  'pdf-email': 'email',
  call: 'voice',
  webhook: 'webhook',
}

export const channelOf = (via: Via): Channel => CHANNEL[via]

/** The way a message by this channel was told, as far as one can see it from the message. */
export function viaOf({ channel, pdf }: { channel: Channel; pdf: boolean }): Via {
  if (channel === 'email') return pdf ? 'pdf-email' : 'text-email'
  return channel === 'voice' ? 'call' : channel
}

/**
 * Is this a rule that can work? Its address comes back in normal form. That owner and service type exist is for
 * the caller to look up. `country` is the company's, for phone numbers written without a country code.
 */
export function checkRule<T extends Rule>(
  rule: T,
  country: string,
): { ok: true; rule: T } | { ok: false; because: RuleFault } {
  if (rule.does === 'mute')
    return rule.owner.kind === 'site' ? { ok: true, rule } : { ok: false, because: 'only-sites-mute' }
  const because = optionFault(rule)
  if (because) return { ok: false, because }
  // Nobody keeps a provider's program beside his number.
  if (rule.via === 'webhook' && rule.destination !== 'address') return { ok: false, because: 'webhook-needs-address' }
  if (rule.owner.kind === 'provider' && rule.destination !== 'address') {
    return { ok: false, because: 'provider-rule-tells-itself' }
  }
  if (rule.destination === 'provider') {
    return rule.address === null ? { ok: true, rule } : { ok: false, because: 'address-not-wanted' }
  }
  if (rule.address === null) return { ok: false, because: 'address-missing' }
  const read = readAddress(channelOf(rule.via), rule.address, country)
  return read.ok ? { ok: true, rule: { ...rule, address: read.address } } : read
}

/** What only some occasions have is wanted there and nowhere else (S1.16). */
function optionFault(rule: TellRule): RuleFault | undefined {
  const { owner, occasion, everyDays, times, details, groupsInvoice, gathersMinutes } = rule
  if (details.length > 0 && occasion !== 'details-missing') return 'details-not-wanted'
  // The invoice is the customer's: to others its other jobs are nobody's business.
  if (groupsInvoice && (occasion !== 'invoiced' || owner.kind !== 'customer')) return 'grouping-not-wanted'
  if (gathersMinutes !== 0 && !GATHERED.has(occasion)) return 'gathering-not-wanted'
  if (!Number.isInteger(gathersMinutes) || gathersMinutes < 0 || gathersMinutes > MOST_GATHERED)
    return 'gathering-out-of-range'
  if (!reminds(occasion)) return everyDays === null && times === null ? undefined : 'interval-not-wanted'
  if (everyDays === null) return 'interval-missing'
  if (!Number.isInteger(everyDays) || everyDays < 1 || everyDays > MOST_DAYS) return 'interval-out-of-range'
  if (times === null) return 'times-missing'
  return Number.isInteger(times) && times >= 1 && times <= MOST_TIMES ? undefined : 'times-out-of-range'
}
