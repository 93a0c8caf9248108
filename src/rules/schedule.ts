import { readAddress } from '#base/address.ts'
import { isAfter, isTimeZone } from '#base/time.ts'

type Instant = Temporal.Instant

export const EVERY = ['day', 'week', 'month'] as const
/** How often a report comes. */
export type Every = (typeof EVERY)[number]

/** "Every Monday at 07:00 in Sydney, the jobs of this customer to these addresses" (S1.8). */
export type Schedule = Readonly<{
  companyId: string
  id: string
  version: number
  name: string
  /** Whose jobs; null: those of every customer. */
  customerId: string | null
  every: Every
  /** Of a week its day, 1 is Monday; of a month its day, the last one where it has fewer; null for every day. */
  onDay: number | null
  /** Minutes after midnight on the clock of the time zone. */
  atMinute: number
  timeZone: string
  /** E-mail addresses, in normal form. */
  addresses: readonly string[]
  active: boolean
}>

/** What a report is about: jobs opened from `from` until before `until`. */
export type Period = Readonly<{ from: Instant; until: Instant }>

type Grid = Pick<Schedule, 'every' | 'onDay' | 'atMinute' | 'timeZone'>

/**
 * The first time after `after` at which a report falls due. It is reckoned from the calendar and not from the time
 * before, so that it never drifts: a time that the clock leaves out comes an hour later, one it shows twice comes once.
 */
export const nextRun = (grid: Grid, after: Instant): Instant =>
  [0, 1, 2].map(turns => runNear(grid, after, turns)).find(run => isAfter(run, after))!

/** The last time up to `now` at which a report fell due. */
export const newestRun = (grid: Grid, now: Instant): Instant =>
  [0, -1, -2].map(turns => runNear(grid, now, turns)).find(run => !isAfter(run, now))!

/** The day, week or month that had ended when this report fell due: whole days on the clock of its time zone. */
export function periodOf({ every, timeZone }: Pick<Schedule, 'every' | 'timeZone'>, run: Instant): Period {
  const today = run.toZonedDateTimeISO(timeZone).toPlainDate()
  const last = every === 'month' ? today.with({ day: 1 }) : today
  const length = { day: { days: 1 }, week: { days: 7 }, month: { months: 1 } }[every]
  const beginOf = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone).toInstant()
  return { from: beginOf(last.subtract(length)), until: beginOf(last) }
}

/** The run in the day, week or month of this moment, or so many of them later. */
function runNear({ every, onDay, atMinute, timeZone }: Grid, moment: Instant, turns: number): Instant {
  const today = moment.toZonedDateTimeISO(timeZone).toPlainDate()
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(atMinute / 60), minute: atMinute % 60 })
  return dayOf(every, onDay ?? 1, today, turns)
    .toZonedDateTime({ timeZone, plainTime })
    .toInstant()
}

function dayOf(every: Every, onDay: number, today: Temporal.PlainDate, turns: number): Temporal.PlainDate {
  if (every === 'day') return today.add({ days: turns })
  if (every === 'week') return today.add({ days: 7 * turns + onDay - today.dayOfWeek })
  return today.with({ day: 1 }).add({ months: turns }).with({ day: onDay })
}

export const MOST_ADDRESSES = 20

export type ScheduleFault =
  | 'day-missing'
  | 'day-not-wanted'
  | 'day-out-of-range'
  | 'not-a-time-zone'
  | 'not-a-time'
  | 'address-missing'
  | 'too-many-addresses'
  | 'not-an-email-address'
  | 'no-such-customer'

/** The schedule with its addresses in normal form, each once, or what is wrong with it and in which field. */
export function checkSchedule<Draft extends Omit<Schedule, 'id' | 'version'>>(
  draft: Draft,
): { ok: true; schedule: Draft } | { ok: false; because: ScheduleFault; field: string } {
  const because = dayFault(draft)
  if (because) return { ok: false, because, field: 'onDay' }
  if (!isTimeZone(draft.timeZone)) return { ok: false, because: 'not-a-time-zone', field: 'timeZone' }
  if (!isWhole(draft.atMinute, 0, 1439)) return { ok: false, because: 'not-a-time', field: 'at' }
  const read = draft.addresses.map(address => readAddress('email', address, ''))
  const wrong = read.findIndex(({ ok }) => !ok)
  if (wrong >= 0) return { ok: false, because: 'not-an-email-address', field: `addresses.${wrong}` }
  const addresses = [...new Set(read.flatMap(each => (each.ok ? [each.address] : [])))]
  if (addresses.length === 0) return { ok: false, because: 'address-missing', field: 'addresses' }
  if (addresses.length > MOST_ADDRESSES) return { ok: false, because: 'too-many-addresses', field: 'addresses' }
  return { ok: true, schedule: { ...draft, addresses } }
}

const LAST_DAY = { week: 7, month: 31 }

function dayFault({ every, onDay }: Pick<Schedule, 'every' | 'onDay'>): ScheduleFault | undefined {
  if (every === 'day') return onDay === null ? undefined : 'day-not-wanted'
  if (onDay === null) return 'day-missing'
  return isWhole(onDay, 1, LAST_DAY[every]) ? undefined : 'day-out-of-range'
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most
