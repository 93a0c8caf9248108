import { z } from '@hono/zod-openapi'
import { LANGUAGES } from '#base/language.ts'
import {
  DESTINATIONS,
  DETAILS,
  OCCASIONS,
  OWNER_KINDS,
  type Owner as OwnerOf,
  TURNS,
  USUAL_GRACE,
  VIAS,
} from '#rules/rule.ts'
import { WARNED_OF } from '#rules/warnings.ts'
import { Actor, Id, Instant, text } from './shapes.ts'

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
  onlyTypes: z.array(Id).readonly(),
  onlyPriorities: z.array(z.int()).readonly(),
  onlyStatuses: z.array(Id).readonly(),
  statusId: Id.nullable(),
  turn: z.enum(TURNS).nullable(),
  graceSeconds: z.int(),
  reportsEveryJob: z.boolean(),
  reportsCancelled: z.boolean(),
  tellsHeadOffice: z.boolean(),
  asksReview: z.boolean(),
  language: z.enum(LANGUAGES).nullable(),
}
const mute = { does: z.literal('mute'), occasion: z.enum(OCCASIONS).nullable() }
const kept = {
  id: Id,
  version: z.int(),
  ownerName: z.string().openapi({ description: 'whose rule it is' }),
  sentence: z.string().openapi({
    example:
      'When a job of customer Hargreaves Timber is dispatched, e-mail a PDF to Facilities desk (desk@mill.example).',
    description: 'the rule in words, with everything that was chosen in it',
  }),
  changedBy: Actor.openapi({ description: 'who made it what it is' }),
  changedAt: Instant,
}

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
  destination: tell.destination.optional().openapi({
    description:
      "to the address written here, to the job's provider instead, to both, or to its customer; left out: to the " +
      'customer what a region or a status says, else to the address',
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
  onlyTypes: z.array(Id).max(100).default([]).openapi({ description: 'only jobs of these service types; empty: all' }),
  onlyPriorities: z.array(z.int().min(1).max(9)).max(9).default([]),
  onlyStatuses: z.array(Id).max(100).default([]).openapi({ description: 'only jobs that are then in one of these' }),
  statusId: Id.nullable()
    .optional()
    .openapi({ description: 'of status-set: which; left out: the status it belongs to' }),
  turn: z.enum(TURNS).nullable().optional().openapi({
    description: 'of status-set: with which technician of a visit it is told; left out: with the first',
  }),
  graceSeconds: whole.optional().openapi({
    example: USUAL_GRACE,
    description: 'of status-set: for how long it can be taken back before anybody hears of it, 0 to 3600',
  }),
  reportsEveryJob: z.boolean().default(false).openapi({
    description: 'of job-report: any other job too, not only alarm calls and incidents',
  }),
  reportsCancelled: z.boolean().default(false).openapi({ description: 'of job-report: jobs that were cancelled too' }),
  tellsHeadOffice: z.boolean().default(false).openapi({ description: "the customer's head office hears it too" }),
  asksReview: z.boolean().default(false).openapi({
    description: 'it asks how it was: not while the customer has a complaint open',
  }),
  language: z
    .enum(LANGUAGES)
    .nullable()
    .default(null)
    .openapi({ description: "null: the customer's, else the company's" }),
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

type Asked = z.output<typeof NewRule> | z.output<typeof ChangedRule>

/** The rule with what its author left to us: it depends on what the rule is about. */
export function completed<Body extends Asked>(asked: Body): Body {
  if (asked.does === 'mute') return asked
  const { owner, occasion } = asked as { owner: OwnerOf; occasion: string }
  const isOutward = owner.kind === 'region' || owner.kind === 'status'
  const ofStatus = occasion === 'status-set'
  return {
    ...asked,
    destination: asked.destination ?? (isOutward ? 'customer' : 'address'),
    statusId: asked.statusId ?? (ofStatus && owner.kind === 'status' ? owner.id : null),
    turn: asked.turn ?? (ofStatus ? 'first' : null),
    graceSeconds: asked.graceSeconds ?? (ofStatus ? USUAL_GRACE : 0),
  }
}

export const Warnings = z
  .array(
    z.object({
      about: z.enum(WARNED_OF),
      names: z.array(z.string()).readonly().openapi({ description: 'the first few it is about' }),
      sentence: z.string().openapi({ example: 'Night Patrols has no mobile: this text would reach nobody there.' }),
    }),
  )
  .readonly()
  .openapi({ description: 'whom it will not reach as things stand, and what else stands between' })

export const RuleSaved = z.object({ rule: Rule, warnings: Warnings }).openapi('SavedRule')

export const RuleChecked = z
  .object({
    sentence: z.string().openapi({ description: 'the rule in words, as far as it has been filled in' }),
    ownerName: z.string(),
    faults: z.array(z.object({ because: z.string(), title: z.string(), detail: z.string() })).openapi({
      description: 'why it cannot be saved as it is; empty: it can',
    }),
    warnings: Warnings,
  })
  .openapi('CheckedRule')

export const rulesQuery = {
  ownerKind: z.enum(OWNER_KINDS).optional(),
  ownerId: Id.optional().openapi({ description: 'goes with ownerKind; left out: all of that kind' }),
}
