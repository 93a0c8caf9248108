import { z } from '@hono/zod-openapi'
import { DESTINATIONS, DETAILS, OCCASIONS, OWNER_KINDS, VIAS } from '#rules/rule.ts'
import { Id, text } from './shapes.ts'

const Owner = z.strictObject({ kind: z.enum(OWNER_KINDS), id: Id })

const shared = { owner: Owner, serviceTypeId: Id.nullable(), active: z.boolean() }
const asked = {
  owner: Owner.openapi({ description: 'whose jobs it speaks of' }),
  serviceTypeId: Id.nullable().default(null).openapi({ description: 'null: jobs of every service type' }),
  active: z.boolean().default(true),
}

const tell = {
  does: z.literal('tell'),
  occasion: z.enum(OCCASIONS),
  via: z.enum(VIAS),
  destination: z.enum(DESTINATIONS),
  address: z.string().nullable(),
  recipient: z.string().nullable(),
  leavesOutCancelled: z.boolean(),
  everyDays: z.int().nullable(),
  times: z.int().nullable(),
  details: z.array(z.enum(DETAILS)).readonly(),
  groupsInvoice: z.boolean(),
  gathersMinutes: z.int(),
}
const mute = { does: z.literal('mute'), occasion: z.enum(OCCASIONS).nullable() }
const kept = { id: Id, version: z.int() }

export const Rule = z
  .discriminatedUnion('does', [
    z.object({ ...kept, ...shared, ...tell }).openapi('TellRule'),
    z.object({ ...kept, ...shared, ...mute }).openapi('MuteRule'),
  ])
  .openapi('Rule')

// How many are too many the rule itself says, in a sentence.
const whole = z.int().min(-1_000_000).max(1_000_000)

const tellAsked = {
  ...asked,
  ...tell,
  destination: tell.destination.default('address').openapi({
    description: "to the address written here, to the job's provider instead, or to both",
  }),
  address: text(2000).nullable().default(null).openapi({ example: 'facilities@hargreaves.example' }),
  recipient: text(200).nullable().default(null).openapi({
    example: 'Facilities desk',
    description: 'for people who read the rule; never part of a message',
  }),
  leavesOutCancelled: z.boolean().default(false),
  everyDays: whole.nullable().default(null).openapi({
    example: 3,
    description: 'of reminders: after so many days, and again each time they have passed, 1 to 366',
  }),
  times: whole.nullable().default(null).openapi({ example: 4, description: 'of reminders: how often, 1 to 100' }),
  details: z.array(z.enum(DETAILS)).max(3).default([]).openapi({
    description: 'of details-missing: what is chased beside what the alarm company demands',
  }),
  groupsInvoice: z.boolean().default(false).openapi({ description: 'of invoiced: one message for all its jobs' }),
  gathersMinutes: whole.default(0).openapi({
    example: 10,
    description: 'of updates and completed: changes of a job within so many minutes become one message, 0 to 120',
  }),
}
const muteAsked = { ...asked, ...mute, occasion: mute.occasion.default(null) }

/** "When a job of this owner is dispatched, send a PDF to this address", or a site's "don't notify". */
export const NewRule = z
  .discriminatedUnion('does', [
    z.strictObject(tellAsked).openapi('NewTellRule'),
    z.strictObject(muteAsked).openapi('NewMuteRule'),
  ])
  .openapi('NewRule')

const version = z.int().min(1).max(1_000_000).openapi({ description: 'the version you were looking at' })

export const ChangedRule = z
  .discriminatedUnion('does', [
    z.strictObject({ version, ...tellAsked }).openapi('ChangedTellRule'),
    z.strictObject({ version, ...muteAsked }).openapi('ChangedMuteRule'),
  ])
  .openapi('ChangedRule')

export const RuleSaved = z
  .object({
    rule: Rule,
    warnings: z
      .array(
        z.object({
          about: z.enum(['provider-has-no-mobile', 'provider-has-no-email']),
          names: z.array(z.string()).readonly(),
        }),
      )
      .readonly()
      .openapi({ description: 'whom the rule will not reach as things stand' }),
  })
  .openapi('SavedRule')

export const rulesQuery = {
  ownerKind: z.enum(OWNER_KINDS).optional(),
  ownerId: Id.optional().openapi({ description: 'together with ownerKind' }),
}
