import { z } from '@hono/zod-openapi'
import { changeCompany, findCompany } from '#directory/directory.run.ts'
import { DEFERRAL_MUTES } from '#directory/directory.ts'
import { refuse } from './problem.ts'
import { DIRECTORY } from './refusals.ts'
import { done, type Route, route } from './route.ts'
import { Id, Instant, text } from './shapes.ts'

const Company = z
  .object({
    id: Id,
    name: z.string().openapi({ example: 'Harbour Monitoring' }),
    code: z.string().openapi({ example: 'HRB', description: 'chosen once; job numbers read HRB-1234' }),
    timeZone: z.string().openapi({ example: 'Australia/Sydney' }),
    locale: z.string().openapi({ example: 'en-AU' }),
    country: z.string().openapi({ example: 'AU', description: 'whose phone numbers need no country code' }),
    deferralMutes: z.enum(DEFERRAL_MUTES).openapi({ description: 'what deferring a job silences' }),
    createdAt: Instant,
  })
  .openapi('Company')

const Change = z
  .strictObject({
    name: text(200),
    timeZone: text(100),
    locale: text(35),
    country: text(2),
    deferralMutes: z.enum(DEFERRAL_MUTES),
  })
  .partial()
  .openapi('CompanyChange')

export const companyRoutes = (): Route[] => [
  route({
    method: 'get',
    path: '/company',
    id: 'getCompany',
    about: 'Company',
    summary: 'Your company',
    scope: 'read',
    reply: { status: 200, shape: Company },
    act: async ({ db, who }) => {
      const company = await findCompany(db, who.companyId)
      return company ? done(company) : refuse(DIRECTORY, { because: 'no-such-company' })
    },
  }),
  route({
    method: 'patch',
    path: '/company',
    id: 'changeCompany',
    about: 'Company',
    summary: 'Change your company',
    description: 'Only what is named is changed. The code is chosen once: it stands in every job number given out.',
    scope: 'administer',
    body: Change,
    reply: { status: 200, shape: Company },
    act: async ({ db, who, body, now }) => {
      const saved = await changeCompany(db, who.companyId, body, who.actor, now)
      return saved.ok ? done(saved.company) : refuse(DIRECTORY, saved)
    },
  }),
]
