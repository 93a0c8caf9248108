import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Pool } from 'pg'
import { newId } from '#base/id.ts'
import { hashPassword, isPassword } from '#base/password.ts'
import { serverSecret } from '#db/secret.ts'
import type { Connection } from '#db/sql.ts'
import { type AccountFault, maySignIn, PASSWORD, type Refused, SESSION_LASTS } from './account.ts'
import { selectAccountByEmail } from './accounts.sql.ts'
import { deleteSessionByToken } from './sessions.sql.ts'

/** Who comes, as his browser says it. */
export type Visitor = Readonly<{ cookie: string; agent: string }>

/** Somebody came in, or half of the way: what his browser is to keep. */
export type Entered = Readonly<{ ok: true; twoFactor: 'needed' | 'not-needed'; cookies: readonly string[] }>

/** How people prove who they are: by a password and a second factor. What they are then let in with is a cookie. */
export type SignIn = ReturnType<typeof openSignIn>

export const COOKIES = 'callout'
export const SESSION_COOKIE = `${COOKIES}.session_token`
const TWO_FACTOR_COOKIE = `${COOKIES}.two_factor`
/** What the browser of somebody who signs out is to keep: nothing. */
export const LEAVING = [`${SESSION_COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax`]

/** Opens signing in on the tables of the schema `auth`. better-auth is read when somebody first signs in: it takes half a second. */
export function openSignIn(db: Connection, pool: Pool) {
  let secret: string | undefined
  let opened: ReturnType<typeof build> | undefined
  const secretOf = async () => {
    secret ??= await serverSecret(db, 'accounts')
    return secret
  }
  const open = async () => {
    const known = await secretOf()
    opened ??= build(known, pool)
    return (await opened).api
  }
  return {
    /** The token of the session in these cookies; undefined when there is none that we have signed. */
    tokenIn: async (cookie: string) => tokenIn(cookie, await secretOf()),
    /** Lets somebody in by his password. A wrong one and an unknown address are answered alike, in like time. */
    enter: async (asked: Readonly<{ email: string; password: string }>, visitor: Visitor) =>
      enter(
        db,
        await (await open()).signInEmail({ body: asked, headers: headersOf(visitor), asResponse: true }),
        asked,
      ),
    /** Lets somebody in by the second factor, after his password. */
    enterCode: async (asked: SecondFactor, { cookie, agent }: Visitor) => {
      const api = await open()
      // Of a session that is still open nothing is asked: a code for it would let nobody in.
      const headers = headersOf({ cookie: cookiesIn(cookie, TWO_FACTOR_COOKIE), agent })
      return entered(
        'code' in asked
          ? await api.verifyTOTP({ body: { code: asked.code }, headers, asResponse: true })
          : await api.verifyBackupCode({ body: { code: asked.backupCode }, headers, asResponse: true }),
      )
    },
    /** Begins a second factor for whoever is signed in: what his authenticator reads, and codes for when he has lost it. */
    beginTwoFactor: async (password: string, visitor: Visitor) =>
      begun(
        await (await open()).enableTwoFactor({ body: { password }, headers: headersOf(visitor), asResponse: true }),
      ),
    /** From now on a code is asked for. The session goes on under another token. */
    confirmTwoFactor: async (code: string, visitor: Visitor) =>
      entered(await (await open()).verifyTOTP({ body: { code }, headers: headersOf(visitor), asResponse: true })),
    close: () => pool.end(),
  }
}

async function enter(
  db: Connection,
  answer: Response,
  { email }: { email: string },
): Promise<Entered | Refused<AccountFault>> {
  const said = await heard(answer)
  if (!said.ok) return said
  const account = await selectAccountByEmail(db, email.trim().toLowerCase())
  if (!account || !maySignIn(account.role)) {
    if (said.body.token) await deleteSessionByToken(db, said.body.token)
    return { ok: false, because: account ? 'role-cannot-sign-in' : 'wrong-password' }
  }
  return { ok: true, twoFactor: said.body.twoFactorRedirect ? 'needed' : 'not-needed', cookies: said.cookies }
}

/** A code of the authenticator, or one of those for when it is lost. */
export type SecondFactor = Readonly<{ code: string } | { backupCode: string }>

