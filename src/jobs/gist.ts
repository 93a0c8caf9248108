import type { Category } from '#directory/directory.ts'
import type { Altered } from './job.ts'

/** By whose names a save is told. */
export type Named = Readonly<{
  provider: string | null
  status: string
  technicians: readonly Readonly<{ personId: string; name: string; status: string | null }>[]
}>

/** What one save did, in a few words for a board: "dispatched to Night Patrols". */
export function gistOf(changed: readonly Altered[], named: Named): string {
  const by = new Map(changed.map(each => [each.field, each]))
  for (const [field, say] of TELLING) {
    const altered = by.get(field)
    const words = altered && say(altered, named)
    if (words) return words
  }
  const fields = [...by.keys()].flatMap(field => WORDS[field] ?? [])
  return fields.length > 0 ? `${fields.join(', ')} changed` : 'changed'
}

type Say = (altered: Altered, named: Named) => string | null

// A save alters many fields at once; the first of these that it altered tells best what it was.
const TELLING: readonly (readonly [field: string, say: Say])[] = [
  ['openedAt', () => 'opened'],
  ['undone', () => 'status taken back'],
  ['category', ({ from, to }) => CATEGORY[to as Category](from as Category)],
  ['statusId', (_, { status }) => `set to ${status}`],
  ['timesDispatched', ({ from }, { provider }) => dispatched(from === 0 ? '' : ' again', provider)],
  [
    'technician.statusId',
    ({ personId }, { technicians }) => reported(technicians.find(each => each.personId === personId)),
  ],
  ['visit', () => 'another visit'],
  ['onSiteAt', ({ to }) => (to ? 'on site' : null)],
  ['offSiteAt', ({ to }) => (to ? 'off site' : null)],
  ['deferredUntil', ({ to }) => (to ? `deferred until ${to}` : 'no longer deferred')],
  ['customerAdvisedAt', ({ to }) => (to ? 'customer advised' : null)],
  ['alarmCompanyAdvisedAt', ({ to }) => (to ? 'alarm company advised' : null)],
  ['rescheduleAsked', ({ to }) => (to ? 'the customer asks for another time' : null)],
  ['reportRevision', () => 'report approved'],
]

const CATEGORY: Readonly<Record<Category, (from: Category) => string>> = {
  requested: () => 'requested',
  rejected: () => 'rejected',
  'in-progress': from => (from === 'requested' ? 'accepted' : 'reopened'),
  'not-advised': () => 'done, somebody must still be advised',
  complete: () => 'complete',
  cancelled: () => 'cancelled',
  abandoned: () => 'abandoned',
  approved: () => 'approved',
  invoiced: () => 'invoiced',
}

const dispatched = (again: string, provider: string | null): string =>
  `dispatched${again}${provider === null ? '' : ` to ${provider}`}`

// Null for somebody of an earlier visit, whose name is not at hand.
const reported = (technician: Named['technicians'][number] | undefined): string | null =>
  technician ? `${technician.name}: ${technician.status}` : null

const WORDS: Readonly<Record<string, string>> = {
  siteId: 'site',
  customerId: 'customer',
  alarmCompanyId: 'alarm company',
  providerId: 'provider',
  serviceTypeId: 'service type',
  priority: 'priority',
  initialRequest: 'request',
  outcome: 'outcome',
  orderNumber: 'order number',
  docketNumber: 'docket number',
  notes: 'notes',
  dispatchedAt: 'dispatched time',
  onSiteAt: 'on-site time',
  offSiteAt: 'off-site time',
  incidentRaised: 'incident',
  appointmentFrom: 'appointment',
  invoiceNumber: 'invoice number',
}
