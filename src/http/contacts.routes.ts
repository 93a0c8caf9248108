import { z } from '@hono/zod-openapi'
import { readAddress } from '#base/address.ts'
import type { Connection } from '#db/sql.ts'
import { CONTACT_CHANNELS, type ContactChannel, type ContactKey } from '#directory/contact.ts'
import { contactHistory, optIn, optOut, revive, setQuiet } from '#directory/contacts.run.ts'
import { findCompany } from '#directory/directory.run.ts'
import type { Actor } from '#directory/directory.ts'
import { OCCASIONS } from '#rules/rule.ts'
import { type ContactSeen, selectContacts, selectSeen, TROUBLES } from './contacts.sql.ts'
import { type Problem, refuse } from './problem.ts'
import { CONTACTS } from './refusals.ts'
import { type Asked, done, type Route, route } from './route.ts'
import { Instant, MaybeActor, MaybeInstant, page, paged, pageOf, text } from './shapes.ts'

const about = 'Contacts'

const QuietHours = z
  .strictObject({ from: timeOfDay('22:00'), until: timeOfDay('07:00') })
  .refine(({ from, until }) => from !== until, { path: ['until'], error: 'must be another time than from' })
  .openapi('QuietHours')

function timeOfDay(example: string) {
  return z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 07:00')
    .openapi({ example, description: "on the site's clock" })
}

const Use = z.object({
  kind: z.enum(['rule', 'report-schedule', 'provider', 'person']),
  id: z.string(),
  name: z.string(),
  occasion: z.enum(OCCASIONS).nullable().openapi({ description: 'of a rule: what it tells of' }),
  urgent: z.boolean().openapi({ description: 'is told of dispatches, whatever is known of the address' }),
})

const contact = {
  channel: z.enum(CONTACT_CHANNELS),
  address: z.string().openapi({ example: '+61491570156' }),
  trouble: z.array(z.enum(TROUBLES)).openapi({
    description: 'its owner wants no messages; messages to it came back; nothing has ever gone there',
  }),
  urgent: z.boolean().openapi({ description: 'is told of dispatches nevertheless' }),
  optedOutAt: MaybeInstant,
  optedOutBecause: z.string().nullable(),
  deadSince: MaybeInstant,
  deadBecause: z.string().nullable(),
  failures: z.int().openapi({ description: 'since something last arrived there' }),
  failedAt: MaybeInstant.openapi({ description: 'when a message to it last failed for good' }),
  reachedAt: MaybeInstant.openapi({
    description: 'when something was last reported to have arrived; null too where nothing was ever wrong',
  }),
  quietHours: z.union([QuietHours, z.null()]).openapi({ description: "null: the company's own" }),
  uses: z.array(Use).readonly().openapi({ description: 'which rules and entries name it' }),
}
const Contact = z.object(contact).openapi('Contact')

const Changed = z.object({
  at: Instant,
  by: MaybeActor.openapi({ description: 'null: the contact or a carrier' }),
  what: z.enum(['opted-out', 'opted-in', 'dead', 'alive', 'quiet-hours']),
  because: z.string(),
})
const ContactShown = z.object({ ...contact, history: z.array(Changed) }).openapi('ContactSeen')

const params = z.strictObject({
  channel: z.enum(CONTACT_CHANNELS),
  address: text(254).openapi({ example: '+61491570156', description: 'percent-encoded: %2B61491570156' }),
})
const Because = z.strictObject({ because: text(200).openapi({ example: 'asked so on the phone' }) })

export const contactRoutes = (): Route[] => [listing, showing, optingOut, optingIn, tryingAgain, quieting]

function seen({ quietFrom, quietUntil, wasReached, ...row }: ContactSeen): z.output<typeof Contact> {
  const { optedOutAt, deadSince, uses } = row
  const trouble: z.output<typeof Contact>['trouble'] = []
  if (optedOutAt) trouble.push('opted-out')
  if (deadSince) trouble.push('dead')
  if (!wasReached && uses.length > 0) trouble.push('never-reached')
  const quietHours =
    quietFrom === null || quietUntil === null ? null : { from: clock(quietFrom), until: clock(quietUntil) }
  return { ...row, trouble, quietHours, urgent: uses.some(({ urgent }) => urgent) }
}

const clock = (minutes: number): string =>
  Temporal.PlainTime.from('00:00').add({ minutes }).toString({ smallestUnit: 'minute' })

const minutesIn = (written: string): number => {
  const [hours, minutes] = written.split(':').map(Number)
  return hours! * 60 + minutes!
}

