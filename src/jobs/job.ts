import type { Actor, Category, Step } from '#directory/directory.ts'
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
  /** The window in which somebody will come; both or neither. */
  appointmentFrom: Instant | null
  appointmentUntil: Instant | null
  /** What the customer wishes about it, until somebody has seen to that. */
  rescheduleAsked: RescheduleAsked | null
  /** Who asked for the job on our page or by a program; null: nobody did. */
  requestedBy: Requester | null
  /** Since when it has been complete. */
  closedAt: Instant | null
  /** The last job report that went out, counted from 1; 0: none has (S4.13). */
  reportRevision: number
  /** Whether a report waits for somebody to look at it. */
  reportWaits: boolean
  /** Every status that was set and not taken back, oldest first. */
  applied: readonly Applied[]
  visits: readonly Visit[]
}>

/** How a person who asks for service can be reached. */
export type Requester = Readonly<{ name: string; email: string | null; phone: string | null }>

/** `at` is ISO 8601 text. */
export type RescheduleAsked = Readonly<{ at: string; words: string }>

/** A status that was set: in which save, on which visit (0: none), by which technician (null: by the office). */
export type Applied = Readonly<{
  version: number
  visit: number
  personId: string | null
  statusId: string
  /** Of the status. */
  step: Step | null
  /** Whether with it everybody who works on that visit has set it: a visit ends for the customer once (S5.10). */
  isLast: boolean
  /** The save that closed the job before everybody had set it: the rest never will. Null: there is none. */
  over: number | null
  /** What it took the place of, so that it can be taken back. Times are ISO 8601 text. */
  was: Readonly<{ statusId: string | null; time: string | null; jobTime: string | null }>
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
  'appointmentFrom',
  'appointmentUntil',
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
  /** Takes back the status set last: by this technician, or by the office. */
  | { do: 'undo-status'; personId?: string | null }
  /** What a customer asked for becomes a job, or does not. */
  | { do: 'accept' }
  | { do: 'reject'; because: string }
  | { do: 'ask-reschedule'; words: string }
  /** Lets the report go out that waits. */
  | { do: 'approve-report' }

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
  | 'not-accepted-yet'
  | 'not-a-request'
  | 'nothing-to-undo'
  | 'no-report-waits'
  | 'no-appointment'
  | 'appointment-incomplete'
  | 'appointment-out-of-order'
  | 'key-used-for-another-request'

/** Whether nobody goes there any more, or ever will. */
export const isOff = ({ category }: Pick<Job, 'category'>): boolean => OFF.includes(category)

const OFF: readonly Category[] = ['rejected', 'cancelled', 'abandoned']

/** Job numbers as people say them. */
export const jobNumber = (code: string, number: number): string => `${code}-${number}`
