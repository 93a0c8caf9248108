import type { NewTellRule, Rule } from '../api/schema.ts'
import type { Kind } from '../look/entries.tsx'

export type OwnerKind = Rule['owner']['kind']
/** Whose rules are looked at. */
export type Owner = { kind: OwnerKind; id: string; name: string }
export type Occasion = NewTellRule['occasion']
export type Via = NewTellRule['via']
export type Destination = NonNullable<NewTellRule['destination']>

/** "Notify When", as the middle of a sentence about a job. */
export const HAPPENS: Readonly<Record<Occasion, string>> = {
  dispatched: 'is dispatched',
  completed: 'is completed',
  'updated-incomplete': 'is updated while in progress',
  'updated-complete': 'is updated afterwards',
  incomplete: 'is still incomplete',
  'details-missing': 'still lacks details',
  invoiced: 'is invoiced',
  'job-report': 'has its job report',
  created: 'is created',
  appointment: 'gets or changes its appointment',
  closed: 'is closed',
  'follow-up': 'was closed some days ago',
  'request-received': 'is asked for',
  'request-accepted': 'is accepted',
  'request-rejected': 'is rejected',
  'status-set': 'is set to a status',
}

export const TELLS: Readonly<Record<Via, string>> = {
  sms: 'text',
  'text-email': 'e-mail',
  'pdf-email': 'e-mail a PDF to',
  call: 'call',
  webhook: 'tell the program at',
}

export const GOES_TO: Readonly<Record<Destination, string>> = {
  address: 'this address',
  provider: 'its provider',
  both: 'this address and its provider',
  customer: 'its customer',
}

/** What a rule of SMART's kind waits for, the most used first. */
const WORK: readonly Occasion[] = [
  ...(['dispatched', 'completed', 'updated-incomplete', 'updated-complete', 'incomplete', 'details-missing'] as const),
  ...(['invoiced', 'job-report'] as const),
]
const CUSTOMERS: readonly Occasion[] = [
  ...(['request-received', 'request-accepted', 'request-rejected', 'created', 'appointment', 'status-set'] as const),
  ...(['closed', 'follow-up'] as const),
]

/** The occasions that rules of an owner may wait for, in groups. */
export function occasionsOf(kind: OwnerKind): { group: string; items: readonly Occasion[] }[] {
  if (kind === 'status') return [{ group: 'The status', items: ['status-set'] }]
  if (kind === 'region') return [{ group: 'What customers are told', items: CUSTOMERS }]
  return [
    { group: 'The job', items: WORK },
    { group: 'What customers are told', items: CUSTOMERS },
  ]
}

type Face = Readonly<{
  /** Of its tab. */
  many: string
  one: string
  /** Where the directory keeps such entries. */
  entries: Kind | null
  /** What its rules are for: shown where there are none yet. */
  teaches: string
  example: string
}>

/** What each kind of owner is called, and what its rules are for. */
export const OWNERS: Readonly<Record<OwnerKind, Face>> = {
  company: {
    many: 'Company',
    one: 'company',
    entries: null,
    teaches: 'Rules of your own company speak of every job.',
    example: 'When a job is dispatched, text Duty manager (0491 570 110).',
  },
  customer: {
    many: 'Customers',
    one: 'customer',
    entries: 'customers',
    teaches: 'Rules of a customer speak of its jobs, at all its sites.',
    example: 'When a job of customer Hargreaves Timber is dispatched, e-mail Facilities desk.',
  },
  'alarm-company': {
    many: 'Alarm companies',
    one: 'alarm company',
    entries: 'alarm-companies',
    teaches: 'Rules of an alarm company speak of the jobs it sent.',
    example: 'When a job of alarm company Sentinel is completed, e-mail a PDF to Operators.',
  },
  site: {
    many: 'Sites',
    one: 'site',
    entries: 'sites',
    teaches: 'Rules of a site speak of the jobs there. "Don\'t notify" silences there what others\' rules say.',
    example: 'When a job at Hargreaves Yard is completed, text Yard manager.',
  },
  provider: {
    many: 'Providers',
    one: 'provider',
    entries: 'providers',
    teaches: 'Rules of a provider speak of the jobs it was sent to.',
    example: 'When a job of provider Night Owl Patrols is dispatched, text Patrol car.',
  },
  region: {
    many: 'Regions',
    one: 'region',
    entries: 'regions',
    teaches: 'What a region says, its customers hear: of requests, appointments, closed jobs and follow-ups.',
    example: 'When a job of a customer in region Blue Mountains is closed, e-mail the customer.',
  },
  status: {
    many: 'Statuses',
    one: 'status',
    entries: 'statuses',
    teaches: 'When a technician or the office sets a status, the customer can hear of it, once on each visit.',
    example: 'When a job is set to "Travelling" for the first time on a visit, text the customer.',
  },
}
export const OWNER_KINDS = Object.keys(OWNERS) as OwnerKind[]

export const isOwnerKind = (word: unknown): word is OwnerKind => typeof word === 'string' && word in OWNERS

/** "a customer", "an alarm company". */
export const withArticle = (one: string): string => `${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}`

/** Kinds of which there are so few that all are listed, also those without rules. */
export const FEW: ReadonlySet<OwnerKind> = new Set(['company', 'region', 'status'])
