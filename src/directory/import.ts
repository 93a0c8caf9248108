import type { Directory, EntryKind } from './directory.ts'
import { type Fault, pointsOf, SHAPES, tidy } from './entry.ts'
import { type Named, type Names, namesAmong, plain } from './names.ts'

/** An entry that a line names: by its id, by its name, or by both. Null: the file has no such column. */
type Pointed = Readonly<{ id: string | null; name: string | null }>

/**
 * One line of a file about entries of one kind. `values`: its fields, those left out that the line says nothing of; `points`: the
 * fields that name another entry. `fault`: what is wrong with it already.
 */
export type AskedEntry = Readonly<{
  line: number
  id: string | null
  values: Readonly<Record<string, unknown>>
  points: Readonly<Record<string, Pointed>>
  fault: string | null
}>

type Values = Readonly<Record<string, unknown>>
type Checked = Readonly<{ ok: true; values: Values } | { ok: false; explained: string }>

/** How values are checked and faults are said where entries are added and changed by hand. */
export type Reads = Readonly<{
  added: (values: Values) => Checked
  changed: (values: Values) => Checked
  explain: (fault: Fault, value: unknown) => string
}>

/** What each kind of entry is called. */
const CALLED: Record<EntryKind, string> = {
  region: 'region',
  customer: 'customer',
  'alarm-company': 'alarm company',
  provider: 'provider',
  person: 'person',
  site: 'site',
  'service-type': 'service type',
  status: 'status',
}

/** By what an entry of this kind is found when a line does not give its id. */
export const keyOf = (kind: EntryKind): 'code' | 'name' => (kind === 'status' ? 'code' : 'name')

/** The kinds of entries that a file of this kind may name. */
export const kindsAbout = (kind: EntryKind): EntryKind[] => [...new Set([kind, ...Object.values(pointsIn(kind))])]

const pointsIn = (kind: EntryKind): Readonly<Record<string, EntryKind>> => SHAPES[kind].points ?? {}

/** A line and the entry it is about, or will make. */
export type Matched = AskedEntry & Readonly<{ entryId: string; is: 'new' | 'there' }>

/** Finds the entry that each line is about. `newIds`: the ids of those that are made. */
export function match(
  kind: EntryKind,
  rows: readonly AskedEntry[],
  entries: readonly Named<EntryKind>[],
  newIds: () => string,
): Matched[] {
  const names = namesAmong(entries, CALLED)
  const ids = new Set(entries.flatMap(entry => (entry.kind === kind ? [entry.id] : [])))
  const lines = new Map<string, number>()
  return rows.map(row => {
    const found = entryOf(kind, row, { names, ids })
    if ('fault' in found) return { ...row, fault: row.fault ?? found.fault, entryId: newIds(), is: 'new' }
    const said = found.id ?? plain(String(row.values[keyOf(kind)] ?? ''))
    const line = lines.get(said)
    if (said !== '' && line === undefined) lines.set(said, row.line)
    const twice = line === undefined ? null : `It is about the same ${CALLED[kind]} as line ${line}: take one away.`
    const is = found.id ? 'there' : 'new'
    return { ...row, fault: row.fault ?? twice, entryId: found.id ?? newIds(), is }
  })
}

type Around = Readonly<{ names: Names<EntryKind>; ids: ReadonlySet<string> }>

function entryOf(kind: EntryKind, { id, values }: AskedEntry, { names, ids }: Around) {
  const name = CALLED[kind]
  if (id !== null) {
    return ids.has(id)
      ? { id }
      : { fault: `There is no ${name} with this id: put it right, or leave it empty to add one.` }
  }
  const key = values[keyOf(kind)]
  if (typeof key !== 'string') return { id: null }
  const found = names(kind, key)
  if (found.ok) return { id: found.entry.id }
  return found.because === 'none' ? { id: null } : { fault: `More than one ${name} is called "${key}": write its id.` }
}

