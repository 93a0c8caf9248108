import { DateTime } from 'luxon'
import { isAfter } from '#base/time.ts'
import { fill, type ReplayMap } from './replay-map.ts'

type Instant = Temporal.Instant
export type Row = Readonly<Record<string, string>>

export const STEP_NAMES = ['opened', 'dispatched', 'travelling', 'onSite', 'offSite'] as const
type StepName = (typeof STEP_NAMES)[number]
const UNIT_STEPS = ['dispatched', 'travelling', 'onSite', 'offSite'] as const
export type UnitStep = (typeof UNIT_STEPS)[number]

/** One past call: what became the job, and the units that went, each with the times its row gives. */
export type Call = Readonly<{
  call: string
  openedAt: Instant
  site: { name: string; address: string }
  customer: string
  alarmCompany: string | null
  provider: string | null
  serviceType: string
  request: string
  orderNumber: string | null
  outcome: string
  units: readonly Unit[]
}>
export type Unit = Readonly<{ row: string; name: string; at: Readonly<Partial<Record<UnitStep, Instant>>> }>

/** Something about a row that a person should know. `line` counts the file's lines, the header being line 1. */
export type Doubt = Readonly<{ line: number; row: string; what: DoubtKind; column: string }>
export type DoubtKind =
  | 'time missing'
  | 'time unreadable'
  | 'time does not exist on that day'
  | 'time happened twice on that day'
  | 'earlier than the step before'
  | 'left out: no call, unit or time of opening'
  | 'left out: row seen before'
  | 'call differs from its first row'

export type Calls = Readonly<{ calls: readonly Call[]; doubts: readonly Doubt[]; rows: number; leftOut: number }>

/** Rows as calls, oldest first. Every doubtful row is reported; only rows that name no call, unit or time are left out. */
export function readCalls(rows: readonly Row[], map: ReplayMap): Calls {
  const doubts: Doubt[] = []
  const seen = new Set<string>()
  const calls = new Map<string, { first: Row; call: Call; units: Unit[] }>()
  let leftOut = 0
  for (const [i, row] of rows.entries()) {
    const name = row[map.row] ?? ''
    const doubt = (what: DoubtKind, column: string) => doubts.push({ line: i + 2, row: name, what, column })
    const times = readTimes(row, map, doubt)
    const { opened } = times
    const usable = Boolean(name && row[map.call] && row[map.unit] && opened)
    if (!usable || seen.has(name)) {
      doubt(usable ? 'left out: row seen before' : 'left out: no call, unit or time of opening', map.row)
      leftOut++
      continue
    }
    seen.add(name)
    const known = calls.get(row[map.call]!) ?? begin(row, opened!, map)
    if (differs(known.first, row, map)) doubt('call differs from its first row', map.call)
    known.units.push({ row: name, name: row[map.unit]!, at: unitTimes(times) })
    calls.set(row[map.call]!, known)
  }
  const inOrder = [...calls.values()].map(({ call, units }) => ({ ...call, units }))
  inOrder.sort((a, b) => Temporal.Instant.compare(a.openedAt, b.openedAt) || (a.call < b.call ? -1 : 1))
  return { calls: inOrder, doubts, rows: rows.length, leftOut }
}

const begin = (row: Row, openedAt: Instant, map: ReplayMap) => ({
  first: row,
  units: [] as Unit[],
  call: {
    call: row[map.call]!,
    openedAt,
    site: { name: fill(map.site.name, row), address: fill(map.site.address, row) },
    customer: fill(map.customer, row),
    alarmCompany: map.alarmCompany ? fill(map.alarmCompany, row) : null,
    provider: map.provider ? fill(map.provider, row) : null,
    serviceType: fill(map.serviceType, row),
    request: fill(map.request, row),
    orderNumber: map.orderNumber ? fill(map.orderNumber, row) : null,
    outcome: fill(map.outcome, row),
    units: [],
  } satisfies Call,
})

const differs = (first: Row, row: Row, map: ReplayMap): boolean =>
  [map.site.name, map.site.address, map.customer, `{{${map.steps.opened}}}`].some(
    text => fill(text, first) !== fill(text, row),
  )

type Times = Partial<Record<StepName, Instant>>

function readTimes(row: Row, map: ReplayMap, doubt: (what: DoubtKind, column: string) => void): Times {
  const times: Times = {}
  let before: Instant | undefined
  for (const step of STEP_NAMES) {
    const column = map.steps[step]
    const { at, what } = readTime(row[column] ?? '', map.times)
    if (what) doubt(what, column)
    if (!at) continue
    if (before && isAfter(before, at)) doubt('earlier than the step before', column)
    times[step] = at
    before = at
  }
  return times
}

/** A wall clock time of a zone. One that clocks skipped or showed twice is read as Temporal's "compatible" does. */
function readTime(text: string, { zone, format }: ReplayMap['times']): { at?: Instant; what?: DoubtKind } {
  if (text.trim() === '') return { what: 'time missing' }
  // Read as if it were UTC, so that only Temporal decides what a skipped or repeated hour means.
  const read = DateTime.fromFormat(text.trim(), format, { zone: 'utc', locale: 'en-US' })
  if (!read.isValid) return { what: 'time unreadable' }
  const wall = Temporal.PlainDateTime.from(read.toISO({ includeOffset: false }))
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  const at = wall.toZonedDateTime(zone).toInstant()
  if (earlier.equals(later)) return { at }
  return {
    at,
    what: earlier.toPlainDateTime().equals(wall)
      ? 'time happened twice on that day'
      : 'time does not exist on that day',
  }
}

const unitTimes = (times: Times): Unit['at'] =>
  Object.fromEntries(UNIT_STEPS.flatMap(step => (times[step] ? [[step, times[step]]] : [])))

/** What to do to the job of a call after it was opened, in the order in which it happened. `key` names the deed. */
export type Deed = Readonly<
  { key: string; at: Instant } & (
    | { do: 'dispatch'; units: readonly Unit[] }
    | { do: 'step'; unit: Unit; step: UnitStep }
    | { do: 'close' }
  )
>

export function deedsOf({ units }: Call): Deed[] {
  const steps = units.flatMap(unit =>
    UNIT_STEPS.flatMap(step => (unit.at[step] ? [{ unit, step, at: unit.at[step] }] : [])),
  )
  steps.sort((a, b) => Temporal.Instant.compare(a.at, b.at) || UNIT_STEPS.indexOf(a.step) - UNIT_STEPS.indexOf(b.step))
  const first = steps.find(({ step }) => step === 'dispatched')
  const together = steps.filter(({ step, at }) => first && step === 'dispatched' && at.equals(first.at))
  const last = steps.at(-1)
  const rest = steps.filter(step => !together.includes(step))
  return [
    ...(first
      ? [{ key: 'dispatch', at: first.at, do: 'dispatch', units: together.map(({ unit }) => unit) } as const]
      : []),
    ...rest.map(({ unit, step, at }) => ({ key: `${unit.row} ${step}`, at, do: 'step', unit, step }) as const),
    ...(last ? [{ key: 'close', at: last.at, do: 'close' } as const] : []),
  ]
}
