import { type AddressFault, type Channel, readAddress } from '#base/address.ts'
import { isTimeZone } from '#base/time.ts'
import type { Directory, EntryKind } from './directory.ts'

type Own<K extends EntryKind> = Exclude<keyof Directory[K], 'companyId' | 'id'>

/** What may be altered in an entry. A status keeps its code and category: jobs that stand in it would change theirs. */
export type Settable<K extends EntryKind> = Partial<Pick<Directory[K], Exclude<Own<K>, Lasting<K>>>>
type Lasting<K extends EntryKind> = K extends 'status' ? 'code' | 'category' : never

type Shape<K extends EntryKind> = Readonly<{
  fields: readonly Own<K>[]
  /** Fields at which somebody is reached, and how. */
  addresses?: Readonly<Partial<Record<Own<K>, Channel>>>
  /** Fields that name another entry, and of which kind. */
  points?: Readonly<Partial<Record<Own<K>, EntryKind>>>
}>

/** What an entry of each kind consists of. */
export const SHAPES: { readonly [K in EntryKind]: Shape<K> } = {
  region: { fields: ['name', 'replyTo', 'active', 'requestUrl'], addresses: { replyTo: 'email' } },
  customer: {
    fields: [
      ...(['name', 'email', 'phone', 'mustBeAdvised', 'regionId', 'takesNotifications'] as const),
      ...(['headOfficeId', 'language'] as const),
    ],
    addresses: { email: 'email' },
    points: { regionId: 'region', headOfficeId: 'customer' },
  },
  'alarm-company': {
    fields: ['name', 'email', 'phone', 'mustBeAdvised', 'orderNumberNeeded', 'docketNumberNeeded'],
    addresses: { email: 'email' },
  },
  provider: { fields: ['name', 'email', 'mobile'], addresses: { email: 'email', mobile: 'sms' } },
  person: {
    fields: ['name', 'role', 'email', 'mobile', 'providerId', 'certifications'],
    addresses: { email: 'email', mobile: 'sms' },
    points: { providerId: 'provider' },
  },
  site: {
    fields: ['name', 'address', 'timeZone', 'customerId', 'alarmCompanyId', 'regionId'],
    points: { customerId: 'customer', alarmCompanyId: 'alarm-company', regionId: 'region' },
  },
  'service-type': { fields: ['name', 'kind', 'dispatchWithin', 'onSiteWithin'] },
  status: { fields: ['code', 'name', 'category', 'step'] },
}

/** What nearly every entry of its kind says, so that it need not be said. */
export const USUAL = {
  mustBeAdvised: false,
  orderNumberNeeded: 'never',
  docketNumberNeeded: 'never',
  replyTo: null,
  active: true,
  requestUrl: null,
  regionId: null,
  takesNotifications: true,
  headOfficeId: null,
  language: null,
  certifications: null,
  dispatchWithin: null,
  onSiteWithin: null,
} as const

export const ENTRY_KINDS = Object.keys(SHAPES) as readonly EntryKind[]

export type EntryFault =
  | 'no-such-entry'
  | 'id-taken'
  | 'code-taken'
  | 'points-nowhere'
  | 'not-a-time-zone'
  | 'not-a-web-address'
  | 'own-head-office'
  | 'last-administrator'
  | AddressFault

/** Whether this can stand in a message as a link: "https://..." or "http://...". */
export const isWebAddress = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? '')

export type Fault = Readonly<{ ok: false; because: EntryFault; field?: string }>

/** The values as they are kept, with addresses in normal form; or the first field that cannot be kept, and why. */
export function tidy<T extends object>(kind: EntryKind, values: T, country: string): { ok: true; values: T } | Fault {
  const channels: Readonly<Record<string, Channel>> = SHAPES[kind].addresses ?? {}
  const tidied = { ...values } as Record<string, unknown>
  for (const [field, value] of Object.entries(values)) {
    if (field === 'timeZone' && !isTimeZone(value)) return { ok: false, because: 'not-a-time-zone', field }
    if (field === 'requestUrl' && value !== null && !isWebAddress(value)) {
      return { ok: false, because: 'not-a-web-address', field }
    }
    const channel = channels[field]
    if (!channel || value === null) continue
    const read = readAddress(channel, value, country)
    if (!read.ok) return { ...read, field }
    tidied[field] = read.address
  }
  return { ok: true, values: tidied as T }
}

/** The entries these values name, so that the caller can see whether they exist. */
export function pointsOf(kind: EntryKind, values: object): { field: string; kind: EntryKind; id: string }[] {
  const points: Readonly<Record<string, EntryKind>> = SHAPES[kind].points ?? {}
  return Object.entries(values)
    .filter(([field, id]) => field in points && id !== null)
    .map(([field, id]) => ({ field, kind: points[field]!, id }))
}

/** Whether setting these values alters anything. */
export const alters = (entry: object, set: object): boolean => alteredBetween(entry, set).length > 0

/** The fields that have another value afterwards, with what they were before. */
export const alteredBetween = (before: object, after: object): { field: string; from: unknown; to: unknown }[] =>
  Object.entries(after)
    .map(([field, to]) => ({ field, from: (before as Record<string, unknown>)[field] ?? null, to }))
    .filter(({ from, to }) => from !== (to ?? null))