/** One field that a line changes; of what names another entry, the names. */
export type FieldChange = Readonly<{ field: string; from: unknown; to: unknown }>

/** What becomes of a line. `before` is what there is, `after` what is to be kept. */
export type JudgedEntry = Readonly<{ line: number; id: string; name: string; changes: readonly FieldChange[] }> &
  Readonly<
    | { does: 'add' | 'change'; before: object | null; after: object }
    | { does: 'same' }
    | { does: 'fault'; fault: string }
  >

export type Judging = Readonly<{
  kind: EntryKind
  companyId: string
  country: string
  entries: readonly Named<EntryKind>[]
  /** The entries that lines are about, as they are kept. */
  kept: ReadonlyMap<string, Directory[EntryKind]>
  reads: Reads
}>

/** What must be known to judge a line: a line may name what another one of the same file adds or renames. */
export function knownOf(rows: readonly Matched[], judging: Judging): Known {
  const { kind } = judging
  const named = rows.filter(({ fault, values }) => namesItself(kind) && fault === null && values.name !== undefined)
  const inFile = named.map(({ entryId: id, values }) => ({ kind, id, name: String(values.name), address: null }))
  const entries = [...judging.entries, ...inFile]
  const namesOf = Map.groupBy(entries, each => `${each.kind} ${each.id}`)
  return {
    ...judging,
    names: namesAmong(entries, CALLED),
    namesOf: (of, id) => namesOf.get(`${of} ${id}`)?.map(({ name }) => name) ?? [],
  }
}

const namesItself = (kind: EntryKind): boolean => Object.values(pointsIn(kind)).includes(kind)

export type Known = Judging &
  Readonly<{ names: Names<EntryKind>; namesOf: (kind: EntryKind, id: string) => readonly string[] }>

/** Says what one line does: adds an entry, changes one, nothing, or what is wrong with it and what to do. */
export function judge(row: Matched, known: Known): JudgedEntry {
  const { line, entryId: id, is } = row
  const before = known.kept.get(id) ?? null
  const name = String(row.values.name ?? before?.name ?? row.values.code ?? '')
  const settled = row.fault === null ? settle(row, before, known) : { ok: false as const, explained: row.fault }
  if (!settled.ok) return { line, id, name, changes: [], does: 'fault', fault: settled.explained }
  const changes = changesBy(settled.values, before, known)
  if (before && changes.length === 0) return { line, id, name, changes, does: 'same' }
  const after = { companyId: known.companyId, id, ...before, ...settled.values }
  return { line, id, name, changes, does: is === 'new' ? 'add' : 'change', before, after }
}

/** The values of a line as they are kept; of an entry that is there those that it changes. */
function settle(row: Matched, before: object | null, known: Known): Checked {
  const { kind, country, reads } = known
  const pointed = pointedBy(row, known)
  if (!pointed.ok) return pointed
  const asked = { ...row.values, ...pointed.values }
  const values = before ? differing(asked, before) : asked
  if (before && kind === 'status' && ('code' in values || 'category' in values)) {
    return { ok: false, explained: LASTING }
  }
  const checked = before ? reads.changed(values) : reads.added(values)
  if (!checked.ok) return checked
  const tidied = tidy(kind, checked.values, country)
  if (!tidied.ok) return { ok: false, explained: reads.explain(tidied, values[tidied.field ?? '']) }
  if (tidied.values.headOfficeId === row.entryId) {
    const fault = { ok: false, because: 'own-head-office', field: 'headOfficeId' } as const
    return { ok: false, explained: reads.explain(fault, row.values.name) }
  }
  return before ? { ok: true, values: differing(tidied.values, before) } : tidied
}

const LASTING = 'A status keeps its code and category, for jobs that stand in it would change theirs: add another.'

// A spreadsheet loses spaces at the ends of a cell, and writes line breaks in its own way: nobody meant to change that.
const shown = (value: unknown): unknown => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : value)

