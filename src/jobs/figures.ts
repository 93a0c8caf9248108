import type { Instant } from '#base/time.ts'

/** The jobs that figures are about; what is left out narrows nothing. */
export type Narrowed = Readonly<{ customerId?: string; providerId?: string; serviceTypeId?: string }>

/** Whether only some jobs are asked about. */
export const isNarrowed = ({ customerId, providerId, serviceTypeId }: Narrowed): boolean =>
  Boolean(customerId || providerId || serviceTypeId)

/**
 * Whose figures and of which time. `days` are the moments at which its days begin, and the one at which the last of them
 * ends: so a day is as long as the clock of the company makes it. `spans` the same of days or weeks.
 */
export type FiguresAsked = Narrowed &
  Readonly<{ companyId: string; days: readonly Instant[]; spans: readonly Instant[] }>

/** From when until when. */
export const rangeOf = ({ days }: Pick<FiguresAsked, 'days'>) => ({ from: days[0]!, until: days.at(-1)! })

export const STRETCHES = ['opened-dispatched', 'dispatched-on-site', 'opened-on-site', 'on-site-off-site'] as const
/** From which moment of a job until which. */
export type Stretch = (typeof STRETCHES)[number]

/** Where one bucket of minutes ends and the next begins; the last has no end. */
export const MINUTES = [0, 5, 10, 15, 20, 30, 45, 60, 90, 120] as const

/** How long it took: the minutes in which half of them, and nine of ten, were done; null when there were none. */
export type Lasted = Readonly<{ count: number; median: number | null; ninetieth: number | null }>

/** `day` and `span` are counted from 1, in the order of what was asked. */
export type JobsOfDay = Readonly<{ day: number; opened: number; completed: number }>
/** `span` null: of the whole time. */
export type StretchLasted = Lasted & Readonly<{ stretch: Stretch; span: number | null }>
/** `bucket` is counted from 1, in the order of `MINUTES`. */
export type StretchBucket = Readonly<{ stretch: Stretch; bucket: number; count: number }>

export const PARTIES = ['customer', 'provider'] as const
/** By whom jobs are told apart in a table. */
export type PartyKind = (typeof PARTIES)[number]

/**
 * The jobs of a customer and how long it waited from opening until somebody was on site; or those of a provider, and how
 * long it needed from its dispatch.
 */
export type JobsOfParty = Lasted & Readonly<{ id: string; name: string; jobs: number }>

/** Of which customers and providers tables are made. */
export type PartyIds = Readonly<Record<PartyKind, readonly string[]>>

export type JobFigures = Readonly<{
  perDay: readonly JobsOfDay[]
  lasted: readonly StretchLasted[]
  buckets: readonly StretchBucket[]
  parties: Readonly<Record<PartyKind, readonly JobsOfParty[]>>
}>
