import { bare, yesOrNo } from '#base/csv-file.ts'
import type { Named, Names } from '#directory/names.ts'
import { checkRule } from './check.ts'
import { COLUMNS, type FileRow } from './import-file.ts'
import { type CALLED, RULE_FAULTS } from './import-words.ts'
import {
  type MuteRule,
  type Occasion,
  type OwnerKind,
  PLAIN,
  type Rule,
  type RuleFault,
  type TellRule,
  type Via,
} from './rule.ts'
import { ruleInWords } from './rule-words.ts'

/** Why a row is refused: what a rule may be refused for, and what only a file can get wrong. */
export type RowFault =
  | RuleFault
  | 'too-many-cells'
  | 'not-an-owner-type'
  | 'several-of-that-name'
  | 'not-an-occasion'
  | 'not-a-via'
  | 'not-yes-or-no'
  | 'mute-tells-nobody'
  | 'recipient-too-long'

/** A row of the file, with the id its rule will have. */
export type AskedRow = FileRow & Readonly<{ id: string }>

type Refused = Readonly<{ ok: false; because: RowFault; explained: string }>

/** The rule a row asks for, in a sentence, with what its author should know of it; or why it cannot be one. */
export type RowRead = Readonly<{ ok: true; rule: Rule; sentence: string; notes: readonly string[] }> | Refused

export type Around = Readonly<{ companyId: string; country: string; names: Names<Kind> }>

type Kind = keyof typeof CALLED
/** Kinds of entries whose rows these are. */
type Owning = Exclude<Kind, 'service-type'>
type Entry = Named<Kind>

/** What kinds of entries these rows name. */
export const kindsIn = (rows: readonly FileRow[]): Kind[] => [
  ...new Set(rows.flatMap(({ ownerType }) => oneOf(OWNER_TYPES, ownerType) ?? [])),
  'service-type',
]

/** Reads one row as the rule it would be if somebody had typed it (S1.15). */
export function readRow(row: AskedRow, { companyId, country, names }: Around): RowRead {
  if (row.fits !== 'fits')
    return refuse('too-many-cells', 'It has more cells than there are columns: quote cells with commas.')
  const owner = ownerOf(row, names)
  if (!owner.ok) return owner
  const serviceType = serviceTypeOf(row, names)
  if (!serviceType.ok) return serviceType
  const ticked = isTicked(row, 'dontNotify')
  if (!ticked.ok) return ticked
  const { id, kind, name } = owner.value
  const common = {
    companyId,
    id: row.id,
    version: 1,
    owner: { kind: kind as OwnerKind, id },
    serviceTypeId: serviceType.value?.id ?? null,
    active: true,
  }
  const asked = ticked.value === 'yes' ? muteOf(row, common) : tellOf(row, common)
  if (!asked.ok) return asked
  const checked = checkRule(asked.value.rule, country)
  if (!checked.ok) return refuse(checked.because, RULE_FAULTS[checked.because](row))
  const sentence = ruleInWords(checked.rule, { owner: name, nameOf: () => serviceType.value!.name })
  return { ok: true, rule: checked.rule, sentence, notes: asked.value.notes }
}

const refuse = (because: RowFault, explained: string): Refused => ({ ok: false, because, explained })

type Cell<T> = Readonly<{ ok: true; value: T }> | Refused
const read = <T>(value: T): Cell<T> => ({ ok: true, value })

const OWNER_TYPES: Readonly<Record<string, Owning>> = {
  Customer: 'customer',
  'Alarm Company': 'alarm-company',
  Location: 'site',
  'Service Provider': 'provider',
}

function ownerOf({ ownerType, owner }: FileRow, names: Names<Kind>): Cell<Entry> {
  const kind = oneOf(OWNER_TYPES, ownerType)
  if (!kind) return refuse('not-an-owner-type', notOneOf('ownerType', ownerType, OWNER_TYPES))
  if (owner === '') return refuse('no-such-owner', 'Owner is empty: write whose row this is.')
  const found = names(kind, owner)
  if (found.ok) return read(found.entry)
  return refuse(found.because === 'none' ? 'no-such-owner' : 'several-of-that-name', found.explained)
}

/** Null: every service type (S1.17). An empty cell does not say so. */
function serviceTypeOf({ serviceType }: FileRow, names: Names<Kind>): Cell<Entry | null> {
  if (bare(serviceType) === ALL) return read(null)
  if (serviceType === '')
    return refuse('no-such-service-type', 'Service Type is empty: write "All", or the name of one.')
  const found = names('service-type', serviceType)
  if (found.ok) return read(found.entry)
  return refuse(found.because === 'none' ? 'no-such-service-type' : 'several-of-that-name', found.explained)
}

const ALL = 'all'

const oneOf = <T>(known: Readonly<Record<string, T>>, written: string): T | undefined =>
  Object.entries(known).find(([name]) => bare(name) === bare(written))?.[1]

const notOneOf = (column: keyof typeof COLUMNS, written: string, known: object): string =>
  `${COLUMNS[column]} is "${written}": write one of ${Object.keys(known).join(', ')}.`

function isTicked(row: FileRow, column: 'dontNotify' | 'notifyProvider'): Cell<'yes' | 'no'> {
  const said = bare(row[column]) === '' ? 'no' : yesOrNo(row[column])
  return said ? read(said) : refuse('not-yes-or-no', `${COLUMNS[column]} is "${row[column]}": write Yes or No.`)
}

