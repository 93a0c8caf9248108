import { z } from '@hono/zod-openapi'
import { findCompany } from '#directory/directory.run.ts'
import { ROLES, SCOPES } from '#directory/directory.ts'
import { endSession } from '#directory/sessions.run.ts'
import { LEAVING, type SignIn } from '#directory/sign-in.run.ts'
import { Email, type Guard, letIn, Password, SessionBegun, withCookies } from './entering.ts'
import { refuse } from './problem.ts'
import { ACCOUNTS, DIRECTORY } from './refusals.ts'
import { done, type Route, route } from './route.ts'
import { Actor, Id } from './shapes.ts'

const about = 'Signing in'

const Me = z
  .object({
    actor: Actor,
    person: z
      .object({ id: Id, name: z.string(), role: z.enum(ROLES), email: z.string() })
      .nullable()
      .openapi({ description: 'null: a program, by its key' }),
    company: z.object({
      ...{ id: Id, name: z.string(), code: z.string() },
      ...{ timeZone: z.string(), locale: z.string(), country: z.string() },
    }),
    scopes: z.array(z.enum(SCOPES)).readonly(),
    twoFactor: z.boolean().nullable().openapi({ description: 'whether a code is asked for beside the password' }),
  })
  .openapi('Me')

export const sessionRoutes = (signIn: SignIn, guard: Guard): Route[] => [
  route({
    method: 'get',
    path: '/me',
    id: 'getMe',
    about,
    summary: 'Who you are, and what you may do',
    scope: 'read',
    reply: { status: 200, shape: Me },
    act: async ({ db, who: { companyId, actor, scopes, session } }) => {
      const company = await findCompany(db, companyId)
      if (!company) return refuse(DIRECTORY, { because: 'no-such-company' })
      const { id, name, code, timeZone, locale, country } = company
      return done({
        actor,
        person: session ? { id: session.personId, name: session.name, role: session.role, email: session.email } : null,
        company: { id, name, code, timeZone, locale, country },
        scopes,
        twoFactor: session?.twoFactor ?? null,
      })
    },
  }),
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
