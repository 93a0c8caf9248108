import { z } from '@hono/zod-openapi'
import type { Connection } from '#db/sql.ts'
import { type NamedRule, recipientsOf, removeRecipient, rulesMutedBy, saveRecipient } from '#rules/recipients.run.ts'
import {
  JOB_OCCASIONS,
  type Recipient as KeptRecipient,
  RECIPIENT_DOES,
  type RecipientAsked,
  USUAL_OCCASIONS,
} from '#rules/recipients.ts'
import { OCCASIONS, OWNER_KINDS, TARGETS, type TellRule, VIAS, WORDED } from '#rules/rule.ts'
import { warningsFor } from '#rules/warnings.run.ts'
import { sendingWarnings } from '#rules/warnings.ts'
import { noSuchJob } from './job-answers.run.ts'
import { idOfJobAt, jobAt } from './job-views.run.ts'
import { refuse } from './problem.ts'
import type { Health, Rooms } from './rooms.ts'
import { done, made, type Route, route } from './route.ts'
import { RECIPIENTS } from './rule-refusals.ts'
import { Warnings } from './rule-shapes.ts'
import { sendingSeen } from './sending-seen.ts'
import { recipientInWords } from './sentences.ts'
import { Actor, Id, Instant, jobParam, MaybeActor, MaybeInstant, oneJob, text } from './shapes.ts'

const about = 'Recipients of one job'

const somebody = {
  via: z.enum(WORDED),
  address: text(2000).openapi({ example: '+61491570156' }),
  recipient: text(200).nullable().default(null).openapi({
    example: 'J. Cole',
    description: 'for people who look at the job; never part of a message',
  }),
}
const muted = {
  ruleId: Id.openapi({ description: 'whose rule it is that would tell him' }),
  target: z.enum(TARGETS).optional().openapi({ description: 'whom of those it tells; left out: the only one' }),
  providerId: Id.optional().openapi({
    description: 'of the target provider: which one it is about; left out: who has the job now. It holds of no other',
  }),
}

const NewRecipient = z
  .discriminatedUnion('does', [
    z
      .strictObject({
        does: z.literal('add'),
        ...somebody,
        occasions: z
          .array(z.enum(JOB_OCCASIONS))
          .min(1)
          .max(JOB_OCCASIONS.length)
          .default([...USUAL_OCCASIONS])
          .openapi({ description: 'of what he is told; left out: dispatched, completed and updates' }),
      })
      .openapi('AddedRecipient'),
    z.strictObject({ does: z.literal('mute'), ...muted }).openapi('MutedRecipient'),
    z.strictObject({ does: z.literal('replace'), ...muted, ...somebody }).openapi('ReplacedRecipient'),
  ])
  .openapi('NewRecipient')

const Tells = z.object({
  via: z.enum(WORDED),
  address: z.string(),
  recipient: z.string().nullable(),
  occasions: z.array(z.enum(OCCASIONS)).readonly(),
})
const Mutes = z.object({
  ruleId: Id,
  target: z.enum(TARGETS),
  providerId: Id.nullable().openapi({ description: 'of the target provider: which one it is about' }),
  ownerKind: z.enum(OWNER_KINDS),
  ownerName: z.string().openapi({ description: 'whose rule it is' }),
  via: z.enum(VIAS),
  address: z.string().nullable(),
  recipient: z.string().nullable(),
})
const Recipient = z
  .object({
    id: Id,
    does: z.enum(RECIPIENT_DOES),
    sentence: z.string().openapi({ example: 'Also tells J. Cole (+61491570156) by text when the job is completed.' }),
    tells: z.union([Tells, z.null()]),
    mutes: z.union([Mutes, z.null()]),
    by: Actor,
    at: Instant,
    removedBy: MaybeActor,
    removedAt: MaybeInstant.openapi({ description: 'when it was taken back; null: it is in force' }),
  })
  .openapi('Recipient')

