import type { Address, Channel } from '#base/address.ts'
import type { Language } from '#base/language.ts'

export const OWNER_KINDS = ['company', 'customer', 'alarm-company', 'site', 'provider', 'region', 'status'] as const
/**
 * Whose rule it is: it speaks of the jobs of that customer, alarm company or site, or sent to that provider (S1.12); the
 * company's own speak of every job. A region's speak to its customers (S3.1), a status's when it is set (S5.3).
 */
export type OwnerKind = (typeof OWNER_KINDS)[number]
/** A job's own rules speak of that job alone: they are no part of the company's book of rules, and end with the job. */
export type Owner = Readonly<{ kind: OwnerKind | 'job'; id: string }>

export const OCCASIONS = [
  'dispatched',
  'completed',
  'updated-incomplete',
  'updated-complete',
  'incomplete',
  'details-missing',
  'invoiced',
  'request-received',
  'request-accepted',
  'request-rejected',
  'created',
  'appointment',
  'status-set',
  'closed',
  'follow-up',
  'job-report',
] as const
/** "Notify When": what must have happened to the job, or has not happened for some days (S1.20 to S1.36). */
export type Occasion = (typeof OCCASIONS)[number]

/**
 * What a notice may be about: an occasion a rule waits for, that the job is no longer its provider's (S1.19), or that a
 * status was set by mistake (S5.11).
 */
export type Told = Occasion | 'reassigned' | 'corrected'

export const TOLD: readonly Told[] = [...OCCASIONS, 'reassigned', 'corrected']

/** Occasions that come by the clock and not by a save: their rules have days and times (S1.16). */
export const REMINDERS = ['incomplete', 'details-missing', 'follow-up'] as const satisfies readonly Occasion[]

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

export const TURNS = ['first', 'lead', 'last', 'every'] as const
/** Of the technicians of a visit who set a status: with whose it is told (S5.10). */
export type Turn = (typeof TURNS)[number]

export const DESTINATIONS = ['address', 'provider', 'both', 'customer'] as const
/** To the address written in the rule, to the job's provider instead, to both (S1.55), or to its customer. */
export type Destination = (typeof DESTINATIONS)[number]

export const TARGETS = ['address', 'provider', 'customer', 'head-office'] as const
/** Whom of those that a rule names a decision is about. */
export type Target = (typeof TARGETS)[number]

/**
 * Of a rule for one job: the recipient it is part of, whose rules are saved and undone together; the rule in the book that
 * it mutes or stands in for; and the provider who must have the job for it to hold, null: whoever has it.
 */
export type ForJob = Readonly<{ recipientId: string; ruleId: string | null; providerId: string | null }>

type Common = Readonly<{
  companyId: string
  id: string
  version: number
  owner: Owner
  /** Only jobs of this service type; null: all of them (S1.17). */
  serviceTypeId: string | null
  active: boolean
  /** Of a job's own rules alone. */
  forJob?: ForJob
}>

/** "When a job of this owner is dispatched, send a PDF to this address." */
export type TellRule = Common &
  Readonly<{
    does: 'tell'
    occasion: Occasion
    via: Via
    destination: Destination
    /**
     * E-mail address or mobile number, normalised; null when only the provider is told. A job's own rule has one always: there
     * its provider or customer is told at this address.
     */
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
    /** Only jobs of these types, priorities and statuses; empty: all. */
    onlyTypes: readonly string[]
    onlyPriorities: readonly number[]
    onlyStatuses: readonly string[]
    /** Of `status-set` only: which status, with whose tap, and for how many seconds it can be taken back first (S5.11). */
    statusId: string | null
    turn: Turn | null
    graceSeconds: number
    /** Of `job-report` only: beside alarm calls and incidents every other job, and cancelled ones (S4.14). */
    reportsEveryJob: boolean
    reportsCancelled: boolean
    /** Of what goes to the customer: its head office hears it too. */
    tellsHeadOffice: boolean
    /** It asks how it was: not while the customer has a complaint open. */
    asksReview: boolean
    /** In which language; null: in the customer's, or the company's. */
    language: Language | null
  }>

/** What a rule that uses none of them says of the fields that only some occasions have. */
export const PLAIN = {
  leavesOutCancelled: false,
  everyDays: null,
  times: null,
  details: [],
  groupsInvoice: false,
  gathersMinutes: 0,
  onlyTypes: [],
  onlyPriorities: [],
  onlyStatuses: [],
  statusId: null,
  turn: null,
  graceSeconds: 0,
  reportsEveryJob: false,
  reportsCancelled: false,
  tellsHeadOffice: false,
  asksReview: false,
  language: null,
} as const

export const reminds = (occasion: Told | null): occasion is (typeof REMINDERS)[number] =>
  REMINDERS.some(each => each === occasion)

export const MOST_DAYS = 366
export const MOST_TIMES = 100
/** Minutes in which changes may be gathered. */
export const MOST_GATHERED = 120
/** Seconds for which a status can be taken back before anybody hears of it: what a mis-tap needs, unless chosen. */
export const USUAL_GRACE = 30
export const MOST_GRACE = 3600

/** What may be told together with other changes: a dispatch waits for nothing, a reminder and an invoice come alone. */
export const GATHERED: ReadonlySet<Told> = new Set(['updated-incomplete', 'updated-complete', 'completed'])

/** "Don't notify": at this site the rules of the customer and alarm company are silent (S1.56 to S1.58). */
export type MuteRule = Common & Readonly<{ does: 'mute'; occasion: Occasion | null }>

/** "Not him, for this job": what one rule says to one of its targets is not said of this job. */
export type JobMute = Common & Readonly<{ does: 'mute-one'; target: Target; forJob: ForJob & { ruleId: string } }>

/** A rule in the company's book. */
export type Rule = TellRule | MuteRule

/** What may speak of a job: the book, and what was said of that job alone. */
export type AnyRule = Rule | JobMute

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
  | 'no-such-status'
  | 'customer-only'
  | 'occasion-not-of-owner'
  | 'status-missing'
  | 'status-not-wanted'
  | 'grace-out-of-range'
  | 'grace-not-wanted'
  | 'report-option-not-wanted'
  | 'customer-option-not-wanted'
  | 'customer-not-called'
  | Extract<Address, { ok: false }>['because']

/** Whom a rule names. */
export const targetsOf = ({
  destination,
  tellsHeadOffice,
}: Pick<TellRule, 'destination' | 'tellsHeadOffice'>): readonly Target[] => {
  if (destination === 'both') return ['address', 'provider']
  if (destination === 'customer') return tellsHeadOffice ? ['customer', 'head-office'] : ['customer']
  return [destination]
}

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
