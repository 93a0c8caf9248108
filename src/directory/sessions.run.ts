import { isAfter, later } from '#base/time.ts'
import type { Connection } from '#db/sql.ts'
import type { Session } from './account.ts'
import { deleteOldLinks } from './account-links.sql.ts'
import * as q from './sessions.sql.ts'

// In seconds: to know that somebody was there this minute is enough, and costs one write a minute.
const SEEN_ANEW = 60

/** Whose session has this token; undefined when it has ended. Notes that he was seen. */
export async function sessionOf(db: Connection, token: string, now: Temporal.Instant): Promise<Session | undefined> {
  const session = await q.selectSession(db, token, now)
  if (session && (!session.lastSeenAt || isAfter(now, later(session.lastSeenAt, SEEN_ANEW)))) {
    await q.updateSeen(db, session, now)
  }
  return session
}

/** A person's own sessions, the latest first. */
export const listSessions = (db: Connection, { userId }: Session, now: Temporal.Instant): Promise<q.SessionRow[]> =>
  q.selectSessions(db, userId, now)

/** Ends one of a person's own sessions; says whether there was such a one. */
export const endSession = (db: Connection, session: Pick<Session, 'userId' | 'id'>): Promise<boolean> =>
  q.deleteSession(db, session)

/** Ends a person's own sessions but this one, and says how many. */
export const endOtherSessions = (db: Connection, session: Session): Promise<number> =>
  q.deleteOtherSessions(db, session)

/** Forgets sessions and links that ended long ago. Once a day is enough. */
export async function forgetSessions(db: Connection, now: Temporal.Instant): Promise<void> {
  await q.deleteOldSessions(db, now)
  await deleteOldLinks(db, now)
}
