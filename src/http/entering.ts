import { z } from '@hono/zod-openapi'
import { PASSWORD } from '#directory/account.ts'
import type { Entered } from '#directory/sign-in.run.ts'
import type { Caller } from './caller.ts'
import { type Problem, trouble } from './problem.ts'
import { openLimit } from './public/limit.ts'
import { type Done, done } from './route.ts'
import { text } from './shapes.ts'

/** A password that somebody chooses. */
export const NewPassword = z
  .string()
  .min(PASSWORD.shortest)
  .max(PASSWORD.longest)
  .openapi({ example: 'correct horse battery staple', description: 'at least 12 characters, and no other rule' })

/** A password as somebody says it. */
export const Password = z.string().min(1).max(PASSWORD.longest)

export const Email = text(254).openapi({ example: 'ruth@harbour.example' })

/** What stands in a link behind "code=". */
export const Code = z.string().min(1).max(100)

export const SessionBegun = z
  .object({
    twoFactor: z.enum(['needed', 'not-needed']).openapi({
      description: 'needed: a code of the second factor must follow (POST /session/code) before anybody is signed in',
    }),
  })
  .openapi('SessionBegun')

export const SessionsEnded = z.object({ ended: z.int() }).openapi('SessionsEnded')

/** Lets somebody in whose password or code was right. */
export const letIn = ({ twoFactor, cookies }: Pick<Entered, 'twoFactor' | 'cookies'>, { secure }: Caller) => ({
  ...done({ twoFactor }),
  cookies: keeping(cookies, { secure }),
})

/** What a browser is to keep; what came by https is for https alone. */
export const keeping = (cookies: readonly string[], { secure }: Pick<Caller, 'secure'>): string[] =>
  cookies.map(cookie => (secure ? `${cookie}; Secure` : cookie))

/** The same answer, with cookies beside it. */
export const withCookies = <Body>(answer: Done<Body>, cookies: readonly string[]): Done<Body> => ({
  ...answer,
  cookies,
})

/** Says whether somebody must wait before he may try again to prove who he is; nothing when he may go on. */
export type Guard = (caller: Caller, as: string, now: Temporal.Instant) => Problem | undefined

/**
 * From one network, an office perhaps, sixty times a minute, and by the same name five times: nobody finds a password
 * at that pace.
 */
export function openGuard(): Guard {
  const ofNetwork = openLimit({ most: 60, seconds: 60 })
  const ofName = openLimit({ most: 5, seconds: 60 })
  return ({ network }, as, now) => {
    const wait = Math.max(ofNetwork(network, now), ofName(`${network} ${as.trim().toLowerCase()}`, now))
    return wait > 0 ? trouble('too-often', { headers: { 'retry-after': String(wait) } }) : undefined
  }
}
