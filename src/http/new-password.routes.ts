import { z } from '@hono/zod-openapi'
import { letterFor } from '#directory/account-letters.ts'
import { askForPassword, chooseNewPassword } from '#directory/account-links.run.ts'
import type { Mail } from './account-mail.run.ts'
import { ACCOUNTS } from './account-refusals.ts'
import { Code, Email, type Guard, NewPassword } from './entering.ts'
import { refuse } from './problem.ts'
import { openLimit } from './public/limit.ts'
import { done, type Route, route } from './route.ts'

const about = 'Signing in'

const Asked = z
  .object({
    mail: z.enum(['on-its-way-if-known', 'not-configured']).openapi({
      description: 'the same for every address; not-configured: this server sends no e-mail, so ask an administrator',
    }),
  })
  .openapi('NewPasswordAsked')

export function newPasswordRoutes({ post, address }: Mail, guard: Guard): Route[] {
  // Nobody fills a mailbox of somebody else by this.
  const letters = openLimit({ most: 3, seconds: 3600 })
  return [
    route({
      method: 'post',
      path: '/password-reset',
      id: 'askForNewPassword',
      about,
      summary: 'Have a link sent by which you choose a new password',
      description: 'It is answered the same whether or not anybody signs in by this address.',
      scope: 'anybody',
      body: z.strictObject({ email: Email }).openapi('NewPasswordWanted'),
      refuses: [429],
      reply: { status: 200, shape: Asked },
      act: async ({ db, body, caller, now }) => {
        const waits = guard(caller(), body.email, now)
        if (waits) return waits
        if (!post.isConfigured) return done({ mail: 'not-configured' as const })
        const link =
          letters(body.email.trim().toLowerCase(), now) > 0 ? undefined : await askForPassword(db, body.email, now)
        // Not waited for: how long a mail server takes would tell that there is somebody.
        if (link) void post.send(letterFor(link, address()))
        return done({ mail: 'on-its-way-if-known' as const })
      },
    }),
    route({
      method: 'post',
      path: '/password-reset/finish',
      id: 'chooseNewPassword',
      about,
      summary: 'Choose a new password',
      description: 'All sessions of the person end. Sign in with the new password then.',
      scope: 'anybody',
      body: z.strictObject({ code: Code, password: NewPassword }).openapi('NewPasswordChosen'),
      refuses: [404, 429],
      reply: { status: 200, shape: z.object({ email: z.string() }).openapi('NewPasswordKept') },
      act: async ({ db, body, caller, now }) => {
        const waits = guard(caller(), body.code, now)
        if (waits) return waits
        const chosen = await chooseNewPassword(db, body, now)
        return chosen.ok ? done({ email: chosen.email }) : refuse(ACCOUNTS, chosen)
      },
    }),
  ]
}
