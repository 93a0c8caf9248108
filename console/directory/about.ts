import type { Kind } from '../look/entries.tsx'
import type { OwnerKind } from '../rules/faces.ts'

type About = Readonly<{
  /** What the kind is for, for whoever sees none yet. */
  teaches: string
  /** As the addresses of rules call their owner; without one it has no rules. */
  owner?: OwnerKind
  /** Which entries name it, by which of their fields. */
  named?: readonly Readonly<{ kind: Kind; by: Pointer; title: string }>[]
}>

/** Fields by which entries name others. */
export const POINTERS = ['customerId', 'alarmCompanyId', 'regionId', 'providerId', 'headOfficeId'] as const
export type Pointer = (typeof POINTERS)[number]

/** What a list is narrowed to. */
export type Asked = { search?: string | undefined } & Partial<Record<Pointer, string | undefined>>

/** Reads the search part of an address; what it does not know is left out. */
export function narrowingOf(given: Record<string, unknown>): Asked {
  const pointers = POINTERS.filter(pointer => typeof given[pointer] === 'string')
  return {
    ...(given.search !== undefined && given.search !== '' && { search: String(given.search) }),
    ...Object.fromEntries(pointers.map(pointer => [pointer, given[pointer]])),
  }
}

/** The kinds in the order of the tabs. */
export const ORDER: readonly Kind[] = [
  ...(['customers', 'sites', 'providers', 'people'] as const),
  ...(['alarm-companies', 'regions', 'service-types', 'statuses'] as const),
]

/** What there is to say of each kind beside its fields. */
export const ABOUT: Readonly<Record<Kind, About>> = {
  customers: {
    teaches:
      'A customer owns sites, is invoiced, and is told what happens there. Each stands here with how it is reached.',
    owner: 'customer',
    named: [
      { kind: 'sites', by: 'customerId', title: 'Sites' },
      { kind: 'customers', by: 'headOfficeId', title: 'Customers it is the head office of' },
    ],
  },
  sites: {
    teaches:
      'A site is where jobs happen. It says on whose clock, for which customer, and which alarm company watches it.',
    owner: 'site',
  },
  providers: {
    teaches:
      'A provider is whom you send: your own patrol, a guard company, a plumber. Dispatches go to its mobile or e-mail.',
    owner: 'provider',
    named: [{ kind: 'people', by: 'providerId', title: 'People' }],
  },
  people: {
    teaches: 'People are those at your desk and the technicians of your providers. Customers see who is on the way.',
  },
  'alarm-companies': {
    teaches:
      'An alarm company watches sites and hands you jobs. It may want an order or docket number, and be told at the end.',
    owner: 'alarm-company',
    named: [{ kind: 'sites', by: 'alarmCompanyId', title: 'Sites it watches' }],
  },
  regions: {
    teaches: 'A region gathers customers that are told the same things, and says where their answers go.',
    owner: 'region',
    named: [
      { kind: 'customers', by: 'regionId', title: 'Customers' },
      { kind: 'sites', by: 'regionId', title: 'Sites' },
    ],
  },
  'service-types': {
    teaches:
      'A service type says what kind of job it is, and how soon somebody must be sent and be there before it is late.',
  },
  statuses: {
    teaches: 'A status is where a job stands, in your own words. Its meaning tells rules what to do.',
    owner: 'status',
  },
}
