import type { NewRule, Rule, TellRule } from '../api/schema.ts'
import type { Destination, Occasion, OwnerKind, Via } from './faces.ts'

type Told = Omit<TellRule, 'id' | 'version' | 'ownerName' | 'sentence' | 'changedBy' | 'changedAt'>

/** A rule while it is written: everything it could say, whether or not it is wanted for what it is about. */
export type Draft = Omit<Told, 'does' | 'occasion' | 'address' | 'recipient'> & {
  does: 'tell' | 'mute'
  /** Of "don't notify" null: whatever happens. */
  occasion: Occasion | null
  address: string
  recipient: string
}

/** A new rule of an owner, as most of them begin. */
export function newDraft(owner: { kind: OwnerKind; id: string }): Draft {
  const ofStatus = owner.kind === 'status'
  return {
    ...{ owner, does: 'tell', serviceTypeId: null, active: true, address: '', recipient: '' },
    occasion: ofStatus ? 'status-set' : owner.kind === 'region' ? 'created' : 'dispatched',
    via: ofStatus ? 'sms' : 'text-email',
    destination: ofStatus || owner.kind === 'region' ? 'customer' : 'address',
    ...{ everyDays: 3, times: 4, details: [], leavesOutCancelled: false, groupsInvoice: false, gathersMinutes: 0 },
    ...{ onlyTypes: [], onlyPriorities: [], onlyStatuses: [], reportsEveryJob: false, reportsCancelled: false },
    ...{ statusId: ofStatus ? owner.id : null, turn: 'first', graceSeconds: 30 },
    ...{ tellsHeadOffice: false, asksReview: false, language: null },
  }
}

/** A rule in use, as it would be written again. */
export function draftOf(rule: Rule): Draft {
  const begun = newDraft(rule.owner)
  const { does, occasion, serviceTypeId, active } = rule
  if (rule.does === 'mute') return { ...begun, does, occasion, serviceTypeId, active }
  const { id: _, version: _v, ownerName: _o, sentence: _s, changedBy: _b, changedAt: _a, ...told } = rule
  return {
    ...begun,
    ...told,
    address: told.address ?? '',
    recipient: told.recipient ?? '',
    everyDays: told.everyDays ?? begun.everyDays,
    times: told.times ?? begun.times,
    turn: told.turn ?? begun.turn,
    graceSeconds: told.turn ? told.graceSeconds : begun.graceSeconds,
  }
}

export const REMINDERS: readonly (Occasion | null)[] = ['incomplete', 'details-missing', 'follow-up']
export const GATHERED: readonly (Occasion | null)[] = ['updated-incomplete', 'updated-complete', 'completed']

/** To whom rules of this owner can go, by this way. */
export function destinationsOf({ owner, via }: Draft): readonly Destination[] {
  if (owner.kind === 'region' || owner.kind === 'status') return ['customer']
  if (owner.kind === 'provider' || via === 'webhook') return ['address']
  return via === 'call' ? ['address', 'provider', 'both'] : ['address', 'provider', 'both', 'customer']
}

/** In which ways rules of this owner can tell. */
export const viasOf = ({ owner }: Draft): readonly Via[] =>
  owner.kind === 'region' || owner.kind === 'status'
    ? ['sms', 'text-email', 'pdf-email']
    : ['text-email', 'pdf-email', 'sms', 'call', 'webhook']

export const hasAddress = (destination: Destination): boolean => destination === 'address' || destination === 'both'

/** What would be sent to the server of a draft: only what is wanted for what it is about. */
export function bodyOf(draft: Draft): NewRule {
  const { owner, serviceTypeId, active, occasion } = draft
  if (draft.does === 'mute' || occasion === null) return { does: 'mute', owner, serviceTypeId, active, occasion }
  const possible = destinationsOf(draft)
  const destination = possible.includes(draft.destination) ? draft.destination : possible[0]!
  const reminds = REMINDERS.includes(occasion)
  const ofStatus = occasion === 'status-set'
  const reports = occasion === 'job-report'
  const toCustomer = destination === 'customer'
  return {
    ...draft,
    ...{ does: 'tell', occasion, destination },
    address: hasAddress(destination) ? draft.address.trim() || null : null,
    recipient: hasAddress(destination) ? draft.recipient.trim() || null : null,
    leavesOutCancelled: draft.leavesOutCancelled && !reports,
    everyDays: reminds ? draft.everyDays : null,
    times: reminds ? draft.times : null,
    details: occasion === 'details-missing' ? draft.details : [],
    groupsInvoice: draft.groupsInvoice && groups(draft),
    gathersMinutes: GATHERED.includes(occasion) ? draft.gathersMinutes : 0,
    statusId: ofStatus ? draft.statusId : null,
    turn: ofStatus ? draft.turn : null,
    graceSeconds: ofStatus ? draft.graceSeconds : 0,
    reportsEveryJob: draft.reportsEveryJob && reports,
    reportsCancelled: draft.reportsCancelled && reports,
    tellsHeadOffice: draft.tellsHeadOffice && toCustomer,
    asksReview: draft.asksReview && toCustomer,
  }
}

/** Whether all jobs of one invoice can be told together. */
export const groups = ({ owner, occasion }: Pick<Draft, 'owner' | 'occasion'>): boolean =>
  owner.kind === 'customer' && occasion === 'invoiced'

/** Whether one of the rarely used choices was made. */
export function usesMore(draft: Draft): boolean {
  const body = bodyOf(draft)
  if (body.does === 'mute') return false
  const lists = [body.onlyTypes, body.onlyPriorities, body.onlyStatuses]
  return (
    lists.some(list => (list ?? []).length > 0) ||
    Boolean(body.leavesOutCancelled || body.groupsInvoice || body.gathersMinutes) ||
    Boolean(body.tellsHeadOffice || body.asksReview || body.language)
  )
}

type Field = 'address' | 'days' | 'times' | 'statusId' | 'graceSeconds' | 'gathersMinutes' | 'via' | 'destination'

// What the server says of its fields is for whoever writes programs; here the field itself says where.
const FAULTS: Readonly<Record<string, readonly [Field, string]>> = {
  'address-missing': ['address', 'Say where to send it.'],
  'not-an-email-address': ['address', 'This is not an e-mail address. Write it as name@example.com.'],
  'not-a-phone-number': ['address', 'This is not a phone number. Write it as 0491 570 156 or +61491570156.'],
  'not-a-mobile-number': ['address', 'This is not a mobile number: texts would not arrive.'],
  'not-a-web-address': ['address', 'This is not a web address. Write it as https://example.com/hook.'],
  'no-such-webhook': ['address', 'Choose one of the programs that were set up under Settings.'],
  'interval-missing': ['days', 'After how many days?'],
  'interval-out-of-range': ['days', '1 to 366'],
  'times-missing': ['times', 'How often at most?'],
  'times-out-of-range': ['times', '1 to 100'],
  'status-missing': ['statusId', 'Choose the status.'],
  'grace-out-of-range': ['graceSeconds', '0 to 3600'],
  'gathering-out-of-range': ['gathersMinutes', 'A whole number from 0 to 120.'],
}

export type Faults = Partial<Record<Field | 'whole', string>>

/** What is wrong, at the field it is about; what is about none, about the whole. */
export function faultsAtFields(faults: readonly { because: string; title: string }[]): Faults {
  return Object.fromEntries(faults.map(({ because, title }) => FAULTS[because] ?? ['whole', `${title}.`]))
}
