import { z } from '@hono/zod-openapi'
import { changePassword } from '#directory/accounts.run.ts'
import { endOtherSessions, endSession, listSessions } from '#directory/sessions.run.ts'
import { ACCOUNTS } from './account-refusals.ts'
import { type Guard, NewPassword, Password, SessionsEnded } from './entering.ts'
import { refuse, trouble } from './problem.ts'
import { done, type Route, route } from './route.ts'
import { Id, Instant } from './shapes.ts'

const about = 'Your account'

const OwnSession = z
  .object({
    id: Id,
    createdAt: Instant,
    expiresAt: Instant,
    agent: z.string().nullable().openapi({ description: 'which browser it said it was' }),
    current: z.boolean().openapi({ description: 'the one by which you ask' }),
  })
  .openapi('OwnSession')

export const ownAccountRoutes = (guard: Guard): Route[] => [
  route({
    method: 'get',
    path: '/sessions',
    id: 'listOwnSessions',
    about,
    summary: 'Where you are signed in',
    scope: 'read',
    reply: { status: 200, shape: z.object({ items: z.array(OwnSession) }) },
    act: async ({ db, who: { session }, now }) => {
      if (!session) return trouble('people-only')
      const sessions = await listSessions(db, session, now)
      return done({ items: sessions.map(each => ({ ...each, current: each.id === session.id })) })
    },
  }),
  route({
    method: 'delete',
    path: '/sessions/{id}',
    id: 'endOwnSession',
    about,
    summary: 'Sign out elsewhere',
    description: 'Within a second that browser is signed in no longer.',
    scope: 'read',
    params: z.strictObject({ id: Id }),
    refuses: [404],
    reply: { status: 200, shape: SessionsEnded },
    act: async ({ db, who: { session }, params }) => {
      if (!session) return trouble('people-only')
      const ended = await endSession(db, { userId: session.userId, id: params.id })
      return ended ? done({ ended: 1 }) : refuse(ACCOUNTS, { because: 'no-such-session' })
    },
  }),
  route({
    method: 'post',
    path: '/sessions/end-others',
    id: 'endOtherSessions',
    about,
    summary: 'Sign out everywhere else',
    scope: 'read',
    reply: { status: 200, shape: SessionsEnded },
    act: async ({ db, who: { session } }) =>
      session ? done({ ended: await endOtherSessions(db, session) }) : trouble('people-only'),
  }),
  route({
    method: 'post',
    path: '/password',
    id: 'changeOwnPassword',
    about,
    summary: 'Change your password',
    description: 'Your other sessions end.',
    scope: 'read',
    keeps: 'nobody',
    body: z.strictObject({ old: Password, new: NewPassword }).openapi('PasswordChange'),
    refuses: [429],
    reply: { status: 200, shape: z.object({ changed: z.boolean() }).openapi('PasswordChanged') },
    act: async ({ db, who: { session }, body, caller, now }) => {
      if (!session) return trouble('people-only')
      const waits = guard(caller(), session.userId, now)
      if (waits) return waits
      const changed = await changePassword(db, session, { old: body.old, next: body.new }, now)
      return changed.ok ? done({ changed: true }) : refuse(ACCOUNTS, changed)
    },
  }),
]
