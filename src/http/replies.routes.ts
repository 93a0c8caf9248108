import { z } from '@hono/zod-openapi'
import { CONTACT_CHANNELS } from '#directory/contact.ts'
import { MEANINGS } from '#receipts/keyword.ts'
import { finishReply, listReplies, type ReplySeen } from '#receipts/replies.run.ts'
import { refuse } from './problem.ts'
import { REPLIES } from './refusals.ts'
import { done, type Route, route } from './route.ts'
import { Id, Instant, MaybeActor, MaybeInstant, Moment, page, paged, pageOf } from './shapes.ts'

const about = 'Replies'

/** What somebody wrote or pressed in answer to a message. */
export const Reply = z
  .object({
    id: Id,
    channel: z.enum(CONTACT_CHANNELS),
    from: z.string().openapi({ example: '+61491570156' }),
    to: z.string(),
    words: z.string().openapi({ example: 'Key is with the neighbour' }),
    meaning: z.enum(MEANINGS).openapi({ description: 'stop, start and help when it is nothing but such a word' }),
    jobId: Id.nullable().openapi({ description: 'the job of the last message that went there; null when not known' }),
    messageId: Id.nullable(),
    at: Instant,
    doneAt: MaybeInstant,
    doneBy: MaybeActor,
  })
  .openapi('Reply')

/** An answer as people see it. */
export const replySeen = ({ fromAddress, toAddress, deliveryId, ...row }: ReplySeen): z.output<typeof Reply> => ({
  ...row,
  from: fromAddress,
  to: toAddress,
  messageId: deliveryId,
})

export const replyRoutes = (): Route[] => [listing, finishing]

const listing = route({
  method: 'get',
  path: '/replies',
  id: 'listReplies',
  about,
  summary: 'Answers to messages, the latest first',
  scope: 'read',
  query: z.strictObject({
    ...paged(z.tuple([Id, Moment])),
    done: z.enum(['true', 'false']).optional().openapi({ description: 'whether somebody has dealt with it' }),
    jobId: Id.optional(),
  }),
  reply: { status: 200, shape: page(Reply) },
  act: async ({ db, who: { companyId }, query: { limit, after, done: dealt, jobId } }) => {
    const rows = await listReplies(db, {
      companyId,
      limit: limit + 1,
      ...(after && { before: { id: after[0], at: after[1] } }),
      ...(dealt && { done: dealt === 'true' ? ('done' as const) : ('not-done' as const) }),
      ...(jobId && { jobId }),
    })
    return done(pageOf(rows, limit, { cursor: ({ id, at }) => [id, at.toString()], item: replySeen }))
  },
})

const finishing = route({
  method: 'post',
  path: '/replies/{id}/done',
  id: 'finishReply',
  about,
  summary: 'An answer has been dealt with',
  description: 'Who did it first, and when, is kept.',
  scope: 'dispatch',
  params: z.strictObject({ id: Id }),
  refuses: [404],
  reply: { status: 200, shape: Reply },
  act: async ({ db, who: { companyId, actor: by }, params: { id }, now }) => {
    const reply = await finishReply(db, { companyId, id }, { by, now })
    return reply ? done(replySeen(reply)) : refuse(REPLIES, { because: 'no-such-reply' })
  },
})
