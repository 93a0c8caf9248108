import type { EntryKind } from '#directory/directory.ts'
import { jobNumber } from '#jobs/job.ts'
import { type Facts, fullTime, shortTime } from './facts.ts'
import { EN } from './languages/en.ts'
import { line, lines } from './plain.ts'
import { vocabularyOf } from './vocabularies.ts'

/** Where it is shown: on a sheet of paper, or in the shortened text. */
export type Medium = 'sheet' | 'text'

type Shape = Readonly<{
  example: string
  /** When the shortened text has it among its facts (S1.46). The sheet has every field the layout names. */
  inText: 'always' | 'when-dispatched' | 'never'
  /** Long fields keep their lines; visits and photos are tables and pictures, and in a text at most a word. */
  shape: 'line' | 'long' | 'visits' | 'photos'
  /** What it says of this job; null or empty: nothing. */
  of: (facts: Facts, medium: Medium) => string | null
}>

const LINE = { shape: 'line', inText: 'always' } as const
// What whoever is sent needs to know, and nobody needs to be told again with every update.
const ORDER = { shape: 'line', inText: 'when-dispatched' } as const
const LONG = { shape: 'long', inText: 'always' } as const
const ON_SHEET = { shape: 'line', inText: 'never' } as const

// In the order a reader wants them. A text may be cut at its end, so what it is about stands before the times.
const SHAPES = {
  number: {
    ...ON_SHEET,
    example: 'ABC-1234',
    of: ({ company, event }) => jobNumber(company.code, event.job.number),
  },
  status: { ...LINE, example: 'Complete', of: named('status', 'statusId') },
  site: { ...ON_SHEET, example: 'Hargreaves Timber', of: ({ site }) => site.name },
  address: {
    ...ON_SHEET,
    example: '12 Mill Rd, Orange',
    of: ({ site }) => site.address.split(/[\r\n]+/).join(', '),
  },
  customer: { ...ON_SHEET, example: 'Hargreaves Group', of: named('customer', 'customerId') },
  alarmCompany: {
    ...ON_SHEET,
    example: 'Sentinel Monitoring',
    of: named('alarm-company', 'alarmCompanyId'),
  },
  serviceType: {
    ...ORDER,
    example: 'Burglar alarm',
    of: named('service-type', 'serviceTypeId'),
  },
  priority: { ...ORDER, example: '2', of: ({ event }) => String(event.job.priority) },
  initialRequest: { ...LONG, example: 'Zone 4, roller door', of: written('initialRequest') },
  incidentRaised: {
    ...LINE,
    example: 'Raised',
    of: incident,
  },
  docketNumber: { ...LINE, example: 'D88213', of: written('docketNumber') },
  provider: { ...LINE, example: 'Southern Patrols', of: named('provider', 'providerId') },
  visits: { shape: 'visits', inText: 'always', example: 'Jo Cole, Sam Lee', of: technicians },
  openedAt: { ...ON_SHEET, example: '21 Nov, 02:14 AEDT', of: time('openedAt') },
  dispatchedAt: { ...LINE, example: '21 Nov, 02:16 AEDT', of: time('dispatchedAt') },
  onSiteAt: { ...LINE, example: '21 Nov, 02:38 AEDT', of: time('onSiteAt') },
  offSiteAt: { ...LINE, example: '21 Nov, 02:59 AEDT', of: time('offSiteAt') },
  outcome: { ...LONG, example: 'All sealed and armed', of: written('outcome') },
  orderNumber: { ...LINE, example: 'PO 7741', of: written('orderNumber') },
  notes: {
    shape: 'long',
    inText: 'never',
    example: 'Invoice quarterly',
    of: written('notes'),
  },
  photos: { shape: 'photos', inText: 'never', example: '', of: () => null },
} as const satisfies Record<string, Shape>

export type FieldName = keyof typeof SHAPES
/** `label`: in English, for whoever arranges the fields. A message has it in its own language. */
export type Field = Shape & Readonly<{ name: FieldName; label: string }>

/** Every field of a job that can be shown, in the order in which they are shown unless a company says otherwise. */
export const FIELDS: readonly Field[] = Object.entries(SHAPES).map(([name, shape]) => ({
  ...shape,
  name: name as FieldName,
  label: EN.labels[name as FieldName],
}))

/** Which fields are shown, and in which order: on the sheet, and as far as they are short in the text (S1.48). */
export type Layout = readonly FieldName[]

/** What a company starts with: everything but the internal notes. */
export const STARTING_LAYOUT: Layout = FIELDS.map(({ name }) => name).filter(name => name !== 'notes')

export const fieldOf = (name: FieldName): Field => BY_NAME[name]

const BY_NAME = Object.fromEntries(FIELDS.map(field => [field.name, field])) as Record<FieldName, Field>

/** What one field says of the job, clean for the place where it lands; empty when it says nothing. */
export function fieldValue(name: FieldName, facts: Facts, medium: Medium): string {
  const { of, shape } = BY_NAME[name]
  const value = of(facts, medium) ?? ''
  return shape === 'long' ? lines(value) : line(value)
}

export type LayoutFault = 'unknown-field' | 'field-twice' | 'number-missing'

/** Can this be a layout? The number is always shown: it is how people speak of the job. */
export function checkLayout(
  fields: readonly string[],
): { ok: true; layout: Layout } | { ok: false; because: LayoutFault; explained: string } {
  const unknown = fields.find(field => !Object.hasOwn(SHAPES, field))
  if (unknown !== undefined) {
    const known = Object.keys(SHAPES).join(', ')
    return { ok: false, because: 'unknown-field', explained: `There is no field "${line(unknown)}". Known: ${known}.` }
  }
  const twice = fields.find((field, i) => fields.indexOf(field) !== i)
  if (twice) return { ok: false, because: 'field-twice', explained: `"${twice}" is there twice.` }
  if (!fields.includes('number')) {
    return { ok: false, because: 'number-missing', explained: 'The job number must be shown: add "number".' }
  }
  return { ok: true, layout: fields as Layout }
}

type Of = Shape['of']

function named(kind: EntryKind, id: 'statusId' | 'customerId' | 'alarmCompanyId' | 'serviceTypeId' | 'providerId'): Of {
  return ({ event, nameOf }) => nameOf(kind, event.job[id])
}

function written(field: 'initialRequest' | 'outcome' | 'docketNumber' | 'orderNumber' | 'notes'): Of {
  return ({ event }) => event.job[field]
}

function time(field: 'openedAt' | 'dispatchedAt' | 'onSiteAt' | 'offSiteAt'): Of {
  return (facts, medium) => {
    const instant = facts.event.job[field]
    return instant && (medium === 'sheet' ? fullTime(facts, instant) : shortTime(facts, instant))
  }
}

function incident(facts: Facts): string | null {
  return facts.event.job.incidentRaised ? vocabularyOf(facts).raised : null
}

/** Those who went last. */
function technicians({ event, nameOf }: Facts): string {
  const { technicians: went = [] } = event.job.visits.at(-1) ?? {}
  return went.flatMap(({ personId }) => nameOf('person', personId) ?? []).join(', ')
}