async function recipientsView(db: Connection, companyId: string, recipients: readonly KeptRecipient[]) {
  const rules = await rulesMutedBy(db, companyId, recipients)
  return recipients.map((recipient): z.output<typeof Recipient> => {
    const { jobId: _, ruleIds: _rules, mutes, ...rest } = recipient
    const rule = mutes ? rules.get(mutes.ruleId) : undefined
    return { ...rest, sentence: recipientInWords(recipient, rule), mutes: mutes && mutesView(mutes, rule!) }
  })
}

const mutesView = (mutes: NonNullable<KeptRecipient['mutes']>, { id: _, ...rule }: NamedRule) =>
  ({ ...mutes, ...rule }) as z.output<typeof Mutes>

/** Who is told of one job beside whom the rules name, and who is not. */
export const recipientRoutes = (health: Rooms['health']): Route[] => [listing, adding(health), removing]

const listing = route({
  method: 'get',
  path: '/jobs/{id}/recipients',
  id: 'listJobRecipients',
  about,
  summary: 'Who was added, muted or replaced for one job',
  description: 'The oldest first, with what was taken back.',
  scope: 'read',
  params: oneJob,
  refuses: [404],
  reply: { status: 200, shape: z.object({ items: z.array(Recipient) }) },
  act: async ({ db, who: { companyId }, params }) => {
    const found = await jobAt(db, companyId, params.id)
    if (!found) return noSuchJob()
    return done({ items: await recipientsView(db, companyId, await recipientsOf(db, companyId, [found.job.id])) })
  },
})

const adding = (health: Rooms['health']) =>
  route({
    method: 'post',
    path: '/jobs/{id}/recipients',
    id: 'addJobRecipient',
    about,
    summary: 'Tell somebody else of one job, or somebody not',
    description:
      'It holds for this job from now on, for what waits to be sent too, and by itself tells nobody anything. Whoever was ' +
      'told and has the job no longer still hears that.',
    scope: 'dispatch',
    params: oneJob,
    body: NewRecipient,
    refuses: [404, 409],
    reply: { status: 201, shape: z.object({ recipient: Recipient, warnings: Warnings }) },
    act: async ({ db, who: { companyId, actor }, params, body, now }) => {
      const found = await jobAt(db, companyId, params.id)
      if (!found) return noSuchJob()
      const saved = await saveRecipient(db, { job: found.job, asked: body as RecipientAsked }, actor, now)
      if (!saved.ok) return refuse(RECIPIENTS, saved)
      const [kept] = (await recipientsOf(db, companyId, [found.job.id])).filter(({ id }) => id === saved.id)
      const [view] = await recipientsView(db, companyId, [kept!])
      const warnings = await warningsOf(db, saved.tells, await health(), now)
      return made({ recipient: view!, warnings }, `/jobs/${found.job.id}/recipients`)
    },
  })

/** What to know of somebody who was named; of several occasions each thing once. */
async function warningsOf(db: Connection, rules: readonly TellRule[], health: Health, now: Temporal.Instant) {
  const found = await Promise.all(
    rules.map(async rule => [
      ...(await warningsFor(db, rule)),
      ...sendingWarnings(rule, sendingSeen(health, rule, now)),
    ]),
  )
  return [...new Map(found.flat().map(warning => [warning.about, warning])).values()]
}

const removing = route({
  method: 'delete',
  path: '/jobs/{id}/recipients/{recipientId}',
  id: 'removeJobRecipient',
  about,
  summary: 'Take back what was said of one job',
  description: 'A replacement is undone whole: the one who was muted is told again.',
  scope: 'dispatch',
  params: z.strictObject({ id: jobParam, recipientId: Id }),
  refuses: [404],
  reply: { status: 200, shape: z.object({ removed: Id }) },
  act: async ({ db, who: { companyId, actor }, params: { id: job, recipientId: id }, now }) => {
    const jobId = await idOfJobAt(db, companyId, job)
    if (!jobId) return noSuchJob()
    const removed = await removeRecipient(db, { companyId, jobId, id }, actor, now)
    return removed ? done({ removed: id }) : refuse(RECIPIENTS, { because: 'no-such-recipient' })
  },
})
