import { z } from '@hono/zod-openapi'
import { addApiKey, listApiKeys, revokeApiKey } from '#directory/access.run.ts'
import { SCOPES } from '#directory/directory.ts'
import { refuse } from './problem.ts'
import { DIRECTORY } from './refusals.ts'
import { done, made, type Route, route } from './route.ts'
import { Id, Instant, MaybeInstant, text, withoutCompany } from './shapes.ts'

const about = 'API keys'

const ApiKey = z
  .object({
    id: Id,
    name: z.string().openapi({ example: 'Dispatch board' }),
    scopes: z.array(z.enum(SCOPES)).readonly(),
    createdAt: Instant,
    revokedAt: MaybeInstant,
  })
  .openapi('ApiKey')

const NewApiKey = z
  .strictObject({ name: text(200), scopes: z.array(z.enum(SCOPES)).min(1).max(3) })
  .openapi('NewApiKey', { example: { name: 'Dispatch board', scopes: ['dispatch'] } })

const AddedApiKey = z
  .object({
    key: ApiKey,
    secret: z.string().nullable().openapi({
      example: 'callout_...',
      description: 'Shown this once, because it is not kept; a repeated request is answered with null.',
    }),
  })
  .openapi('AddedApiKey')

export const keyRoutes = (): Route[] => [
  route({
    method: 'post',
    path: '/keys',
    id: 'addApiKey',
    about,
    summary: 'Make an API key',
    description:
      'A key with "read" may look, with "dispatch" also open and change jobs, with "administer" also all the rest.',
    scope: 'administer',
    body: NewApiKey,
    reply: { status: 201, shape: AddedApiKey },
    act: async ({ db, who, body, now }) => {
      const { companyId, actor } = who
      const added = await addApiKey(db, { companyId, name: body.name, scopes: body.scopes, by: actor }, now)
      const key = withoutCompany(added.key)
      return { ...made({ key, secret: added.secret }, `/keys/${key.id}`), kept: { key, secret: null } }
    },
  }),
  route({
    method: 'get',
    path: '/keys',
    id: 'listApiKeys',
    about,
    summary: 'All API keys, revoked ones too',
    scope: 'administer',
    reply: { status: 200, shape: z.object({ items: z.array(ApiKey) }) },
    act: async ({ db, who }) => done({ items: (await listApiKeys(db, who.companyId)).map(withoutCompany) }),
  }),
  route({
    method: 'delete',
    path: '/keys/{id}',
    id: 'revokeApiKey',
    about,
    summary: 'Revoke an API key',
    description: 'Within a second it opens nothing any more. It stays in the list.',
    scope: 'administer',
    params: z.strictObject({ id: Id }),
    refuses: [404],
    reply: { status: 200, shape: ApiKey },
    act: async ({ db, who, params, now }) => {
      const revoked = await revokeApiKey(db, { companyId: who.companyId, id: params.id, by: who.actor }, now)
      return revoked.ok ? done(withoutCompany(revoked.key)) : refuse(DIRECTORY, revoked)
    },
  }),
]
