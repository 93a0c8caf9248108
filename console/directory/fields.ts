import type { Kind } from '../look/entries.tsx'

/** What an entry says in one field. */
export type Value = string | number | boolean | null
export type Entry = { id: string; name: string } & Record<string, Value>

/** One field of a kind of entry: by this it is listed, shown, edited, asked for and told of an import. */
export type Field = Readonly<{
  /** As the API calls it. */
  name: string
  label: string
  /** What it is good for, beneath its field. */
  hint?: string
  /** How it is written; an object of words: one of them; `of`: another entry. */
  is:
    | 'line'
    | 'address'
    | 'e-mail'
    | 'phone'
    | 'web'
    | 'yes-or-no'
    | 'minutes'
    | 'zone'
    | Words
    | Readonly<{ of: Kind }>
  required?: true
  /** What it means when nothing is said. */
  empty?: string
  /** What most entries say here, and a new one begins with. */
  usual?: Value
  /** Chosen once, with the entry: jobs that use it would change their meaning. */
  once?: true
  /** Left out of the form: it is seldom needed, and can be written where it stands afterwards. */
  later?: true
  /** How wide its column of the list is (as CSS has it); without one there is none. */
  column?: string
  /** Said in the list where it is empty and somebody cannot be reached for that. */
  missing?: (entry: Entry) => string | undefined
}>
type Words = Readonly<Record<string, string>>

const WIDE = 'minmax(140px, 4fr)'
const SOME = 'minmax(110px, 3fr)'
const SHORT = 'minmax(80px, 2fr)'

const NAME: Field = { name: 'name', label: 'Name', is: 'line', required: true, column: WIDE }
const EMAIL: Field = { name: 'email', label: 'E-mail', is: 'e-mail', column: SOME }
const PHONE: Field = { name: 'phone', label: 'Phone', is: 'phone', column: SHORT }
const MOBILE: Field = {
  ...{ name: 'mobile', label: 'Mobile', is: 'phone', column: SHORT },
  hint: 'Where texts go; a fixed line takes none.',
}
const REGION: Field = {
  ...{ name: 'regionId', label: 'Region', is: { of: 'regions' }, column: SHORT },
  hint: 'Says where answers to e-mail go, and what its customers are told.',
}
const ADVISED: Field = {
  ...{ name: 'mustBeAdvised', label: 'Must be advised', is: 'yes-or-no', usual: false },
  hint: 'Is told in person what was found before a job counts as complete.',
}

const NEEDED = { never: 'Never', 'at-start': 'Before dispatch', 'at-end': 'Before completion' }

export const ROLES = {
  administrator: 'Administrator',
  dispatcher: 'Dispatcher',
  technician: 'Technician',
  'customer-contact': 'Customer contact',
  'read-only': 'Looks only',
}

const CATEGORIES = {
  requested: 'Requested',
  rejected: 'Rejected',
  'in-progress': 'In progress',
  'not-advised': 'Not advised',
  complete: 'Complete',
  cancelled: 'Cancelled',
  abandoned: 'Abandoned',
  approved: 'Approved',
  invoiced: 'Invoiced',
}

const STEPS = { dispatched: 'Dispatched', travelling: 'Travelling', 'on-site': 'On site', 'off-site': 'Off site' }
const LANGUAGES = { en: 'English', de: 'German', fr: 'French', es: 'Spanish' }

