import type { Actor, Status } from '#directory/directory.ts'
import { opens } from './altered.ts'
import { first } from './decide.ts'
import type { Altered, Job, Requester } from './job.ts'

type Instant = Temporal.Instant

/** What a door must say to open a job. Customer and alarm company are the site's unless named here (S1.19). */
export type Opening = Readonly<{
  companyId: string
  id?: string
  siteId: string
  serviceTypeId: string
  initialRequest: string
  customerId?: string | null
  alarmCompanyId?: string | null
  providerId?: string | null
  priority?: number
  orderNumber?: string | null
  docketNumber?: string | null
  notes?: string | null
  openedAt?: Instant
  /** A job may arrive already dispatched, for instance from another system (S1.21). */
  dispatchedAt?: Instant | null
  appointmentFrom?: Instant | null
  appointmentUntil?: Instant | null
  /** A customer asks for service: the job is there, and waits for somebody to accept it (S3.3). */
  requestedBy?: Requester
  by: Actor
  request?: { key: string; hash: string }
}>

export type SiteLinks = Readonly<{ customerId: string | null; alarmCompanyId: string | null }>

/** The job as it is opened, before it has a number: version 1, in progress, or requested if it is to be accepted first. */
export function opened(
  opening: Opening,
  { id, site, statuses, now }: { id: string; site: SiteLinks; statuses: readonly Status[]; now: Instant },
): { job: Job; changed: readonly Altered[] } {
  const category = opening.requestedBy ? 'requested' : 'in-progress'
  const status = first(category, statuses)
  if (!status) throw new Error(`Company ${opening.companyId} has no status of category ${category}.`)
  const job: Job = {
    companyId: opening.companyId,
    id,
    number: 0,
    version: 1,
    siteId: opening.siteId,
    customerId: opening.customerId === undefined ? site.customerId : opening.customerId,
    alarmCompanyId: opening.alarmCompanyId === undefined ? site.alarmCompanyId : opening.alarmCompanyId,
    providerId: opening.providerId ?? null,
    serviceTypeId: opening.serviceTypeId,
    statusId: status.id,
    category: status.category,
    priority: opening.priority ?? 5,
    initialRequest: opening.initialRequest,
    outcome: null,
    orderNumber: opening.orderNumber ?? null,
    docketNumber: opening.docketNumber ?? null,
    notes: opening.notes ?? null,
    openedAt: opening.openedAt ?? now,
    dispatchedAt: opening.dispatchedAt ?? null,
    onSiteAt: null,
    offSiteAt: null,
    timesDispatched: opening.dispatchedAt ? 1 : 0,
    incidentRaised: false,
    deferredBecause: null,
    deferredUntil: null,
    invoiceNumber: null,
    customerAdvisedAt: null,
    alarmCompanyAdvisedAt: null,
    appointmentFrom: opening.appointmentFrom ?? null,
    appointmentUntil: opening.appointmentUntil ?? null,
    rescheduleAsked: null,
    requestedBy: opening.requestedBy ?? null,
    closedAt: null,
    reportRevision: 0,
    reportWaits: false,
    applied: [],
    visits: [],
  }
  return { job, changed: opens(job) }
}
