import type { ReactNode } from 'react'
import { EntryName, type Kind } from '../look/entries.tsx'
import { briefly, dayInWords } from '../look/time.tsx'
import type { JobEvent } from './queries.ts'

type Altered = JobEvent['changed'][number]

/** What the fields of a job are called. */
export const FIELDS: Readonly<Record<string, string>> = {
  siteId: 'Site',
  customerId: 'Customer',
  alarmCompanyId: 'Alarm company',
  providerId: 'Provider',
  serviceTypeId: 'Service type',
  statusId: 'Status',
  priority: 'Priority',
  initialRequest: 'Initial request',
  outcome: 'Outcome',
  orderNumber: 'Order number',
  docketNumber: 'Docket number',
  notes: 'Notes',
  openedAt: 'Opened',
  dispatchedAt: 'Dispatched',
  onSiteAt: 'On site',
  offSiteAt: 'Off site',
  incidentRaised: 'Incident',
  deferredBecause: 'Deferred because',
  deferredUntil: 'Deferred until',
  invoiceNumber: 'Invoice',
  customerAdvisedAt: 'Customer advised',
  alarmCompanyAdvisedAt: 'Alarm company advised',
  appointmentFrom: 'Appointment from',
  appointmentUntil: 'Appointment until',
  rescheduleAsked: 'Other time asked for',
  closedAt: 'Complete',
  reportRevision: 'Job report',
  reportWaits: 'Report waits',
  undone: 'Status taken back',
  visit: 'Visit',
  technician: 'Technician',
}

const POINTS: Readonly<Record<string, Kind>> = {
  siteId: 'sites',
  customerId: 'customers',
  alarmCompanyId: 'alarm-companies',
  providerId: 'providers',
  serviceTypeId: 'service-types',
  statusId: 'statuses',
  technician: 'people',
  undone: 'statuses',
}

// What follows from the others, or says in machine's words what another field says in people's.
const SILENT = new Set(['category', 'timesDispatched', 'closedAt', 'reportWaits'])

/** The changes of one save that are worth reading. */
export const worthReading = (changed: readonly Altered[]): Altered[] =>
  changed.filter(({ field }) => !SILENT.has(field))

/** One change as people say it: "Docket number: D88213 → D88218". */
export function AlteredWords({ altered, zone }: { altered: Altered; zone: string }) {
  const { field, from, to, personId } = altered
  const own = field.replace('technician.', '')
  return (
    <span>
      {personId && field !== 'technician' && (
        <>
          <EntryName kind="people" id={personId} />:{' '}
        </>
      )}
      <span className="dim">{FIELDS[own] ?? own}</span>{' '}
      {from !== null && from !== undefined && own !== 'undone' && (
        <>
          <s>{wordsOfValue(own, from, zone)}</s> →{' '}
        </>
      )}
      {wordsOfValue(own, to, zone)}
    </span>
  )
}

/** The value of a field in words. */
export function wordsOfValue(field: string, value: unknown, zone: string): ReactNode {
  if (value === null || value === undefined || value === '') return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const kind = POINTS[field]
  if (kind && typeof value === 'string') return <EntryName kind={kind} id={value} />
  if (/At$|^appointment/.test(field) && typeof value === 'string') return briefly(value, zone, Date.now())
  if (field === 'deferredUntil') return dayInWords(String(value))
  return String(value)
}