/** What an entry of each kind consists of, what matters most first. */
export const FIELDS: Readonly<Record<Kind, readonly Field[]>> = {
  customers: [
    NAME,
    {
      ...EMAIL,
      hint: 'Where its region and our statuses write to.',
      missing: ({ takesNotifications, regionId }) => (takesNotifications && regionId ? 'no e-mail' : undefined),
    },
    PHONE,
    REGION,
    ADVISED,
    {
      ...{ name: 'takesNotifications', label: 'Takes notifications', is: 'yes-or-no', usual: true, later: true },
      hint: 'Whether it is told what its region and our statuses say.',
    },
    { name: 'headOfficeId', label: 'Head office', is: { of: 'customers' }, later: true },
    { name: 'language', label: 'Language', is: LANGUAGES, empty: 'The company’s', later: true },
  ],
  sites: [
    NAME,
    { name: 'address', label: 'Address', is: 'address', required: true, column: WIDE },
    { name: 'customerId', label: 'Customer', is: { of: 'customers' }, column: SOME },
    { name: 'alarmCompanyId', label: 'Alarm company', is: { of: 'alarm-companies' }, column: SHORT },
    {
      ...{ name: 'timeZone', label: 'Time zone', is: 'zone', required: true, column: SHORT },
      hint: 'All times of its jobs are read on this clock.',
    },
    { ...REGION, hint: 'Where answers about this site go, if not to the region of its customer.', later: true },
  ],
  providers: [NAME, EMAIL, { ...MOBILE, missing: ({ email }) => (email ? 'no mobile' : 'cannot be reached') }],
  people: [
    NAME,
    {
      ...{ name: 'role', label: 'Role', is: ROLES, required: true, usual: 'technician', column: SHORT },
      hint: 'What they may do here. Whether they may sign in is said in the settings.',
    },
    { name: 'providerId', label: 'Provider', is: { of: 'providers' }, column: SOME, hint: 'Whom they work for.' },
    MOBILE,
    EMAIL,
    {
      ...{ name: 'certifications', label: 'Certifications', is: 'line', later: true },
      hint: 'Licences and certificates, as customers read them on the page of their job.',
    },
  ],
  'alarm-companies': [
    NAME,
    EMAIL,
    PHONE,
    ADVISED,
    {
      ...{ name: 'orderNumberNeeded', label: 'Order number needed', is: NEEDED, usual: 'never', column: SHORT },
      hint: 'When a job of theirs must have it.',
    },
    {
      ...{ name: 'docketNumberNeeded', label: 'Docket number needed', is: NEEDED, usual: 'never', column: SHORT },
      hint: 'When a job of theirs must have it.',
    },
  ],
  regions: [
    NAME,
    {
      ...{ name: 'active', label: 'Tells its customers', is: 'yes-or-no', usual: true, column: SHORT },
      hint: 'The master switch of everything its customers are told by its rules.',
    },
    {
      ...{ name: 'replyTo', label: 'Answers go to', is: 'e-mail', column: SOME },
      hint: 'Where answers to e-mail about its sites go.',
      empty: 'Where the company says',
    },
    {
      ...{ name: 'requestUrl', label: 'Page for requests', is: 'web', column: SOME, later: true },
      hint: 'A page of its own on which customers ask for service.',
      empty: 'Ours',
    },
  ],
  'service-types': [
    NAME,
    {
      name: 'kind',
      label: 'Kind',
      is: { alarm: 'Alarm', patrol: 'Patrol', service: 'Service', other: 'Other' },
      required: true,
      usual: 'alarm',
      column: SHORT,
    },
    {
      ...{ name: 'dispatchWithin', label: 'Dispatch within', is: 'minutes', column: SHORT },
      hint: 'From opening until somebody is sent; after that the job is late.',
      empty: 'No target',
    },
    {
      ...{ name: 'onSiteWithin', label: 'On site within', is: 'minutes', column: SHORT },
      hint: 'From dispatch until somebody is on site; after that the job is late.',
      empty: 'No target',
    },
  ],
  statuses: [
    { ...NAME, hint: 'What people read.' },
    {
      ...{ name: 'code', label: 'Code', is: 'line', required: true, once: true, column: SHORT },
      hint: 'Short, such as PART. It cannot be changed later.',
    },
    {
      ...{ name: 'category', label: 'Means', is: CATEGORIES, required: true, once: true, usual: 'in-progress' },
      ...{ column: SHORT, hint: 'What a job in this status counts as. It cannot be changed later.' },
    },
    {
      ...{ name: 'step', label: 'Stamps the time', is: STEPS, column: SHORT },
      hint: 'What a technician reports by taking it.',
      empty: 'None',
    },
  ],
}

/** A value in words; `names`: those of other entries, by their ids. */
export function wordsFor({ is }: Field, value: unknown, names: Readonly<Record<string, string>> = {}): string {
  if (value === null || value === undefined || value === '') return ''
  if (is === 'yes-or-no') return value ? 'Yes' : 'No'
  if (is === 'minutes') return `${value} min`
  if (typeof is === 'string') return String(value)
  if ('of' in is) return names[String(value)] ?? ''
  return (is as Words)[String(value)] ?? String(value)
}

/** What was typed, as the API takes it. */
export function meant({ is }: Field, typed: string): Value {
  if (is === 'yes-or-no') return typed === 'true'
  if (typed.trim() === '') return null
  return is === 'minutes' ? Number(typed) : typed.trim()
}

/** A value as it is typed. */
export const asTyped = (value: Value | undefined): string =>
  value === null || value === undefined ? '' : String(value)

/** Whether somebody is reached by what this field says. */
export const isAddress = ({ is }: Field): boolean => is === 'e-mail' || is === 'phone'
