import { z } from '@hono/zod-openapi'
import { endSession } from '#directory/sessions.run.ts'
import { LEAVING, type SignIn } from '#directory/sign-in.run.ts'
import { ACCOUNTS } from './account-refusals.ts'
import { Code, Email, type Guard, letIn, Password, SessionBegun, withCookies } from './entering.ts'
import { refuse } from './problem.ts'
import { done, type Route, route } from './route.ts'

const about = 'Signing in'

export const sessionRoutes = (signIn: SignIn, guard: Guard): Route[] => [
  route({
    method: 'post',
    path: '/session',
    id: 'signIn',
    about,
    summary: 'Sign in by e-mail and password',
    description: 'A cookie is set that a browser sends with every request.',
    scope: 'anybody',
    body: z.strictObject({ email: Email, password: Password }).openapi('SignIn'),
    refuses: [401, 429],
    reply: { status: 200, shape: SessionBegun },
    act: async ({ body, caller, now }) => {
      const waits = guard(caller(), body.email, now)
      if (waits) return waits
      const entered = await signIn.enter(body, caller())
      return entered.ok ? letIn(entered, caller()) : refuse(ACCOUNTS, entered)
    },
  }),
  route({
    method: 'post',
    path: '/session/code',
    id: 'signInByCode',
    about,
    summary: 'Finish signing in by a code of the second factor',
    scope: 'anybody',
    body: z
      .union([z.strictObject({ code: Code }), z.strictObject({ backupCode: Code })])
      .openapi('SignInByCode', { example: { code: '492039' } }),
    refuses: [401, 429],
    reply: { status: 200, shape: SessionBegun },
    act: async ({ body, caller, now }) => {
      const waits = guard(caller(), 'code', now)
      if (waits) return waits
      const entered = await signIn.enterCode(body, caller())
      return entered.ok ? letIn(entered, caller()) : refuse(ACCOUNTS, entered)
    },
  }),
  route({
    method: 'delete',
    path: '/session',
    id: 'signOut',
    about,
    summary: 'Sign out',
    scope: 'read',
    keeps: 'nobody',
    reply: { status: 200, shape: z.object({ signedOut: z.boolean() }).openapi('SignedOut') },
    act: async ({ db, who: { session } }) => {
      if (session) await endSession(db, session)
      return withCookies(done({ signedOut: session !== undefined }), LEAVING)
    },
  }),
]
