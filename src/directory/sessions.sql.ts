import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Session } from './account.ts'

type Instant = Temporal.Instant
type SessionKey = Pick<Session, 'userId' | 'id'>

/** Whose living session this is, whosever it is: the one question asked before the company is known. */
export async function selectSession(db: Connection, token: string, now: Instant) {
  const [session] = await db.query<Session>(sql`
    select person.company_id, person.id as person_id, person.name, person.role, s.id, u.id as user_id, u.email,
           coalesce(u."twoFactorEnabled", false) as two_factor, person_account.last_seen_at
    from auth.session s
    join auth.user u on u.id = s."userId"
    join person_account on person_account.user_id = u.id
    join person on person.company_id = person_account.company_id and person.id = person_account.person_id
    where s.token = ${token}
    and s."expiresAt" > ${now}`)
  return session
}

export const updateSeen = (db: Connection, { companyId, personId }: Session, now: Instant) =>
  db.query(sql`
    update person_account
    set last_seen_at = ${now}
    where company_id = ${companyId}
    and person_id = ${personId}`)

/** `agent`: which browser it said it was. */
export type SessionRow = Readonly<{ id: string; createdAt: Instant; expiresAt: Instant; agent: string | null }>

/** Somebody's living sessions, the latest first. */
export const selectSessions = (db: Connection, userId: string, now: Instant) =>
  db.query<SessionRow>(sql`
    select id, "createdAt", "expiresAt", "userAgent" as agent
    from auth.session
    where "userId" = ${userId}
    and "expiresAt" > ${now}
    order by "createdAt" desc, id`)

/** Ends one session of this user; says whether there was one. */
export async function deleteSession(db: Connection, { userId, id }: SessionKey): Promise<boolean> {
  const rows = await db.query(sql`delete from auth.session where "userId" = ${userId} and id = ${id} returning id`)
  return rows.length > 0
}

/** Ends all sessions of this user but one, and says how many. */
export async function deleteOtherSessions(db: Connection, { userId, id }: SessionKey): Promise<number> {
  const rows = await db.query(sql`delete from auth.session where "userId" = ${userId} and id <> ${id} returning id`)
  return rows.length
}

/** Ends all sessions of this user, and says how many. */
export async function deleteSessions(db: Connection, userId: string): Promise<number> {
  const rows = await db.query(sql`delete from auth.session where "userId" = ${userId} returning id`)
  return rows.length
}

export const deleteSessionByToken = (db: Connection, token: string) =>
  db.query(sql`delete from auth.session where token = ${token}`)

/** Forgets sessions, and sign-ins that got half of the way, that ended before an instant. */
export async function deleteOldSessions(db: Connection, before: Instant): Promise<void> {
  await db.query(sql`delete from auth.session where "expiresAt" < ${before}`)
  await db.query(sql`delete from auth.verification where "expiresAt" < ${before}`)
}
