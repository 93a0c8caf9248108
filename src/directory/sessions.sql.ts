import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Session } from './account.ts'

type Instant = Temporal.Instant

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

export const deleteSession = (db: Connection, { userId, id }: { userId: string; id: string }) =>
  db.query(sql`delete from auth.session where "userId" = ${userId} and id = ${id}`)

export const deleteSessionByToken = (db: Connection, token: string) =>
  db.query(sql`delete from auth.session where token = ${token}`)
