import { z } from '@hono/zod-openapi'
import { newId } from '#base/id.ts'
import { type Carrier, WORDS_ALONE } from '#delivery/carrier.ts'
import { REPLAYED, replayTo } from '#delivery/replay.run.ts'
import {
  addWebhook,
  disableWebhook,
  enableWebhook,
  findWebhook,
  listWebhooks,
  removeWebhook,
  rotateSecret,
  type WithSecret,
} from '#directory/webhooks.run.ts'
import { rulesByWebhook } from '#rules/rules.run.ts'
import { refuse } from './problem.ts'
import { WEBHOOKS } from './refusals.ts'
import { done, made, type Route, route } from './route.ts'
import { Id, MaybeInstant, Moment, text, withoutCompany } from './shapes.ts'

const about = 'Webhooks'
const oneWebhook = z.strictObject({ id: Id })

const Webhook = z
  .object({
    id: Id,
    url: z.string().openapi({ example: 'https://example.com/hook' }),
    secretEnds: z.string().openapi({ example: 'aLw=', description: 'the last four characters of its secret' }),
    secretBeforeUntil: MaybeInstant.openapi({ description: 'until when the secret before this one signs too' }),
    failingSince: MaybeInstant.openapi({ description: 'since when it has taken nothing' }),
    disabledAt: MaybeInstant.openapi({ description: 'since when it is told nothing; null: it is told' }),
    disabledBecause: z.string().nullable(),
  })
  .openapi('Webhook')

const Signed = z
  .object({
    webhook: Webhook,
    secret: z.string().nullable().openapi({
      example: 'whsec_...',
      description: 'Shown this once; a repeated request is answered with null.',
    }),
  })
  .openapi('WebhookAndSecret')

const Tried = z
  .object({
    outcome: z.enum(['accepted', 'refused', 'unreachable', 'unknown', 'not-tried']),
    code: z.string().nullable().openapi({ description: 'the HTTP status, or what went wrong with the connection' }),
    words: z.string(),
  })
  .openapi('WebhookTried')

const signed = ({ webhook, secret }: WithSecret) => ({ webhook: withoutCompany(webhook), secret })
const kept = ({ webhook }: WithSecret) => ({ webhook: withoutCompany(webhook), secret: null })
const noSuchWebhook = () => refuse(WEBHOOKS, { because: 'no-such-webhook' })

/** `carrier`: by which programs are told. */
export const webhookRoutes = (carrier: Pick<Carrier, 'send'>): Route[] => [
  listing,
  adding,
  removing,
  rotating,
  enabling,
  disabling,
  trying(carrier),
  replaying,
]

const listing = route({
  method: 'get',
  path: '/webhooks',
  id: 'listWebhooks',
  about,
  summary: 'All webhooks',
  description: 'Which messages went to them, and how: GET /api/v1/messages.',
  // A URL may hold a token.
  scope: 'administer',
  reply: { status: 200, shape: z.object({ items: z.array(Webhook) }) },
  act: async ({ db, who }) => done({ items: (await listWebhooks(db, who.companyId)).map(withoutCompany) }),
})

const adding = route({
  method: 'post',
  path: '/webhooks',
  id: 'addWebhook',
  about,
  summary: 'Add a program to be told by HTTP',
  description:
    'In the form of Standard Webhooks (standardwebhooks.com): check `webhook-signature` with the secret, and take each `webhook-id` once. Then add rules via "webhook" to this URL.',
  scope: 'administer',
  body: z.strictObject({ url: text(2000) }).openapi('NewWebhook', { example: { url: 'https://example.com/hook' } }),
  reply: { status: 201, shape: Signed },
  act: async ({ db, who: { companyId, actor: by }, body, now }) => {
    const added = await addWebhook(db, { companyId, url: body.url, by }, now)
    if (!added.ok) return refuse(WEBHOOKS, { ...added, field: 'url' })
    return { ...made(signed(added), '/webhooks'), kept: kept(added) }
  },
})

const removing = route({
  method: 'delete',
  path: '/webhooks/{id}',
  id: 'removeWebhook',
  about,
  summary: 'Tell a program nothing any more',
  description: 'Rules that tell it are named and stay: remove them, or let them tell somebody else.',
  scope: 'administer',
  params: oneWebhook,
  refuses: [404],
  reply: { status: 200, shape: z.object({ removed: Id, rules: z.array(Id) }) },
  act: async ({ db, who: { companyId, actor: by }, params: { id }, now }) => {
    const removed = await removeWebhook(db, { companyId, id, by }, now)
    if (!removed.ok) return refuse(WEBHOOKS, removed)
    const rules = await rulesByWebhook(db, companyId, removed.webhook.url)
    return done({ removed: id, rules: rules.map(rule => rule.id) })
  },
})