type Asked<R extends Rule> = Cell<{ rule: R; notes: readonly string[] }>
type Common = Omit<MuteRule, 'does' | 'occasion'>

/** "Don't notify": how and how often a row would have told has no meaning for one that tells nobody (S1.56). */
function muteOf(row: FileRow, common: Common): Asked<MuteRule> {
  const provider = isTicked(row, 'notifyProvider')
  if (!provider.ok) return provider
  if (row.address !== '' || provider.value === 'yes') {
    return refuse('mute-tells-nobody', "A row with Don't Notify tells nobody: put whom to tell into a row of its own.")
  }
  if (bare(row.when) === ALL) return read({ rule: { ...common, does: 'mute', occasion: null }, notes: [] })
  const occasion = occasionOf(row)
  return occasion.ok ? read({ rule: { ...common, does: 'mute', occasion: occasion.value }, notes: [] }) : occasion
}

const OCCASIONS: Readonly<Record<string, Occasion>> = {
  Dispatched: 'dispatched',
  Completed: 'completed',
  Invoiced: 'invoiced',
  Incomplete: 'incomplete',
  'Updated (incomplete)': 'updated-incomplete',
  'Updated (complete)': 'updated-complete',
}

function occasionOf({ when }: FileRow): Cell<Occasion> {
  const occasion = oneOf(OCCASIONS, when)
  return occasion ? read(occasion) : refuse('not-an-occasion', notOneOf('when', when, OCCASIONS))
}

const VIAS: Readonly<Record<string, Via>> = { SMS: 'sms', 'Text Email': 'text-email', 'PDF Email': 'pdf-email' }

// What may be typed where a rule is written by hand.
const LONGEST_RECIPIENT = 200

function tellOf(row: FileRow, common: Common): Asked<TellRule> {
  const occasion = occasionOf(row)
  if (!occasion.ok) return occasion
  const via = oneOf(VIAS, row.via)
  if (!via) return refuse('not-a-via', notOneOf('via', row.via, VIAS))
  const provider = isTicked(row, 'notifyProvider')
  if (!provider.ok) return provider
  const { recipient } = row
  if (recipient.length > LONGEST_RECIPIENT) {
    return refuse('recipient-too-long', `Recipient has more than ${LONGEST_RECIPIENT} characters: shorten it.`)
  }
  const { notes, ...to } = provider.value === 'yes' ? toProvider(row) : toAddress(row)
  const interval = { everyDays: wholeNumber(row.period), times: wholeNumber(row.times) }
  const telling = { does: 'tell', occasion: occasion.value, via, recipient: recipient || null } as const
  return read({ rule: { ...common, ...PLAIN, ...telling, ...to, ...interval }, notes })
}

// S1.55: a ticked row goes to the provider instead; by S1.49 an address beside the tick was never written to.
const toProvider = ({ address }: FileRow) => ({
  destination: 'provider' as const,
  address: null,
  notes: address === '' ? [] : [`${address} is left out: with Notify Provider the provider is told instead.`],
})

const toAddress = ({ address }: FileRow) => ({
  destination: 'address' as const,
  address: address || null,
  notes: [],
})

/** Null for an empty cell; what is not a whole number comes back as a number that no rule takes. */
const wholeNumber = (text: string): number | null =>
  text === '' ? null : /^\d+$/.test(text) ? Number(text) : Number.NaN

/** What becomes of a row: a new rule, nothing because there is one like it, or a refusal. */
export type Judged = Readonly<{ line: number; notes: readonly string[] }> &
  Readonly<
    | { outcome: 'ready'; rule: Rule; sentence: string }
    // Null when it is a row further up that asks for the same.
    | { outcome: 'there-already'; ruleId: string | null; sentence: string }
    | { outcome: 'refused'; because: RowFault; sentence: string }
  >

/** Tells new rules from those that are there already, among `existing` or further up in the file. */
export function judge(rows: readonly { line: number; read: RowRead }[], existing: readonly Rule[]): Judged[] {
  const known = new Map(existing.map(rule => [likeness(rule), sameAs(rule)]))
  return rows.map(({ line, read: row }) => {
    if (!row.ok) return { line, outcome: 'refused', because: row.because, sentence: row.explained, notes: [] }
    const { rule, sentence, notes } = row
    const same = known.get(likeness(rule))
    if (same) return { line, outcome: 'there-already', sentence, ...same, notes: [...notes, ...same.notes] }
    known.set(likeness(rule), { ruleId: null, notes: [`It is the same as line ${line}.`] })
    return { line, outcome: 'ready', rule, sentence, notes }
  })
}

const sameAs = ({ id, active }: Rule): { ruleId: string | null; notes: string[] } => ({
  ruleId: id,
  notes: active ? [] : ['The rule that is there is switched off.'],
})

/** Equal for two rules that would tell the same of the same jobs. Who the recipient is changes nothing (S1.53). */
function likeness({ owner, does, occasion, serviceTypeId, ...rule }: Rule): string {
  const { via, destination, address, leavesOutCancelled, everyDays, times, details, groupsInvoice } = rule as TellRule
  const telling = [via, destination, address, leavesOutCancelled, everyDays, times, details, groupsInvoice]
  return JSON.stringify([owner.kind, owner.id, does, occasion, serviceTypeId, ...(does === 'tell' ? telling : [])])
}
