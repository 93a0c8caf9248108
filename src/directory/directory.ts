import type { Language } from '#base/language.ts'

/** Who did it: a person, a program holding an API key, or Callout itself. Kept with every change. */
export type Actor = Readonly<{ kind: 'person' | 'key' | 'callout'; id: string; name: string }>

/** Callout acting by itself, for instance when a seeded town is built. */
export const CALLOUT: Actor = { kind: 'callout', id: 'callout', name: 'Callout' }

export const SCOPES = ['read', 'dispatch', 'administer'] as const
/** What an API key may do: look; also open and change jobs; also change the directory, rules and templates. */
export type Scope = (typeof SCOPES)[number]

export const KINDS = ['alarm', 'patrol', 'service', 'other'] as const
export type Kind = (typeof KINDS)[number]

export const CATEGORIES = [
  'requested',
  'rejected',
  'in-progress',
  'not-advised',
  'complete',
  'cancelled',
  'abandoned',
  'approved',
  'invoiced',
] as const
/** What a status code means. Companies name their statuses; rules look at the category. */
export type Category = (typeof CATEGORIES)[number]

export const STEPS = ['dispatched', 'travelling', 'on-site', 'off-site'] as const
/** What a technician reports by taking a status: it stamps the time of that name. */
export type Step = (typeof STEPS)[number]

export const ROLES = ['administrator', 'dispatcher', 'technician', 'customer-contact', 'read-only'] as const
export type Role = (typeof ROLES)[number]

export const DEFERRAL_MUTES = ['everything', 'reminders'] as const
export type DeferralMutes = (typeof DEFERRAL_MUTES)[number]

export const NEEDED = ['never', 'at-start', 'at-end'] as const
/** Numbers an alarm company demands: before a job is dispatched, or before it is complete. */
export type Needed = Readonly<Record<'orderNumberNeeded' | 'docketNumberNeeded', (typeof NEEDED)[number]>>

export type Company = Readonly<{
  id: string
  name: string
  /** Three letters or digits, chosen once; job numbers read `ABC-1234`. */
  code: string
  timeZone: string
  locale: string
  /** ISO 3166 country whose phone numbers need no country code. */
  country: string
  /** What deferring a job silences: all its messages, or only its reminders (S1.41). */
  deferralMutes: DeferralMutes
  /** Minutes after midnight at the site between which only urgent messages go out (W5); null: there are no such hours. */
  quietFrom: number | null
  quietUntil: number | null
  /** Whether public holidays are quiet all day. */
  quietHolidays: boolean
  /** Of which place they are, such as "AU-NSW"; null: of the company's country. */
  holidaysOf: string | null
  /** Where answers to its e-mail go, unless a region says otherwise; null: to the sender. */
  replyTo: string | null
  /** Whether somebody looks at a job report before it goes out. */
  approvesReports: boolean
  /** Whether customers may ask for service by a link, without an account. */
  takesRequests: boolean
  /** Of what service type a job becomes that a customer asks for; null: nobody can ask. */
  requestTypeId: string | null
  /** Where customers may say how it was; null: nowhere. */
  reviewUrl: string | null
  createdAt: Temporal.Instant
}>

type Entry = Readonly<{ companyId: string; id: string; name: string }>

/**
 * `replyTo`: where answers to e-mail about its sites go; null: where the company says. `active`: the master switch of what
 * its customers are told (S3.9). `requestUrl`: its own page for requests (S3.11); null: ours.
 */
type Region = Entry & Readonly<{ replyTo: string | null; active: boolean; requestUrl: string | null }>
type Party = Entry &
  Readonly<{
    email: string | null
    phone: string | null
    /** Whether it must be told in person what was found before a job counts as complete ("not advised"). */
    mustBeAdvised: boolean
  }>
type Customer = Party &
  Readonly<{
    regionId: string | null
    /** "Send client notifications" (S3.18). */
    takesNotifications: boolean
    /** Another customer that this one belongs to. */
    headOfficeId: string | null
    /** What it is written to in; null: in the company's language. */
    language: Language | null
  }>
type AlarmCompany = Party & Needed
type Provider = Entry & Readonly<{ email: string | null; mobile: string | null }>
/** How soon, in whole minutes: from opening until somebody is sent, and from then until somebody is on site; null: no target. */
export type Targets = Readonly<Record<'dispatchWithin' | 'onSiteWithin', number | null>>
type ServiceType = Entry & Readonly<{ kind: Kind }> & Targets
export type Status = Entry & Readonly<{ code: string; category: Category; step: Step | null }>
type Person = Entry &
  Readonly<{
    role: Role
    email: string | null
    mobile: string | null
    providerId: string | null
    /** Licences and certificates, as a customer reads them (S5.1). */
    certifications: string | null
  }>
export type Site = Entry &
  Readonly<{
    address: string
    timeZone: string
    customerId: string | null
    alarmCompanyId: string | null
    regionId: string | null
  }>

/** Everything a company keeps about the world, by the name of its entries. */
export type Directory = {
  region: Region
  customer: Customer
  'alarm-company': AlarmCompany
  provider: Provider
  person: Person
  site: Site
  'service-type': ServiceType
  status: Status
}
export type EntryKind = keyof Directory

/** The status codes a new company starts with; it may rename them and add its own. */
export const STARTING_STATUSES: readonly Pick<Status, 'code' | 'name' | 'category' | 'step'>[] = [
  { code: 'REQ', name: 'Requested', category: 'requested', step: null },
  { code: 'REJ', name: 'Rejected', category: 'rejected', step: null },
  { code: 'OPEN', name: 'In progress', category: 'in-progress', step: null },
  { code: 'DISP', name: 'Dispatched', category: 'in-progress', step: 'dispatched' },
  { code: 'TRAV', name: 'Travelling', category: 'in-progress', step: 'travelling' },
  { code: 'SITE', name: 'On site', category: 'in-progress', step: 'on-site' },
  { code: 'OFF', name: 'Off site', category: 'in-progress', step: 'off-site' },
  { code: 'NADV', name: 'Not advised', category: 'not-advised', step: null },
  { code: 'COMP', name: 'Complete', category: 'complete', step: null },
  { code: 'CANC', name: 'Cancelled', category: 'cancelled', step: null },
  { code: 'ABAN', name: 'Abandoned', category: 'abandoned', step: null },
  { code: 'APPR', name: 'Approved', category: 'approved', step: null },
  { code: 'INVD', name: 'Invoiced', category: 'invoiced', step: null },
]
