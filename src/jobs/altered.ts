import { type Altered, EDITABLE, type Job, type Visit } from './job.ts'

const PLAIN = [
  ...EDITABLE,
  'timesDispatched',
  'statusId',
  'category',
  'deferredBecause',
  'deferredUntil',
  'invoiceNumber',
  'customerAdvisedAt',
  'alarmCompanyAdvisedAt',
  'closedAt',
  'reportRevision',
  'reportWaits',
] as const
const OF_TECHNICIAN = ['statusId', 'dispatchedAt', 'travellingAt', 'onSiteAt', 'offSiteAt'] as const

/** What opening a job sets, as its first event tells it. */
export const opens = (job: Job): Altered[] =>
  [...PLAIN, 'openedAt' as const]
    .filter(field => job[field] !== null && job[field] !== 0 && job[field] !== false)
    .map(field => ({ field, from: null, to: job[field] }))

/** What a save altered, field by field; a technician's fields name the visit and the person. */
export function alterations(before: Job, next: Job): Altered[] {
  const plain = PLAIN.filter(field => !same(before[field], next[field]))
  const undone = before.applied.filter(({ version }) => !next.applied.some(kept => kept.version === version))
  return [
    ...plain.map(field => ({ field, from: before[field], to: next[field] })),
    ...undone.map(({ version, statusId, visit }) => ({ field: UNDONE, from: version, to: statusId, visit })),
    ...asked(before.rescheduleAsked, next.rescheduleAsked),
    ...next.visits.flatMap((visit, i) => (before.visits[i] === visit ? [] : visitAlterations(before.visits[i], visit))),
  ]
}

/** The field of a status that was taken back: which save had set it, on which visit, and which it was. */
export const UNDONE = 'undone'

const asked = (before: Job['rescheduleAsked'], next: Job['rescheduleAsked']): Altered[] =>
  before === next ? [] : [{ field: 'rescheduleAsked', from: before?.words ?? null, to: next?.words ?? null }]

function visitAlterations(before: Visit | undefined, { number, technicians }: Visit): Altered[] {
  const added: Altered[] = before ? [] : [{ field: 'visit', from: null, to: number, visit: number }]
  const changes = technicians.flatMap(technician => {
    const { personId } = technician
    const was = before?.technicians.find(other => other.personId === personId)
    const joined: Altered[] = was ? [] : [{ field: 'technician', from: null, to: personId, visit: number, personId }]
    const fields = OF_TECHNICIAN.filter(field => !same(was?.[field] ?? null, technician[field]))
    return [
      ...joined,
      ...fields.map(field => ({
        field: `technician.${field}`,
        from: was?.[field] ?? null,
        to: technician[field],
        visit: number,
        personId,
      })),
    ]
  })
  return [...added, ...changes]
}

const same = (a: unknown, b: unknown): boolean =>
  a instanceof Temporal.Instant && b instanceof Temporal.Instant ? a.equals(b) : a === b
