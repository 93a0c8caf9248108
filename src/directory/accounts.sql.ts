import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Role } from './directory.ts'

type Instant = Temporal.Instant
export type PersonKey = Readonly<{ companyId: string; personId: string }>
/** A person who signs in, and as whom. */
export type Account = PersonKey & Readonly<{ userId: string; email: string; name: string; role: Role }>

/** Keeps others from beginning an account until this transaction ends. */
export const lockAccounts = (db: Connection) => db.query(sql`lock table person_account in exclusive mode`)

export async function hasAccounts(db: Connection): Promise<boolean> {
  const rows = await db.query(sql`select 1 from person_account limit 1`)
  return rows.length > 0
}

/** Makes somebody who signs in by this e-mail address and password; not if another signs in by it. */
export async function insertAccount(
  db: Connection,
  { companyId, personId, userId, email, name }: Omit<Account, 'role'>,
  hash: string,
  now: Instant,
): Promise<'added' | 'taken'> {
  const rows = await db.query(sql`
    insert into auth.user (id, name, email, "emailVerified", "createdAt", "updatedAt", "twoFactorEnabled")
    values (${userId}, ${name}, ${email}, true, ${now}, ${now}, false)
    on conflict (email) do nothing
    returning id`)
  if (rows.length === 0) return 'taken'
  await db.query(sql`
    insert into auth.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
    values (${userId}, ${userId}, 'credential', ${userId}, ${hash}, ${now}, ${now})`)
  await db.query(sql`
    insert into person_account (company_id, person_id, user_id, created_at)
    values (${companyId}, ${personId}, ${userId}, ${now})`)
  return 'added'
}

/** Who signs in by this address, whosever he is: asked before the company is known. */
export async function selectAccountByEmail(db: Connection, email: string) {
  const [account] = await db.query<Account>(sql`
    select person_account.company_id, person_account.person_id, person_account.user_id, u.email, person.name, person.role
    from auth.user u
    join person_account on person_account.user_id = u.id
    join person on person.company_id = person_account.company_id and person.id = person_account.person_id
    where u.email = ${email}`)
  return account
}
