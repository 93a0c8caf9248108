import type { Clock } from '#base/time.ts'
import type { Connection } from '#db/sql.ts'
import { actorOfKey } from '#directory/access.run.ts'
import { maySignIn, SCOPES_OF, type Session } from '#directory/account.ts'
import type { Scope } from '#directory/directory.ts'
import { sessionOf } from '#directory/sessions.run.ts'
import { SESSION_COOKIE, type SignIn } from '#directory/sign-in.run.ts'
import { type Problem, trouble } from './problem.ts'
import type { Who } from './route.ts'

/** How long who was found is believed, in milliseconds: so long does a revoked key or an ended session still open. */
const BELIEVED = 1000
const MOST = 1000

/** What a request carries to say who sent it. */
export type Came = Readonly<{ authorization: string | undefined; cookie: string | undefined }>

type Tools = Readonly<{ signIn: Pick<SignIn, 'tokenIn'>; clock: Clock; ticks?: () => number }>

/**
 * Says who came: the holder of the key in an Authorization header, or else the person whose session is in his cookies.
 * Each is looked up once a second at most, however many requests come, so that a busy client does not cost a query
 * each time.
 */
export function doorkeeper(
  db: Connection,
  { signIn, clock, ticks = () => performance.now() }: Tools,
): (came: Came) => Promise<Who | Problem> {
  const holderOf = believing(secret => actorOfKey(db, secret), ticks)
  const signedIn = believing(token => sessionOf(db, token, clock()), ticks)

  return async ({ authorization, cookie }) => {
    if (authorization === undefined && cookie?.includes(`${SESSION_COOKIE}=`)) {
      const token = await signIn.tokenIn(cookie)
      const session = token && (await signedIn(token))
      return session ? asWho(session) : trouble('session-ended')
    }
    const [, secret] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? []
    if (!secret) return trouble('no-key', CHALLENGE)
    return (await holderOf(secret)) ?? trouble('bad-key', CHALLENGE)
  }
}

/** Looks a secret up, and believes for a second what was found. What was not found is asked again. */
function believing<Found>(
  lookUp: (secret: string) => Promise<Found | undefined>,
  ticks: () => number,
): (secret: string) => Promise<Found | undefined> {
  const known = new Map<string, { until: number; found: Promise<Found | undefined> }>()
  return secret => {
    const now = ticks()
    const believed = known.get(secret)
    if (believed && now < believed.until) return believed.found
    if (known.size >= MOST) known.clear()
    const found = lookUp(secret)
    known.set(secret, { until: now + BELIEVED, found })
    const forget = () => known.delete(secret)
    found.then(one => one ?? forget(), forget)
    return found
  }
}

function asWho(session: Session): Who | Problem {
  const { companyId, personId: id, name, role } = session
  if (!maySignIn(role)) return trouble('role-cannot-sign-in')
  return { companyId, actor: { kind: 'person', id, name }, scopes: SCOPES_OF[role], session }
}

const CHALLENGE = { headers: { 'www-authenticate': 'Bearer' } }

const INCLUDES: Record<Scope, readonly Scope[]> = {
  read: ['read', 'dispatch', 'administer'],
  dispatch: ['dispatch', 'administer'],
  administer: ['administer'],
}

/** Why somebody may not do what needs this scope; nothing if he may. Each scope includes the lesser. */
export function forbids({ scopes, session }: Pick<Who, 'scopes' | 'session'>, needed: Scope): Problem | undefined {
  if (INCLUDES[needed].some(scope => scopes.includes(scope))) return undefined
  if (!session) return trouble('not-allowed', { detail: `Use a key with the scope "${needed}".` })
  return trouble('not-allowed', { title: 'Your role may not do that', detail: BY_ROLE[needed] })
}

const BY_ROLE: Record<Scope, string> = {
  read: 'Ask an administrator of your company for another role.',
  dispatch: 'A dispatcher or an administrator can do it.',
  administer: 'An administrator of your company can do it.',
}
