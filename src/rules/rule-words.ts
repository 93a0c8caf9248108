import type { Language } from '#base/language.ts'
import { HAPPENS } from './reasons.ts'
import type { Detail, MuteRule, Owner, Rule, TellRule, Turn, Via } from './rule.ts'

/** The names of what a rule points to: its owner, and by their ids the service types and statuses it names. */
export type RuleNames = Readonly<{ owner: string; nameOf: (id: string) => string }>

/**
 * A rule as people say it: "When a job of customer Hargreaves Timber is dispatched, text +61491570156 (Jo)." Everything that
 * was chosen in it is in the sentence, and nothing that was not.
 */
export function ruleInWords(rule: Rule, names: RuleNames): string {
  const sentence = rule.does === 'mute' ? muteInWords(rule, names) : tellInWords(rule, names)
  return rule.active ? sentence : `Switched off: ${sentence}`
}

const muteInWords = ({ occasion, serviceTypeId }: MuteRule, { owner, nameOf }: RuleNames): string => {
  const job = serviceTypeId === null ? 'a job' : `a job of type "${nameOf(serviceTypeId)}"`
  const when = occasion === null ? `whatever happens to ${job}` : `when ${job} ${HAPPENS[occasion]}`
  return `At ${owner} rules other than its own and the provider's are silent ${when}.`
}

const tellInWords = (rule: TellRule, names: RuleNames): string =>
  `When ${jobIn(rule, names)} ${happens(rule, names)}${provided(rule, names)}, ${tells(rule)}${optionsIn(rule)}.`

/** Which jobs it speaks of. */
function jobIn(rule: TellRule, { owner, nameOf }: RuleNames): string {
  const { serviceTypeId, onlyTypes, onlyPriorities } = rule
  const types = [...(serviceTypeId ? [[serviceTypeId]] : []), ...(onlyTypes.length > 0 ? [onlyTypes] : [])]
  return [
    rule.owner.kind === 'job' ? 'this job' : 'a job',
    ...types.map(each => ` of type ${quoted(each, nameOf)}`),
    ...(onlyPriorities.length > 0 ? [` with priority ${either(onlyPriorities.map(String))}`] : []),
    WHOSE[rule.owner.kind](owner),
  ].join('')
}

const WHOSE: Record<Owner['kind'], (owner: string) => string> = {
  company: () => '',
  customer: owner => ` of customer ${owner}`,
  'alarm-company': owner => ` of alarm company ${owner}`,
  site: owner => ` at ${owner}`,
  provider: owner => ` of provider ${owner}`,
  region: owner => ` of a customer in region ${owner}`,
  status: () => '',
  job: () => '',
}

function happens(rule: TellRule, { nameOf }: RuleNames): string {
  const { occasion, statusId, turn, details, everyDays } = rule
  if (occasion === 'status-set') return `is set to "${nameOf(statusId!)}" ${BY[turn!]}`
  if (occasion === 'details-missing') return `still lacks ${lacking(details)}${howOften(rule, ' after')}`
  if (occasion === 'follow-up') return `was closed ${daysIn(everyDays!)} ago${howOften(rule)}`
  return `${HAPPENS[occasion]}${howOften(rule, ' after')}`
}

const BY: Record<Turn, string> = {
  first: 'for the first time on a visit',
  lead: 'by the lead technician of a visit',
  last: 'by the last technician of a visit',
  every: 'by any technician of a visit',
}

const lacking = (details: readonly Detail[]): string =>
  either([...details.map(detail => DETAIL[detail]), 'what its alarm company demands'])
const DETAIL: Record<Detail, string> = {
  outcome: 'its outcome',
  docketNumber: 'its docket number',
  orderNumber: 'its order number',
}

function howOften({ everyDays, times }: TellRule, first = ''): string {
  if (everyDays === null) return ''
  const days = daysIn(everyDays)
  const after = first && `${first} ${days}`
  return times === 1 ? after : `${after}, and again every ${days}, ${times} times in all`
}

const daysIn = (days: number): string => `${days} ${days === 1 ? 'day' : 'days'}`

/** What must be so beside, for somebody to be told. */
function provided(rule: TellRule, { nameOf }: RuleNames): string {
  const { occasion, onlyStatuses, leavesOutCancelled, reportsEveryJob, reportsCancelled } = rule
  const reports = occasion === 'job-report'
  return [
    onlyStatuses.length > 0 && ` and is then ${quoted(onlyStatuses, nameOf)}`,
    reports && (reportsEveryJob ? ' of whatever kind it is' : ' and was an alarm call or had an incident'),
    reports && reportsCancelled && ' or is cancelled',
    (leavesOutCancelled || (reports && !reportsCancelled)) && ' and was not cancelled or abandoned',
  ]
    .filter(Boolean)
    .join('')
}

const tells = (rule: TellRule): string =>
  `${TELL[rule.via]} ${whomIn(rule)}${rule.language ? ` in ${LANGUAGE[rule.language]}` : ''}`

const TELL: Record<Via, string> = {
  sms: 'text',
  'text-email': 'e-mail',
  'pdf-email': 'e-mail a PDF to',
  call: 'call',
  webhook: 'tell the program at',
}

const LANGUAGE: Record<Language, string> = { en: 'English', de: 'German', fr: 'French', es: 'Spanish' }

function whomIn({ destination, address, recipient, tellsHeadOffice, owner }: TellRule): string {
  const written = recipient === null ? `${address ?? 'nobody yet'}` : `${recipient} (${address ?? 'nowhere yet'})`
  if (destination === 'address' || owner.kind === 'job') return written
  if (destination === 'both') return `${written} and its provider`
  if (destination === 'provider') return 'its provider'
  return tellsHeadOffice ? 'the customer and its head office' : 'the customer'
}

const optionsIn = ({ groupsInvoice, gathersMinutes, graceSeconds, asksReview }: TellRule): string =>
  [
    groupsInvoice && ', with all jobs of the invoice in one message',
    gathersMinutes > 0 && `, together with what else changes within ${gathersMinutes} minutes`,
    graceSeconds > 0 && `, unless it is taken back within ${graceSeconds} seconds`,
    asksReview && ', unless the customer has a complaint open',
  ]
    .filter(Boolean)
    .join('')

const quoted = (ids: readonly string[], nameOf: RuleNames['nameOf']): string => either(ids.map(id => `"${nameOf(id)}"`))

const LIST = new Intl.ListFormat('en-AU', { type: 'disjunction' })
const either = (words: readonly string[]): string => LIST.format(words)
