import { z } from '@hono/zod-openapi'
import { LANGUAGES } from '#base/language.ts'
import { CATEGORIES, type EntryKind, KINDS, NEEDED, ROLES, STEPS } from '#directory/directory.ts'
import { USUAL } from '#directory/entry.ts'
import { Id, text } from './shapes.ts'

/** How one kind of directory entry is seen from outside: its address, its names, and its shapes. */
export type EntryFace = Readonly<{
  path: string
  name: Readonly<{ one: string; many: string; spoken: string; spokenMany: string }>
  entry: z.ZodObject
  added: z.ZodObject
  changed: z.ZodObject
}>

const name = (example: string) => text(200).openapi({ example })
const email = text(254).nullable().openapi({ example: 'desk@example.com' })
const phone = text(40).nullable().openapi({ example: '+61 2 9999 1111' })
const mobile = text(40)
  .nullable()
  .openapi({ example: '+61491570156', description: 'kept in E.164; fixed lines are refused' })
const pointer = Id.nullable()

const replyTo = text(254).nullable().openapi({
  example: 'north@example.com',
  description: 'where answers to e-mail about its sites go; null: where the company says',
})
const region = {
  name: name('North shore'),
  replyTo,
  active: z.boolean().openapi({ description: 'the master switch of what its customers are told' }),
  requestUrl: text(2000).nullable().openapi({
    example: 'https://north.example.com/request',
    description: 'a page of its own on which customers ask for service; null: ours',
  }),
}
const mustBeAdvised = z.boolean().openapi({
  description: 'must be told in person what was found before a job counts as complete',
})
const needed = z.enum(NEEDED).openapi({ description: 'when a job of this alarm company must have the number' })
const customer = {
  name: name('Hargreaves Timber'),
  email,
  phone,
  mustBeAdvised,
  regionId: pointer,
  takesNotifications: z.boolean().openapi({ description: 'whether it is told what its region and our statuses say' }),
  headOfficeId: pointer.openapi({ description: 'the customer it belongs to' }),
  language: z.enum(LANGUAGES).nullable().openapi({ description: "null: the company's" }),
}
const alarmCompany = {
  name: name('Sentinel Alarms'),
  email,
  phone,
  mustBeAdvised,
  orderNumberNeeded: needed,
  docketNumberNeeded: needed,
}
const provider = { name: name('Night Patrols'), email, mobile }
const certifications = text(500).nullable().openapi({
  example: 'Security licence 1A, No. 408 221',
  description: 'as customers read them',
})
const person = {
  name: name('Sipho Dlamini'),
  role: z.enum(ROLES),
  email,
  mobile,
  providerId: pointer,
  certifications,
}
const site = {
  name: name('Hargreaves mill'),
  address: text(500).openapi({ example: '1 Mill Lane, Brookvale' }),
  timeZone: text(100).openapi({ example: 'Australia/Sydney' }),
  customerId: pointer,
  alarmCompanyId: pointer,
  regionId: pointer,
}
// A week: what is to be done later than that is not looked for on a board.
const minutes = z.int().min(1).max(10_080).nullable()
const serviceType = {
  name: name('Burglar alarm'),
  kind: z.enum(KINDS),
  dispatchWithin: minutes.openapi({
    example: 5,
    description: 'minutes from opening until somebody is sent; after that the job is late. Null: no target',
  }),
  onSiteWithin: minutes.openapi({
    example: 35,
    description: 'minutes from dispatch until somebody is on site; after that the job is late. Null: no target',
  }),
}
const status = {
  code: text(20).openapi({ example: 'PART' }),
  name: name('Waiting for parts'),
  category: z.enum(CATEGORIES),
  step: z.enum(STEPS).nullable().openapi({ description: 'the time it stamps when a technician takes it' }),
}
const { code: _code, category: _category, ...statusChange } = status

/** The eight kinds. What may be left out of an addition is what may be null. */
export const ENTRIES: Readonly<Record<EntryKind, EntryFace>> = {
  region: face('/regions', ['Region', 'Regions', 'a region', 'regions'], region),
  customer: face('/customers', ['Customer', 'Customers', 'a customer', 'customers'], customer),
  'alarm-company': face(
    '/alarm-companies',
    ['AlarmCompany', 'AlarmCompanies', 'an alarm company', 'alarm companies'],
    alarmCompany,
  ),
  provider: face('/providers', ['Provider', 'Providers', 'a provider', 'providers'], provider),
  person: face('/people', ['Person', 'People', 'a person', 'people'], person),
  site: face('/sites', ['Site', 'Sites', 'a site', 'sites'], site),
  'service-type': face(
    '/service-types',
    ['ServiceType', 'ServiceTypes', 'a service type', 'service types'],
    serviceType,
  ),
  status: face('/statuses', ['Status', 'Statuses', 'a status', 'statuses'], status, statusChange),
}

type Fields = Record<string, z.ZodType>

function face(
  path: string,
  [one, many, spoken, spokenMany]: readonly [string, string, string, string],
  fields: Fields,
  changeable: Fields = fields,
): EntryFace {
  const optional = Object.entries(fields).map(([field, shape]) => [field, leftOut(field, shape)])
  return {
    path,
    name: { one, many, spoken, spokenMany },
    entry: z.object({ id: Id, ...fields }).openapi(one),
    added: z.strictObject({ id: Id.optional(), ...Object.fromEntries(optional) }).openapi(`New${one}`),
    changed: z.strictObject(changeable).partial().openapi(`${one}Change`),
  }
}

/** A field that may be left out: one that may be null, or that is the same for nearly every entry. */
function leftOut(field: string, shape: z.ZodType): z.ZodType {
  if (Object.hasOwn(USUAL, field)) return shape.default(USUAL[field as keyof typeof USUAL])
  return shape.safeParse(null).success ? shape.default(null) : shape
}
