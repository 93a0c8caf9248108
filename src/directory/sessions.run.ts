import { isAfter, later } from '#base/time.ts'
import type { Connection } from '#db/sql.ts'
import type { Session } from './account.ts'
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

/** Ends one of a person's own sessions. */
export const endSession = (db: Connection, session: Pick<Session, 'userId' | 'id'>) => q.deleteSession(db, session)