const listing = route({
  method: 'get',
  path: '/contacts',
  id: 'listContacts',
  about,
  summary: 'Addresses that are known or used, and what is known of each',
  description:
    'With trouble=true those that do not want messages, are dead, or to which nothing has ever gone; or one kind of these. ' +
    'never-reached alone leaves out those whose trouble is known.',
  scope: 'read',
  query: z.strictObject({
    ...paged(z.tuple([z.enum(CONTACT_CHANNELS), text(254)])),
    trouble: z.enum(['true', 'false', ...TROUBLES]).optional(),
  }),
  reply: { status: 200, shape: page(Contact) },
  act: async ({ db, who: { companyId }, query: { limit, after, trouble } }) => {
    const from = after && { after: { channel: after[0], address: after[1] } }
    const only = trouble && trouble !== 'false' && { only: trouble === 'true' ? ('in-trouble' as const) : trouble }
    const rows = await selectContacts(db, { companyId, limit: limit + 1, ...from, ...only })
    return done(pageOf(rows, limit, { cursor: ({ channel, address }) => [channel, address], item: seen }))
  },
})

async function show(db: Connection, key: ContactKey) {
  const found = await selectSeen(db, key.companyId, key)
  if (!found) return refuse(CONTACTS, { because: 'no-such-contact' })
  return done({ ...seen(found), history: await contactHistory(db, key) })
}

type Named = Readonly<{ channel: ContactChannel; address: string }>

/** The address in normal form, or why it cannot be one. */
async function keyOf(db: Connection, companyId: string, { channel, address }: Named): Promise<ContactKey | Problem> {
  const { country } = (await findCompany(db, companyId))!
  const read = readAddress(channel, address, country)
  return read.ok ? { companyId, channel, address: read.address } : refuse(CONTACTS, { ...read, field: 'address' })
}

const showing = route({
  method: 'get',
  path: '/contacts/{channel}/{address}',
  id: 'getContact',
  about,
  summary: 'What is known of an address, and what changed',
  scope: 'read',
  params,
  refuses: [404],
  reply: { status: 200, shape: ContactShown },
  act: async ({ db, who: { companyId }, params }) => {
    const key = await keyOf(db, companyId, params)
    return 'ok' in key ? key : show(db, key)
  },
})

type Change<Body> = (
  db: Connection,
  contact: ContactKey & Readonly<{ by: Actor }>,
  asked: Readonly<{ body: Body; now: Temporal.Instant }>,
) => Promise<void>

/** Changes what is known of the address that is named, and shows it. */
const changing =
  <Body>(change: Change<Body>) =>
  async ({ db, who, params, ...asked }: Asked<Named, unknown, unknown> & Readonly<{ body: Body }>) => {
    const key = await keyOf(db, who.companyId, params)
    if ('ok' in key) return key
    await change(db, { ...key, by: who.actor }, asked)
    return show(db, key)
  }

const changed = { about, params, refuses: [404], reply: { status: 200, shape: ContactShown } } as const

const optingOut = route({
  method: 'post',
  path: '/contacts/{channel}/{address}/opt-out',
  id: 'optOutContact',
  summary: 'Its owner wants no messages',
  description: 'Only urgent ones still go there: those about a dispatch.',
  scope: 'dispatch',
  body: Because.openapi('OptOut'),
  ...changed,
  act: changing<z.output<typeof Because>>((db, contact, { body, now }) => optOut(db, contact, body.because, now)),
})

const optingIn = route({
  method: 'post',
  path: '/contacts/{channel}/{address}/opt-in',
  id: 'optInContact',
  summary: 'Its owner wants messages again',
  scope: 'dispatch',
  body: Because.openapi('OptIn'),
  ...changed,
  act: changing<z.output<typeof Because>>((db, contact, { body, now }) => optIn(db, contact, body.because, now)),
})

const tryingAgain = route({
  method: 'post',
  path: '/contacts/{channel}/{address}/try-again',
  id: 'tryContactAgain',
  summary: 'Messages to it will arrive again',
  description: 'For an address that is dead, when its owner has put it right.',
  scope: 'dispatch',
  ...changed,
  act: changing((db, contact, { now }) => revive(db, contact, now)),
})

const Quieting = z.strictObject({ quietHours: QuietHours.nullable() }).openapi('QuietHoursChange')

const quieting = route({
  method: 'put',
  path: '/contacts/{channel}/{address}/quiet-hours',
  id: 'setContactQuietHours',
  summary: 'When an address is left in peace',
  description: 'Messages wait until then; urgent ones do not. Null: when the company says.',
  scope: 'dispatch',
  body: Quieting,
  ...changed,
  act: changing<z.output<typeof Quieting>>((db, contact, { body: { quietHours }, now }) => {
    const hours = quietHours && { from: minutesIn(quietHours.from), until: minutesIn(quietHours.until) }
    return setQuiet(db, contact, hours, now)
  }),
})