const rotating = route({
  method: 'post',
  path: '/webhooks/{id}/rotate-secret',
  id: 'rotateWebhookSecret',
  about,
  summary: 'Give a webhook a new secret',
  description: 'The one before signs too for 24 hours.',
  scope: 'administer',
  params: oneWebhook,
  refuses: [404],
  reply: { status: 200, shape: Signed },
  act: async ({ db, who: { companyId, actor: by }, params: { id }, now }) => {
    const rotated = await rotateSecret(db, { companyId, id, by }, now)
    return rotated.ok ? { ...done(signed(rotated)), kept: kept(rotated) } : refuse(WEBHOOKS, rotated)
  },
})

const enabling = route({
  method: 'post',
  path: '/webhooks/{id}/enable',
  id: 'enableWebhook',
  about,
  summary: 'Tell a disabled program again',
  description: 'What was refused while it was disabled is not sent by itself.',
  scope: 'administer',
  params: oneWebhook,
  refuses: [404],
  reply: { status: 200, shape: Webhook },
  act: async ({ db, who: { companyId, actor: by }, params: { id }, now }) => {
    const enabled = await enableWebhook(db, { companyId, id, by }, now)
    return enabled.ok ? done(withoutCompany(enabled.webhook)) : refuse(WEBHOOKS, enabled)
  },
})

const disabling = route({
  method: 'post',
  path: '/webhooks/{id}/disable',
  id: 'disableWebhook',
  about,
  summary: 'Tell a program nothing for now',
  description: 'What is for it is refused until somebody enables it. Its secret stays.',
  scope: 'administer',
  params: oneWebhook,
  refuses: [404],
  reply: { status: 200, shape: Webhook },
  act: async ({ db, who: { companyId, actor: by }, params: { id }, now }) => {
    const disabled = await disableWebhook(db, { companyId, id, by }, now)
    return disabled.ok ? done(withoutCompany(disabled.webhook)) : refuse(WEBHOOKS, disabled)
  },
})

const trying = (carrier: Pick<Carrier, 'send'>): Route =>
  route({
    method: 'post',
    path: '/webhooks/{id}/test',
    id: 'testWebhook',
    about,
    summary: 'Send a program a signed example now',
    description: 'It is sent `{"type":"ping"}`, and what it answered is told at once, within 20 seconds.',
    scope: 'administer',
    params: oneWebhook,
    refuses: [404],
    keeps: 'nobody',
    reply: { status: 200, shape: Tried },
    act: async ({ db, who: { companyId }, params: { id }, now }) => {
      const webhook = await findWebhook(db, { companyId, id })
      if (!webhook) return noSuchWebhook()
      const { as: outcome, code, words } = await carrier.send(pingOf(webhook, now), async () => true)
      return done({ outcome, code, words })
    },
  })

function pingOf({ companyId, url }: { companyId: string; url: string }, now: Temporal.Instant) {
  const body = JSON.stringify({ type: 'ping', timestamp: now.toString(), data: {} })
  const alone = { subject: null, replyTo: null, ...WORDS_ALONE, attempt: 1, lane: 'normal' } as const
  return { ...alone, companyId, id: newId(), address: url, body }
}

const replaying = route({
  method: 'post',
  path: '/webhooks/{id}/replay',
  id: 'replayWebhook',
  about,
  summary: 'Send a program again what did not reach it',
  description: 'With the words it had, under new ids. At most 10,000 messages at once.',
  scope: 'administer',
  params: oneWebhook,
  body: z
    .strictObject({
      since: Moment.openapi({ description: 'only messages written since then' }),
      state: z.enum(REPLAYED).optional().openapi({ description: 'left out: all of these' }),
    })
    .openapi('WebhookReplay'),
  refuses: [404],
  reply: { status: 200, shape: z.object({ count: z.int().openapi({ description: 'how many are sent again' }) }) },
  act: async ({ db, who: { companyId, actor: by }, params: { id }, body, now }) => {
    const webhook = await findWebhook(db, { companyId, id })
    if (!webhook) return noSuchWebhook()
    if (webhook.disabledAt) return refuse(WEBHOOKS, { because: 'webhook-disabled' })
    const replayed = await replayTo(db, { companyId, url: webhook.url, by, ...body }, now)
    return replayed.ok ? done({ count: replayed.count }) : refuse(WEBHOOKS, replayed)
  },
})
