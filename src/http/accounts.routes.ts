import { z } from '@hono/zod-openapi'
import { makePasswordLink } from '#directory/account-links.run.ts'
import { endSessionsOf, listAccounts, removeAccount } from '#directory/accounts.run.ts'
import { ROLES } from '#directory/directory.ts'
import { GivenLink, give, type Mail } from './account-mail.run.ts'
import { ACCOUNTS } from './account-refusals.ts'
import { SessionsEnded } from './entering.ts'
import { refuse } from './problem.ts'
import { done, made, type Route, route } from './route.ts'
import { Actor, Id, Instant, MaybeInstant } from './shapes.ts'

const about = 'Who signs in'

const Account = z
  .object({
    ...{ personId: Id, name: z.string(), role: z.enum(ROLES) },
    email: z.string().openapi({ description: 'by which the person signs in' }),
    twoFactor: z.boolean(),
    createdAt: Instant,
    lastSeenAt: MaybeInstant.openapi({ description: 'to the minute' }),
    sessions: z.int().openapi({ description: 'how many are open' }),
  })
  .openapi('Account')

const Invitation = z
  .object({ personId: Id, name: z.string(), email: z.string(), at: Instant, expiresAt: Instant, by: Actor })
  .openapi('Invitation')

const ofPerson = z.strictObject({ personId: Id })

export const accountRoutes = (mail: Mail): Route[] => [
  route({
    method: 'get',
    path: '/accounts',
    id: 'listAccounts',
    about,
    summary: 'Who signs in, and who is invited to',
    scope: 'administer',
    reply: { status: 200, shape: z.object({ items: z.array(Account), invitations: z.array(Invitation) }) },
    act: async ({ db, who, now }) => {
      const { accounts, invitations } = await listAccounts(db, who.companyId, now)
      return done({ items: accounts, invitations })
    },
  }),
  route({
    method: 'delete',
    path: '/accounts/{personId}',
    id: 'removeAccount',
    about,
    summary: 'Let a person sign in no longer',
    description: 'The person stays in the directory. All sessions end within a second. One administrator must remain.',
    scope: 'administer',
    params: ofPerson,
    refuses: [404],
    reply: { status: 200, shape: z.object({ removed: z.boolean() }).openapi('AccountRemoved') },
    act: async ({ db, who: { companyId, actor: by }, params, now }) => {
      const removed = await removeAccount(db, { companyId, ...params, by }, now)
      return removed.ok ? done({ removed: true }) : refuse(ACCOUNTS, removed)
    },
  }),
  route({
    method: 'post',
    path: '/accounts/{personId}/end-sessions',
    id: 'endSessionsOfPerson',
    about,
    summary: 'Sign a person out everywhere',
    scope: 'administer',
    params: ofPerson,
    refuses: [404],
    reply: { status: 200, shape: SessionsEnded },
    act: async ({ db, who: { companyId, actor: by }, params, now }) => {
      const ended = await endSessionsOf(db, { companyId, ...params, by }, now)
      return ended.ok ? done({ ended: ended.ended }) : refuse(ACCOUNTS, ended)
    },
  }),
  route({
    method: 'post',
    path: '/accounts/{personId}/reset-link',
    id: 'makePasswordLink',
    about,
    summary: 'Make a link by which a person chooses a new password',
    description: 'It opens once, within a day, and takes the place of one that was made before.',
    scope: 'administer',
    keeps: 'nobody',
    params: ofPerson,
    refuses: [404],
    reply: { status: 201, shape: GivenLink },
    act: async ({ db, who: { companyId, actor: by }, params, now }) => {
      const linked = await makePasswordLink(db, { companyId, ...params, by }, now)
      return linked.ok ? made(await give(linked.link, mail), '/accounts') : refuse(ACCOUNTS, linked)
    },
  }),
]
