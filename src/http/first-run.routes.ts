import { z } from '@hono/zod-openapi'
import { beginFirstRun, needsFirstRun } from '#directory/first-run.run.ts'
import type { SignIn } from '#directory/sign-in.run.ts'
import { ACCOUNTS } from './account-refusals.ts'
import { Code, Email, type Guard, letIn, NewPassword, SessionBegun } from './entering.ts'
import { refuse } from './problem.ts'
import { done, type Route, route } from './route.ts'
import { text } from './shapes.ts'

const about = 'Signing in'

const FirstRun = z
  .strictObject({
    code: Code.openapi({ description: 'of the link that the server prints when it starts' }),
    company: z.strictObject({
      name: text(200),
      code: text(3).openapi({ example: 'HRB', description: 'a company that has this code already is taken as it is' }),
      timeZone: text(100),
      country: text(2),
      locale: text(35).default('en-AU'),
    }),
    name: text(200).openapi({ example: 'Ruth Adeyemi' }),
    email: Email,
    password: NewPassword,
  })
  .openapi('FirstRun')

export const firstRunRoutes = (signIn: SignIn, guard: Guard): Route[] => [
  route({
    method: 'get',
    path: '/first-run',
    id: 'getFirstRun',
    about,
    summary: 'Whether nobody can sign in on this server yet',
    scope: 'anybody',
    reply: { status: 200, shape: z.object({ needed: z.boolean() }).openapi('FirstRunNeeded') },
    act: async ({ db }) => done({ needed: await needsFirstRun(db) }),
  }),
  route({
    method: 'post',
    path: '/first-run',
    id: 'beginFirstRun',
    about,
    summary: 'Make the first company and its administrator, and sign him in',
    description: 'Only while nobody can sign in on this server, and only with the code that it prints when it starts.',
    scope: 'anybody',
    body: FirstRun,
    refuses: [429],
    reply: { status: 200, shape: SessionBegun },
    act: async ({ db, body, caller, now }) => {
      const waits = guard(caller(), 'first run', now)
      if (waits) return waits
      const begun = await beginFirstRun(db, body, now)
      if (!begun.ok) return refuse(ACCOUNTS, begun)
      const entered = await signIn.enter({ email: begun.email, password: body.password }, caller())
      return entered.ok ? letIn(entered, caller()) : refuse(ACCOUNTS, entered)
    },
  }),
]
