import { readAddress } from '#base/address.ts'
import {
  channelOf,
  GATHERED,
  MOST_DAYS,
  MOST_GATHERED,
  MOST_GRACE,
  MOST_TIMES,
  type Occasion,
  type Rule,
  type RuleFault,
  reminds,
  type TellRule,
} from './rule.ts'

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
  const because = optionFault(rule) ?? customerFault(rule)
  if (because) return { ok: false, because }
  // Nobody keeps a provider's program beside his number.
  if (rule.via === 'webhook' && rule.destination !== 'address') return { ok: false, because: 'webhook-needs-address' }
  if (rule.owner.kind === 'provider' && rule.destination !== 'address') {
    return { ok: false, because: 'provider-rule-tells-itself' }
  }
  // Of one job its provider or customer may be told elsewhere.
  if (rule.owner.kind !== 'job' && (rule.destination === 'provider' || rule.destination === 'customer')) {
    return rule.address === null ? { ok: true, rule } : { ok: false, because: 'address-not-wanted' }
  }
  if (rule.address === null) return { ok: false, because: 'address-missing' }
  const read = readAddress(channelOf(rule.via), rule.address, country)
  return read.ok ? { ok: true, rule: { ...rule, address: read.address } } : read
}

/** What only some occasions have is wanted there and nowhere else (S1.16). */
function optionFault(rule: TellRule): RuleFault | undefined {
  return statusFault(rule) ?? reportFault(rule) ?? gatheringFault(rule) ?? intervalFault(rule)
}

function statusFault({ owner, occasion, statusId, turn, graceSeconds }: TellRule): RuleFault | undefined {
  if (occasion !== 'status-set') {
    if (statusId !== null || turn !== null) return 'status-not-wanted'
    return graceSeconds === 0 ? undefined : 'grace-not-wanted'
  }
  if (statusId === null || turn === null) return 'status-missing'
  if (owner.kind === 'status' && statusId !== owner.id) return 'status-not-wanted'
  const isInRange = Number.isInteger(graceSeconds) && graceSeconds >= 0 && graceSeconds <= MOST_GRACE
  return isInRange ? undefined : 'grace-out-of-range'
}

const reportFault = ({ occasion, reportsEveryJob, reportsCancelled }: TellRule): RuleFault | undefined =>
  occasion !== 'job-report' && (reportsEveryJob || reportsCancelled) ? 'report-option-not-wanted' : undefined

// What a region or a status says is what the customer sees (S3.20, S5.2): it is his, and of nobody else.
const OF_REGION: readonly Occasion[] = [
  ...(['request-received', 'request-accepted', 'request-rejected', 'created', 'appointment', 'status-set'] as const),
  ...(['closed', 'follow-up'] as const),
]

function customerFault(rule: TellRule): RuleFault | undefined {
  const { owner, occasion, destination, via, tellsHeadOffice, asksReview } = rule
  if (owner.kind === 'status' && occasion !== 'status-set') return 'occasion-not-of-owner'
  if (owner.kind === 'region' && !OF_REGION.includes(occasion)) return 'occasion-not-of-owner'
  const isOutward = owner.kind === 'region' || owner.kind === 'status'
  if (destination !== 'customer') {
    if (isOutward) return 'customer-only'
    return tellsHeadOffice || asksReview ? 'customer-option-not-wanted' : undefined
  }
  return via === 'call' || via === 'webhook' ? 'customer-not-called' : undefined
}

function gatheringFault(rule: TellRule): RuleFault | undefined {
  const { owner, occasion, details, groupsInvoice, gathersMinutes } = rule
  if (details.length > 0 && occasion !== 'details-missing') return 'details-not-wanted'
  // The invoice is the customer's: to others its other jobs are nobody's business.
  if (groupsInvoice && (occasion !== 'invoiced' || owner.kind !== 'customer')) return 'grouping-not-wanted'
  if (gathersMinutes !== 0 && !GATHERED.has(occasion)) return 'gathering-not-wanted'
  if (!Number.isInteger(gathersMinutes) || gathersMinutes < 0 || gathersMinutes > MOST_GATHERED)
    return 'gathering-out-of-range'
  return undefined
}

function intervalFault({ occasion, everyDays, times }: TellRule): RuleFault | undefined {
  if (!reminds(occasion)) return everyDays === null && times === null ? undefined : 'interval-not-wanted'
  if (everyDays === null) return 'interval-missing'
  if (!Number.isInteger(everyDays) || everyDays < 1 || everyDays > MOST_DAYS) return 'interval-out-of-range'
  if (times === null) return 'times-missing'
  return Number.isInteger(times) && times >= 1 && times <= MOST_TIMES ? undefined : 'times-out-of-range'
}
