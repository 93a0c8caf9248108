import { z } from '@hono/zod-openapi'
import { findCompany } from '#directory/directory.run.ts'
import { ROLES, SCOPES } from '#directory/directory.ts'
import { refuse } from './problem.ts'
import { DIRECTORY } from './refusals.ts'
import { done, type Route, route } from './route.ts'
import { Actor, Id } from './shapes.ts'

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

export const meRoutes = (): Route[] => [
  route({
    method: 'get',
    path: '/me',
    id: 'getMe',
    about: 'Signing in',
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
]
