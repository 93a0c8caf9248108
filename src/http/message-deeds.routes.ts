import { z } from '@hono/zod-openapi'
import { CHANNELS } from '#base/address.ts'
import { doWith, doWithMany, type ManyDone, type ManyRefused, MOST_AT_ONCE } from '#delivery/deeds.run.ts'
import { DEEDS, type Deed } from '#delivery/deeds.ts'
import type { MessageFilter } from '#delivery/delivery.run.ts'
import { resendMany, resendMessage } from '#delivery/resend.run.ts'
import { STATES } from '#delivery/state.ts'
import { VIEWS } from '#delivery/views.ts'
import { LANES } from '#rules/notice.ts'
import { RESEND_AS } from '#rules/resend.ts'
import { refuse } from './problem.ts'
import { MESSAGES } from './refusals.ts'
import { done, type Exact, type Route, route } from './route.ts'
import { Id, Moment, text } from './shapes.ts'

const about = 'Messages'
const oneMessage = z.strictObject({ id: Id })

/** Which messages are meant, as a list is asked for and as a deed is done with them. */
export const messageFilter = {
  jobId: Id.optional(),
  reportId: Id.optional(),
  state: z.enum(STATES).optional(),
  view: z.enum(VIEWS).optional().openapi({
    description:
      'failed: will not arrive, or nobody knows whether it did; waiting: on its way; held: kept back by somebody',
  }),
  channel: z.enum(CHANNELS).optional(),
  carrier: text(100).optional().openapi({ description: 'the account that tried it last' }),
  lane: z.enum(LANES).optional(),
  from: Moment.optional().openapi({ description: 'written at this moment or later' }),
  until: Moment.optional().openapi({ description: 'written before this moment' }),
  search: text(100)
    .optional()
    .openapi({ description: "a job's number, or part of an address or subject; of a text, of its words" }),
}

const MOST_NAMED = 1000

const many = {
  filter: z.strictObject({ ...messageFilter, ids: z.array(Id).min(1).max(MOST_NAMED).optional() }),
  count: z.int().min(0).max(MOST_AT_ONCE).optional().openapi({
    description: 'do it, if it is about exactly so many; left out: only count them',
  }),
}
const note = text(500).optional().openapi({ example: 'Wrong template', description: 'kept beside the message' })

const Meant = z.object({
  id: Id,
  lane: z.enum(LANES),
  channel: z.enum(CHANNELS),
  address: z.string(),
  state: z.enum(STATES),
})
const Many = z
  .object({
    count: z.int().openapi({ description: 'how many messages it is about' }),
    done: z.boolean(),
    examples: z.array(Meant).readonly().openapi({ description: 'the first ten of them, as they were' }),
  })
  .openapi('ManyMessages')

function manyAnswer(answer: ManyDone | ManyRefused) {
  if (answer.ok) {
    const examples = answer.examples.map(({ useBy: _, ...message }) => message)
    return done({ count: answer.count, done: answer.done, examples })
  }
  const refusal = refuse(MESSAGES, answer)
  return answer.because === 'other-count' ? { ...refusal, more: { count: answer.count } } : refusal
}

const meant = (companyId: string, { filter, count }: Exact<z.output<z.ZodObject<typeof many>>>) => ({
  filter: { ...filter, companyId } as MessageFilter,
  ...(count !== undefined && { count }),
})

export const messageDeedRoutes = (): Route[] => [
  resending,
  resendingMany,
  ...DEEDS.flatMap(deed => [doing(deed), doingMany(deed)]),
]

const resending = route({
  method: 'post',
  path: '/messages/{id}/resend',
  id: 'resendMessage',
  about,
  summary: 'Send a message again, as it was or afresh',
  description:
    'It becomes a new message, whose id is answered and which is written within a second or two. If the first had not arrived, the new one takes its place.',
  scope: 'dispatch',
  params: oneMessage,
  body: z
    .strictObject({
      as: z.enum(RESEND_AS).openapi({
        description: 'with the same words and papers; or written anew, of the job as it is now',
      }),
      address: text(2000).optional().openapi({ description: 'to somewhere else; left out: where it went' }),
    })
    .openapi('Resending'),
  refuses: [404, 409],
  reply: { status: 200, shape: z.object({ resendOf: Id, id: Id }) },
  act: async ({ db, who: { companyId, actor: by }, params: { id }, body, now }) => {
    const resent = await resendMessage(db, { companyId, id, by, ...body }, now)
    return resent.ok ? done({ resendOf: id, id: resent.id }) : refuse(MESSAGES, resent)
  },
})

const resendingMany = route({
  method: 'post',
  path: '/messages/resend',
  id: 'resendMessages',
  about,
  summary: 'Send many messages again',
  description:
    'Those on their way, those sent again before, and those to people who have opted out are not counted. First ask without count.',
  scope: 'dispatch',
  body: z.strictObject({ ...many, as: z.enum(RESEND_AS) }).openapi('ResendingMany'),
  refuses: [409],
  reply: { status: 200, shape: Many },
  act: async ({ db, who: { companyId, actor: by }, body, now }) =>
    manyAnswer(await resendMany(db, { companyId, by, as: body.as, ...meant(companyId, body) }, now)),
})

const SUMMARY: Record<Deed, readonly [one: string, many: string, more: string]> = {
  hold: [
    'Hold a message back',
    'Hold many messages back',
    'Urgent ones only when their lane is named, or they themselves are by their ids.',
  ],
  release: [
    'Let a message go that was held',
    'Let many messages go that were held',
    'They are due at once; those whose use-by time has passed expire.',
  ],
  cancel: [
    'Cancel a message that was not sent yet',
    'Cancel many messages that were not sent yet',
    'Urgent ones only when their lane is named, or they themselves are by their ids.',
  ],
}

const doing = (deed: Deed) =>
  route({
    method: 'post',
    path: `/messages/{id}/${deed}`,
    id: `${deed}Message`,
    about,
    summary: SUMMARY[deed][0],
    scope: 'dispatch',
    params: oneMessage,
    body: z.strictObject({ note }).openapi('MessageDeed'),
    refuses: [404, 409],
    reply: { status: 200, shape: z.object({ id: Id, state: z.enum(STATES) }) },
    act: async ({ db, who: { companyId, actor: by }, params: { id }, body, now }) => {
      const answer = await doWith(db, { companyId, id, deed, by, ...body }, now)
      return answer.ok ? done({ id, state: answer.state }) : refuse(MESSAGES, answer)
    },
  })

const doingMany = (deed: Deed) =>
  route({
    method: 'post',
    path: `/messages/${deed}`,
    id: `${deed}Messages`,
    about,
    summary: SUMMARY[deed][1],
    description: `${SUMMARY[deed][2]} First ask without count.`,
    scope: 'dispatch',
    body: z.strictObject({ ...many, note }).openapi('ManyMessagesDeed'),
    refuses: [409],
    reply: { status: 200, shape: Many },
    act: async ({ db, who: { companyId, actor: by }, body: { note, ...body }, now }) => {
      const asked = { companyId, deed, by, ...meant(companyId, body), ...(note !== undefined && { note }) }
      return manyAnswer(await doWithMany(db, asked, now))
    },
  })
