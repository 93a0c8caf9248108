import { z } from '@hono/zod-openapi'
import type { Connection } from '#db/sql.ts'
import { CONTACT_CHANNELS } from '#directory/contact.ts'
import { jobNumber } from '#jobs/job.ts'
import { MEANINGS } from '#receipts/keyword.ts'
import { finishReply, listReplies, type ReplySeen } from '#receipts/replies.run.ts'
import { placesOfJobs } from './job-places.sql.ts'
import { codeOf } from './job-views.run.ts'
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
    reference: z.string().nullable().openapi({ example: 'HRB-1234', description: "that job's number" }),
    site: z.string().nullable().openapi({ example: 'Hargreaves mill' }),
    timeZone: z.string().nullable().openapi({ example: 'Australia/Sydney', description: "that site's" }),
    messageId: Id.nullable(),
    at: Instant,
    doneAt: MaybeInstant,
    doneBy: MaybeActor,
  })
  .openapi('Reply')

/** Answers as people see them, with the names of the jobs they are about. */
export async function repliesSeen(
  db: Connection,
  companyId: string,
  replies: readonly ReplySeen[],
): Promise<z.output<typeof Reply>[]> {
  const jobIds = new Set(replies.flatMap(({ jobId }) => jobId ?? []))
  const places = jobIds.size > 0 ? await placesOfJobs(db, companyId, [...jobIds]) : []
  const code = await codeOf(db, companyId)
  const placeOf = new Map(
    places.map(({ id, number, ...rest }) => [id, { reference: jobNumber(code, number), ...rest }]),
  )
  return replies.map(({ fromAddress, toAddress, deliveryId, ...row }) => ({
    ...row,
    ...(placeOf.get(row.jobId ?? '') ?? { reference: null, site: null, timeZone: null }),
    from: fromAddress,
    to: toAddress,
    messageId: deliveryId,
  }))
}

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
    const { items, next } = pageOf(rows, limit, { cursor: ({ id, at }) => [id, at.toString()], item: row => row })
    return done({ items: await repliesSeen(db, companyId, items), next })
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
    if (!reply) return refuse(REPLIES, { because: 'no-such-reply' })
    const [seen] = await repliesSeen(db, companyId, [reply])
    return done(seen!)
  },
})