async function entered(answer: Response): Promise<Entered | Refused<AccountFault>> {
  const said = await heard(answer)
  return said.ok ? { ok: true, twoFactor: 'not-needed', cookies: said.cookies } : said
}

async function begun(answer: Response) {
  const said = await heard(answer)
  if (!said.ok) return said
  return { ok: true, uri: said.body.totpURI!, backupCodes: said.body.backupCodes! } as const
}

type Said = Readonly<{
  token?: string | null
  twoFactorRedirect?: boolean
  totpURI?: string
  backupCodes?: readonly string[]
}>

/** What better-auth answered: it refuses in codes of its own, and what it does not foresee it throws. */
async function heard(
  answer: Response,
): Promise<Readonly<{ ok: true; body: Said; cookies: readonly string[] }> | Refused<AccountFault>> {
  const body = (await answer.json()) as Said & { code?: string }
  if (answer.ok) return { ok: true, body, cookies: answer.headers.getSetCookie() }
  const because = REFUSALS[body.code ?? '']
  if (!because) throw new Error(`better-auth answered ${answer.status} ${body.code}.`)
  return { ok: false, because }
}

const REFUSALS: Readonly<Record<string, AccountFault>> = {
  INVALID_EMAIL: 'wrong-password',
  INVALID_EMAIL_OR_PASSWORD: 'wrong-password',
  INVALID_PASSWORD: 'wrong-own-password',
  INVALID_CODE: 'wrong-code',
  INVALID_BACKUP_CODE: 'wrong-code',
  // His session ended while he asked.
  UNAUTHORIZED: 'begin-again',
  INVALID_TWO_FACTOR_COOKIE: 'begin-again',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'too-many-codes',
  ACCOUNT_TEMPORARILY_LOCKED: 'too-many-codes',
  TOTP_ALREADY_ENABLED: 'two-factor-is-on',
  TOTP_NOT_ENABLED: 'two-factor-not-begun',
}

const headersOf = ({ cookie, agent }: Visitor) => new Headers({ cookie, 'user-agent': agent })

const cookiesIn = (cookie: string, name: string): string =>
  cookie
    .split(/; */)
    .filter(each => each.startsWith(`${name}=`))
    .join('; ')

/** Signed as better-auth signs it: the token, a dot, and its HMAC. */
function tokenIn(cookie: string, secret: string): string | undefined {
  const [, value] = new RegExp(`(?:^|; *)${SESSION_COOKIE}=([^;]+)`).exec(cookie) ?? []
  const [, token, seal] = /^([\w-]{1,200})(?:\.|%2E)([\w%+/=]{1,200})$/i.exec(value ?? '') ?? []
  if (!token || !seal) return undefined
  const made = createHmac('sha256', secret).update(token).digest('base64')
  const told = seal.replaceAll(/%2B/gi, '+').replaceAll(/%2F/gi, '/').replaceAll(/%3D/gi, '=')
  return told.length === made.length && timingSafeEqual(Buffer.from(told), Buffer.from(made)) ? token : undefined
}

async function build(secret: string, pool: Pool) {
  const [{ betterAuth }, { twoFactor }] = await Promise.all([
    import('better-auth'),
    import('better-auth/plugins/two-factor'),
  ])
  return betterAuth({
    appName: 'Callout',
    // Nothing is made of it: the links are ours.
    baseURL: 'http://callout.invalid',
    secret,
    database: pool,
    emailAndPassword: {
      ...{ enabled: true, disableSignUp: true, minPasswordLength: PASSWORD.shortest },
      maxPasswordLength: PASSWORD.longest,
      password: { hash: hashPassword, verify: ({ password, hash }) => isPassword(password, hash) },
    },
    session: { expiresIn: SESSION_LASTS, disableSessionRefresh: true },
    verification: { storeIdentifier: 'hashed' },
    advanced: {
      cookiePrefix: COOKIES,
      // Whether a cookie is for https alone is said for each request, where it is known how it came.
      useSecureCookies: false,
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => newId() },
    },
    // It counts only what comes to its own addresses, and there is nothing.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [twoFactor({ issuer: 'Callout' })],
  })
}
