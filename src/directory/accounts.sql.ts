import sql, { raw } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Actor, Role } from './directory.ts'

type Instant = Temporal.Instant
export type PersonKey = Readonly<{ companyId: string; personId: string }>
/** A person who signs in, and as whom. */
export type Account = PersonKey & Readonly<{ userId: string; email: string; name: string; role: Role }>

const ACCOUNT = raw(`person_account.company_id, person_account.person_id, person_account.user_id, u.email, person.name,
  person.role`)
const THEIRS = raw(`person_account
    join auth.user u on u.id = person_account.user_id
    join person on person.company_id = person_account.company_id and person.id = person_account.person_id`)

/** Keeps others from beginning or ending an account until this transaction ends. */
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
export const selectAccountByEmail = async (db: Connection, email: string) =>
  (await db.query<Account>(sql`select ${ACCOUNT} from ${THEIRS} where u.email = ${email}`))[0]

export const selectAccount = async (db: Connection, { companyId, personId }: PersonKey) =>
  (
    await db.query<Account>(sql`
    select ${ACCOUNT}
    from ${THEIRS}
    where person_account.company_id = ${companyId}
    and person_account.person_id = ${personId}`)
  )[0]

export type AccountRow = Readonly<{
  personId: string
  name: string
  role: Role
  email: string
  twoFactor: boolean
  createdAt: Instant
  lastSeenAt: Instant | null
  /** How many are open. */
  sessions: number
}>

export const selectAccounts = (db: Connection, companyId: string, now: Instant) =>
  db.query<AccountRow>(sql`
    select person_account.person_id, person.name, person.role, u.email,
           coalesce(u."twoFactorEnabled", false) as two_factor, person_account.created_at, person_account.last_seen_at,
           (select count(*) from auth.session s where s."userId" = u.id and s."expiresAt" > ${now}) as sessions
    from ${THEIRS}
    where person_account.company_id = ${companyId}
    order by person.name, person.id`)

/** Who of a company signs in as an administrator. */
export async function selectAdministrators(db: Connection, companyId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select person.id
    from ${THEIRS}
    where person_account.company_id = ${companyId}
    and person.role = 'administrator'`)
  return rows.map(({ id }) => id)
}

/** Forgets that somebody signs in, with his password, sessions, second factor and links. */
export async function deleteAccount(db: Connection, { companyId, personId, userId }: PersonKey & { userId: string }) {
  await db.query(sql`delete from account_link where company_id = ${companyId} and person_id = ${personId}`)
  await db.query(sql`delete from person_account where company_id = ${companyId} and person_id = ${personId}`)
  await db.query(sql`delete from auth.user where id = ${userId}`)
}

/** What is kept of somebody's password, held until this transaction ends. */
export async function lockPassword(db: Connection, userId: string): Promise<string | undefined> {
  const [row] = await db.query<{ password: string }>(sql`
    select password
    from auth.account
    where "userId" = ${userId}
    for no key update`)
  return row?.password
}

export const updatePassword = (db: Connection, userId: string, hash: string, now: Instant) =>
  db.query(sql`
    update auth.account
    set password = ${hash}, "updatedAt" = ${now}
    where "userId" = ${userId}`)

/** Takes somebody's second factor away; says whether he had one. */
export async function deleteTwoFactor(db: Connection, userId: string, now: Instant): Promise<boolean> {
  await db.query(sql`delete from auth."twoFactor" where "userId" = ${userId}`)
  const rows = await db.query(sql`
    update auth.user
    set "twoFactorEnabled" = false, "updatedAt" = ${now}
    where id = ${userId}
    and "twoFactorEnabled"
    returning id`)
  return rows.length > 0
}

export type InvitationRow = Readonly<{
  personId: string
  name: string
  email: string
  at: Instant
  expiresAt: Instant
  by: Actor
}>

export const selectInvitations = (db: Connection, companyId: string, now: Instant) =>
  db.query<InvitationRow>(sql`
    select account_link.person_id, person.name, account_link.email, account_link.at, account_link.expires_at,
           account_link.by
    from account_link
    join person on person.company_id = account_link.company_id and person.id = account_link.person_id
    where account_link.company_id = ${companyId}
    and account_link.kind = 'invitation'
    and account_link.expires_at > ${now}
    order by person.name, person.id`)
