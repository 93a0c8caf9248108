import { z } from '@hono/zod-openapi'
import { himself, recordDeed, stopTwoFactor } from '#directory/accounts.run.ts'
import type { SignIn } from '#directory/sign-in.run.ts'
import { ACCOUNTS } from './account-refusals.ts'
import { Code, type Guard, keeping, Password, withCookies } from './entering.ts'
import { refuse, trouble } from './problem.ts'
import { done, type Route, route } from './route.ts'

const about = 'Your account'

const Begun = z
  .object({
    uri: z.string().openapi({ description: 'what an authenticator reads as a QR code: otpauth://totp/...' }),
    backupCodes: z.array(z.string()).readonly().openapi({
      description: 'each opens once, for when the authenticator is lost; shown only now',
    }),
  })
  .openapi('TwoFactorBegun')

const State = z.object({ twoFactor: z.boolean() }).openapi('TwoFactorState')
const ByPassword = z.strictObject({ password: Password }).openapi('ByPassword')

export const twoFactorRoutes = (signIn: SignIn, guard: Guard): Route[] => [
  route({
    method: 'post',
    path: '/two-factor/start',
    id: 'startTwoFactor',
    about,
    summary: 'Set up an authenticator',
    description: 'Nothing is asked for beside the password until a code has confirmed that the authenticator works.',
    scope: 'read',
    keeps: 'nobody',
    body: ByPassword,
    refuses: [401, 429],
    reply: { status: 200, shape: Begun },
    act: async ({ who: { session }, body, caller, now }) => {
      if (!session) return trouble('people-only')
      const waits = guard(caller(), session.userId, now)
      if (waits) return waits
      const begun = await signIn.beginTwoFactor(body.password, caller())
      return begun.ok ? done({ uri: begun.uri, backupCodes: begun.backupCodes }) : refuse(ACCOUNTS, begun)
    },
  }),
  route({
    method: 'post',
    path: '/two-factor/confirm',
    id: 'confirmTwoFactor',
    about,
    summary: 'Ask for a code beside the password from now on',
    scope: 'read',
    keeps: 'nobody',
    body: z.strictObject({ code: Code }).openapi('TwoFactorCode', { example: { code: '492039' } }),
    refuses: [429],
    reply: { status: 200, shape: State },
    act: async ({ db, who: { session }, body, caller, now }) => {
      if (!session) return trouble('people-only')
      if (session.twoFactor) return refuse(ACCOUNTS, { because: 'two-factor-is-on' })
      const waits = guard(caller(), session.userId, now)
      if (waits) return waits
      const confirmed = await signIn.confirmTwoFactor(body.code, caller())
      if (!confirmed.ok) return refuse(ACCOUNTS, confirmed)
      await recordDeed(db, session, { did: 'two-factor-on', by: himself(session) }, now)
      return withCookies(done({ twoFactor: true }), keeping(confirmed.cookies, caller()))
    },
  }),
  route({
    method: 'post',
    path: '/two-factor/stop',
    id: 'stopTwoFactor',
    about,
    summary: 'Ask for the password alone from now on',
    scope: 'read',
    keeps: 'nobody',
    body: ByPassword,
    refuses: [429],
    reply: { status: 200, shape: State },
    act: async ({ db, who: { session }, body, caller, now }) => {
      if (!session) return trouble('people-only')
      const waits = guard(caller(), session.userId, now)
      if (waits) return waits
      const stopped = await stopTwoFactor(db, session, body.password, now)
      return stopped.ok ? done({ twoFactor: false }) : refuse(ACCOUNTS, stopped)
    },
  }),
]