const differing = (values: Values, before: object): Values =>
  Object.fromEntries(
    Object.entries(values).filter(([field, value]) => shown((before as Values)[field]) !== shown(value)),
  )

/** The ids of what a line names. */
function pointedBy({ points }: Matched, known: Known): Checked {
  const kinds = pointsIn(known.kind)
  const values: Record<string, string | null> = {}
  for (const [field, written] of Object.entries(points)) {
    const found = idOf(field, kinds[field]!, written, known)
    if ('fault' in found) return { ok: false, explained: found.fault }
    if (found.id !== undefined) values[field] = found.id
  }
  return { ok: true, values }
}

/** The heading of the column that names what a field points at: `customer` for `customerId`. */
export const namedBy = (field: string): string => field.replace(/Id$/, '')

type Found = { id: string | null | undefined } | { fault: string }

function idOf(field: string, kind: EntryKind, { id, name }: Pointed, { names, namesOf }: Known): Found {
  if (!id && !name) return { id: id === null && name === null ? undefined : null }
  if (!id) {
    const found = names(kind, name!)
    return found.ok ? { id: found.entry.id } : { fault: `${namedBy(field)}: ${found.explained}` }
  }
  const called = namesOf(kind, id)
  if (called.length === 0)
    return { fault: `${field}: There is no ${CALLED[kind]} with this id: write its name instead.` }
  if (name === null || called.some(each => plain(each) === plain(name))) return { id }
  const both = `${field} is that of "${called[0]}", but ${namedBy(field)} says "${name}"`
  return { fault: `${both}: leave one of the two cells empty, or let them name the same.` }
}

function changesBy(values: Values, before: object | null, { kind, namesOf }: Known): FieldChange[] {
  const kinds = pointsIn(kind)
  return Object.entries(values).flatMap(([field, to]) => {
    const from = before ? (before as Values)[field] : null
    if (!before && to === null) return []
    const of = kinds[field]
    if (!of) return [{ field, from, to }]
    const name = (id: unknown) => (typeof id === 'string' ? (namesOf(of, id).at(-1) ?? id) : null)
    return [{ field: namedBy(field), from: name(from), to: name(to) }]
  })
}

/** What names an entry that another line would have added, and does not, has a fault as well. */
export function withoutOrphans(
  judged: readonly JudgedEntry[],
  rows: readonly Matched[],
  kind: EntryKind,
): JudgedEntry[] {
  const lineOf = new Map(
    judged.flatMap(({ does, line }, i) =>
      does === 'fault' && rows[i]!.is === 'new' ? [[rows[i]!.entryId, line]] : [],
    ),
  )
  const checked = judged.map(each => {
    if (each.does !== 'add' && each.does !== 'change') return each
    const orphan = pointsOf(kind, each.after).find(({ id }) => lineOf.has(id))
    if (!orphan) return each
    const { line, id, name } = each
    const fault = `${namedBy(orphan.field)}: It would be added by line ${lineOf.get(orphan.id)}, which has a fault.`
    return { line, id, name, changes: [], does: 'fault' as const, fault }
  })
  return checked.every((each, i) => each === judged[i]) ? checked : withoutOrphans(checked, rows, kind)
}

/** Lines that would together leave a company without an administrator who signs in have a fault. `administrators`: who are that now. */
export function withAdministrator(rows: readonly JudgedEntry[], administrators: readonly string[]): JudgedEntry[] {
  const isGivenUp = (row: JudgedEntry) =>
    row.does === 'change' && administrators.includes(row.id) && (row.after as { role: string }).role !== 'administrator'
  const isLast = administrators.length > 0 && rows.filter(isGivenUp).length === administrators.length
  if (!isLast) return [...rows]
  return rows.map(row => {
    const { line, id, name } = row
    return isGivenUp(row) ? { line, id, name, changes: [], does: 'fault', fault: LAST } : row
  })
}

const LAST = 'role: No administrator who signs in would be left. Invite another one first.'
