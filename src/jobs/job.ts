import type { Actor, Category } from '#directory/directory.ts'
import type { Party } from './demands.ts'

type Instant = Temporal.Instant

/** A job as it stands: what is wanted where, what has happened, and who went. Times are instants (UTC). */
export type Job = Readonly<{
  companyId: string
  id: string
  /** Counted within the company; people read it as `ABC-1234`. */
  number: number
  /** Grows by one with every save; a save made from an older version is refused as stale. */
  version: number
  siteId: string
  customerId: string | null
  alarmCompanyId: string | null
  providerId: string | null
  serviceTypeId: string
  statusId: string
  category: Category
  /** 1 is the most urgent, 9 the least. */
  priority: number
  initialRequest: string
  outcome: string | null
  orderNumber: string | null
  docketNumber: string | null
  notes: string | null
  openedAt: Instant
  dispatchedAt: Instant | null
  onSiteAt: Instant | null
  offSiteAt: Instant | null
  /** How often it has been sent out: more than once means dispatched again (S1.21). */
  timesDispatched: number
  incidentRaised: boolean
  /** Why the work was put off, and the day on which it must be looked at again; both or neither. */
  deferredBecause: string | null
  deferredUntil: string | null
  /** Of the latest invoice the job is on (S1.25). */
  invoiceNumber: string | null
  /** When the party was told in person of what was found, where it must be before the job is complete. */
  customerAdvisedAt: Instant | null
  alarmCompanyAdvisedAt: Instant | null
  visits: readonly Visit[]
}>

/** One going-out to the site. A return on another day is another visit. */
export type Visit = Readonly<{ number: number; technicians: readonly Technician[] }>

/** One person on a visit. The first in the list leads. */
export type Technician = Readonly<{ personId: string; statusId: string | null } & TechnicianTimes>
export type TechnicianTimes = {
  dispatchedAt: Instant | null
  travellingAt: Instant | null
  onSiteAt: Instant | null
  offSiteAt: Instant | null
}

/** What people may write into directly; the rest moves by being dispatched, completed and so on. */
export const EDITABLE = [
  'siteId',
  'customerId',
  'alarmCompanyId',
  'providerId',
  'serviceTypeId',
  'priority',
  'initialRequest',
  'outcome',
  'orderNumber',
  'docketNumber',
  'notes',
  'dispatchedAt',
  'onSiteAt',
  'offSiteAt',
  'incidentRaised',
] as const satisfies readonly (keyof Job)[]
export type Edit = Partial<Pick<Job, (typeof EDITABLE)[number]>>

/** What a door may ask of a job. `at` is when it happened, if that was not just now. */
export type Change =
  | { do: 'change'; set: Edit }
  | ({ do: 'dispatch'; at?: Instant; providerId?: string | null; technicianIds?: readonly string[] } & Numbers)
  | { do: 'on-site'; at?: Instant }
  | { do: 'off-site'; at?: Instant; outcome?: string; docketNumber?: string }
  | { do: 'set-status'; statusId: string }
  | ({ do: 'complete'; outcome?: string } & Numbers)
  | { do: 'advise'; party: Party; at?: Instant }
  | { do: 'cancel'; outcome?: string }
  | { do: 'reopen' }
  | { do: 'defer'; because: string; until: string }
  | { do: 'resume' }
  | { do: 'add-visit'; technicianIds: readonly string[] }
  | { do: 'technician'; personId: string; statusId: string; at?: Instant; visit?: number }

type Numbers = { orderNumber?: string; docketNumber?: string }

export type Save = Readonly<{
  companyId: string
  jobId: string
  change: Change
  by: Actor
  /** The version the person was looking at. Left out: whatever the job has become. */
  version?: number
  /** A key under which the same request may be repeated without doing it twice. */
  request?: { key: string; hash: string }
}>

/** One thing a save altered. `visit` and `personId` say whose, for what belongs to a technician. */
export type Altered = Readonly<{ field: string; from: unknown; to: unknown; visit?: number; personId?: string }>

/** One save of one job: what changed, by whom, when, and the job as it stood afterwards. */
export type JobEvent = Readonly<{
  seq: number
  by: Actor
  at: Instant
  changed: readonly Altered[]
  job: Job
}>

export type Refusal =
  | 'no-such-job'
  | 'stale'
  | 'no-such-status'
  | 'no-such-technician'
  | 'no-such-entry'
  | 'not-in-progress'
  | 'already-in-progress'
  | 'already-dispatched'
  | 'already-deferred'
  | 'not-deferred'
  | 'review-date-is-past'
  | 'no-visit'
  | 'order-number-missing'
  | 'docket-number-missing'
  | 'party-not-advised'
  | 'no-such-party'
  | 'already-advised'
  | 'key-used-for-another-request'

/** Job numbers as people say them. */
export const jobNumber = (code: string, number: number): string => `${code}-${number}`
