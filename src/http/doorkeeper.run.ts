import type { Connection } from '#db/sql.ts'
import { actorOfKey } from '#directory/access.run.ts'
import type { Scope } from '#directory/directory.ts'
import { type Problem, trouble } from './problem.ts'
import type { Who } from './route.ts'

/** How long a key that was found good is believed, in milliseconds: so long does a revoked key still open. */
const BELIEVED = 1000
const MOST = 1000

/**
 * Says who holds the key in an Authorization header. A key is looked up once a second at most, however many
 * requests come with it, so that a busy client does not cost a query each time.
 */
export function doorkeeper(
  db: Connection,
  ticks: () => number = () => performance.now(),
): (authorization: string | undefined) => Promise<Who | Problem> {
  const known = new Map<string, { until: number; who: Promise<Who | undefined> }>()

  function lookUp(secret: string): Promise<Who | undefined> {
    const now = ticks()
    const believed = known.get(secret)
    if (believed && now < believed.until) return believed.who
    if (known.size >= MOST) known.clear()
    const who = actorOfKey(db, secret)
    known.set(secret, { until: now + BELIEVED, who })
    const forget = () => known.delete(secret)
    who.then(found => found ?? forget(), forget)
    return who
  }

  return async authorization => {
    const [, secret] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? []
    if (!secret) return trouble('no-key', CHALLENGE)
    return (await lookUp(secret)) ?? trouble('bad-key', CHALLENGE)
  }
}

const CHALLENGE = { headers: { 'www-authenticate': 'Bearer' } }

const INCLUDES: Record<Scope, readonly Scope[]> = {
  read: ['read', 'dispatch', 'administer'],
  dispatch: ['dispatch', 'administer'],
  administer: ['administer'],
}

/** Why somebody with these scopes may not do what needs this one; nothing if he may. Each scope includes the lesser. */
export function forbids(scopes: readonly Scope[], needed: Scope): Problem | undefined {
  if (INCLUDES[needed].some(scope => scopes.includes(scope))) return undefined
  return trouble('not-allowed', { detail: `Use a key with the scope "${needed}".` })
}
