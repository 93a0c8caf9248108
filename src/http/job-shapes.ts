import { z } from '@hono/zod-openapi'
import { CATEGORIES } from '#directory/directory.ts'
import { PARTIES } from '#jobs/demands.ts'
import type { Edit } from '#jobs/job.ts'
import { Actor, Altered, Day, Id, Instant, MaybeInstant, MaybeMoment, Moment, text } from './shapes.ts'

const Technician = z.object({
  personId: Id,
  statusId: Id.nullable(),
  dispatchedAt: MaybeInstant,
  travellingAt: MaybeInstant,
  onSiteAt: MaybeInstant,
  offSiteAt: MaybeInstant,
})

const Visit = z.object({ number: z.int(), technicians: z.array(Technician).readonly() }).openapi('Visit')

const job = {
  id: Id,
  reference: z.string().openapi({ example: 'HRB-1234', description: 'how people name it; good wherever an id is' }),
  number: z.int(),
  version: z.int().openapi({ description: 'grows by one with every save' }),
  siteId: Id,
  customerId: Id.nullable(),
  alarmCompanyId: Id.nullable(),
  providerId: Id.nullable(),
  serviceTypeId: Id,
  statusId: Id,
  category: z.enum(CATEGORIES),
  priority: z.int().openapi({ example: 2, description: '1 is the most urgent, 9 the least' }),
  initialRequest: z.string(),
  outcome: z.string().nullable(),
  orderNumber: z.string().nullable(),
  docketNumber: z.string().nullable(),
  notes: z.string().nullable(),
  openedAt: Instant,
  dispatchedAt: MaybeInstant,
  onSiteAt: MaybeInstant,
  offSiteAt: MaybeInstant,
  timesDispatched: z.int(),
  incidentRaised: z.boolean(),
  deferredBecause: z.string().nullable(),
  deferredUntil: z.string().nullable().openapi({ format: 'date' }),
  invoiceNumber: z.string().nullable().openapi({ description: 'of the latest invoice it is on' }),
  customerAdvisedAt: MaybeInstant,
  alarmCompanyAdvisedAt: MaybeInstant,
  appointmentFrom: MaybeInstant.openapi({ description: 'the window in which somebody will come' }),
  appointmentUntil: MaybeInstant,
  rescheduleAsked: z
    .object({ at: z.string(), words: z.string() })
    .nullable()
    .openapi({ description: 'what the customer wishes about the appointment' }),
  requestedBy: z
    .object({ name: z.string(), email: z.string().nullable(), phone: z.string().nullable() })
    .nullable()
    .openapi({ description: 'who asked for it on our page or by a program' }),
  closedAt: MaybeInstant.openapi({ description: 'since when it has been complete' }),
  reportRevision: z.int().openapi({ description: 'the last job report that went out, counted from 1' }),
  reportWaits: z.boolean().openapi({ description: 'whether a report waits to be approved' }),
  visits: z.array(Visit).readonly(),
}
const Job = z.object(job).openapi('Job')

const name = z.string().nullable()

export const JobSeen = z
  .object({
    ...job,
    timeZone: z.string().openapi({ example: 'Australia/Sydney', description: "the site's: its times are read in it" }),
    names: z
      .object({
        site: z.string(),
        address: z.string(),
        serviceType: z.string(),
        status: z.string(),
        customer: name,
        alarmCompany: name,
        provider: name,
      })
      .openapi({ description: 'what the ids stand for' }),
  })
  .openapi('JobSeen')

export const Saved = z.object({ job: Job, changed: z.array(Altered).readonly() }).openapi('SavedJob')

export const Photo = z
  .object({ id: Id, type: z.enum(['image/jpeg', 'image/png']), caption: z.string(), by: Actor, at: Instant })
  .openapi('Photo')

const long = text(10_000)
const short = text(200)

const version = z
  .int()
  .min(1)
  .max(2 ** 31 - 1)
  .openapi({ example: 3, description: 'the version you were looking at; if the job has moved on, you are told how' })

const at = Moment.optional().openapi({ description: 'when it happened, if that was not just now' })
const seen = { version: version.optional() }
const people = z.array(Id).max(50).openapi({ description: 'the first one leads' })

/** What a job may be opened with. */
export const Opening = z
  .strictObject({
    siteId: Id,
    serviceTypeId: Id,
    initialRequest: long.openapi({ example: 'Burglar alarm, zone 4, roller door' }),
    customerId: Id.nullable().optional().openapi({ description: "left out: the site's" }),
    alarmCompanyId: Id.nullable().optional().openapi({ description: "left out: the site's" }),
    providerId: Id.nullable().optional(),
    priority: z.int().min(1).max(9).optional().openapi({ default: 5 }),
    orderNumber: short.nullable().optional(),
    docketNumber: short.nullable().optional(),
    notes: long.nullable().optional(),
    openedAt: at,
    dispatchedAt: MaybeMoment.optional().openapi({ description: 'for a job that arrives already dispatched' }),
    appointmentFrom: MaybeMoment.optional(),
    appointmentUntil: MaybeMoment.optional(),
  })
  .openapi('JobOpening')

const edit = {
  siteId: Id,
  customerId: Id.nullable(),
  alarmCompanyId: Id.nullable(),
  providerId: Id.nullable(),
  serviceTypeId: Id,
  priority: z.int().min(1).max(9),
  initialRequest: long,
  outcome: long.nullable(),
  orderNumber: short.nullable(),
  docketNumber: short.nullable(),
  notes: long.nullable(),
  dispatchedAt: MaybeMoment,
  onSiteAt: MaybeMoment,
  offSiteAt: MaybeMoment,
  incidentRaised: z.boolean(),
  appointmentFrom: MaybeMoment,
  appointmentUntil: MaybeMoment,
} satisfies Record<keyof Edit, z.ZodType>

export const Change = z.strictObject(edit).partial().extend({ version }).openapi('JobChange')

const numbers = { orderNumber: short.optional(), docketNumber: short.optional() }

/** What goes with each thing that can be done to a job. */
export const Dispatch = z
  .strictObject({ ...seen, at, providerId: Id.nullable().optional(), technicianIds: people.optional(), ...numbers })
  .openapi('Dispatch')
export const OnSite = z.strictObject({ ...seen, at }).openapi('OnSite')
export const OffSite = z
  .strictObject({ ...seen, at, outcome: long.optional(), docketNumber: short.optional() })
  .openapi('OffSite')
export const SetStatus = z.strictObject({ ...seen, statusId: Id }).openapi('SetStatus')
export const Complete = z.strictObject({ ...seen, outcome: long.optional(), ...numbers }).openapi('Complete')
export const Advise = z.strictObject({ ...seen, at, party: z.enum(PARTIES) }).openapi('Advise')
export const Cancel = z.strictObject({ ...seen, outcome: long.optional() }).openapi('Cancel')
export const Defer = z.strictObject({ ...seen, because: text(1000), until: Day }).openapi('Defer')
export const Reject = z.strictObject({ ...seen, because: long }).openapi('RejectRequest')
export const JustThat = z.strictObject(seen).openapi('JustThat')
export const NewVisit = z.strictObject({ ...seen, technicianIds: people.min(1) }).openapi('NewVisit')
export const TakeStatus = z.strictObject({ ...seen, statusId: Id, at }).openapi('TakeStatus')
