import { newId } from '#base/id.ts'
import { hashPassword, isPassword } from '#base/password.ts'
import type { Connection } from '#db/sql.ts'
import { type AccountDeed, isLastAdministrator, type Refused, type Session } from './account.ts'
import * as q from './accounts.sql.ts'
import { within } from './directory.run.ts'
import { insertChanges } from './directory.sql.ts'
import type { Actor } from './directory.ts'
import { deleteOtherSessions, deleteSessions } from './sessions.sql.ts'

type Instant = Temporal.Instant
type Of = q.PersonKey & Readonly<{ by: Actor }>
type Deed = Readonly<{ did: AccountDeed; by: Actor }>

/** Who of a company signs in, by name, and who is invited to. */
export async function listAccounts(db: Connection, companyId: string, now: Instant) {
  const [accounts, invitations] = await Promise.all([
    q.selectAccounts(db, companyId, now),
    q.selectInvitations(db, companyId, now),
  ])
  return { accounts, invitations }
}

/** Lets a person sign in from now on, by this e-mail address and a password of which this is kept. An address signs in to one company. */
export async function beginAccount(
  tx: Connection,
  { hash, ...who }: q.PersonKey & Readonly<{ email: string; name: string; hash: string }>,
  now: Instant,
): Promise<Readonly<{ ok: true; email: string }> | Refused<'email-taken'>> {
  if ((await q.insertAccount(tx, { ...who, userId: newId() }, hash, now)) === 'taken') {
    return { ok: false, because: 'email-taken' }
  }
  await recordDeed(tx, who, { did: 'began', by: himself(who) }, now)
  return { ok: true, email: who.email }
}

/** Ends all sessions of a person, and says how many there were. */
export function endSessionsOf(
  db: Connection,
  { by, ...key }: Of,
  now: Instant,
): Promise<Readonly<{ ok: true; ended: number }> | Refused<'no-such-account'>> {
  return within(db, async tx => {
    const account = await q.selectAccount(tx, key)
    if (!account) return { ok: false, because: 'no-such-account' }
    const ended = await deleteSessions(tx, account.userId)
    if (ended > 0) await recordDeed(tx, account, { did: 'sessions-ended', by }, now)
    return { ok: true, ended }
  })
}

/** Lets a person sign in no longer, and ends his sessions. One administrator must remain. */
export function removeAccount(
  db: Connection,
  { by, ...key }: Of,
  now: Instant,
): Promise<Readonly<{ ok: true }> | Refused<'no-such-account' | 'last-administrator'>> {
  return within(db, async tx => {
    // Two administrators who remove each other at the same time would both be gone.
    await q.lockAccounts(tx)
    const account = await q.selectAccount(tx, key)
    if (!account) return { ok: false, because: 'no-such-account' }
    if (isLastAdministrator(key.personId, await q.selectAdministrators(tx, key.companyId))) {
      return { ok: false, because: 'last-administrator' }
    }
    await q.deleteAccount(tx, account)
    await recordDeed(tx, account, { did: 'account-removed', by }, now)
    return { ok: true }
  })
}

/** Changes somebody's own password, and ends his other sessions. */
export async function changePassword(
  db: Connection,
  session: Session,
  { old, next }: Readonly<{ old: string; next: string }>,
  now: Instant,
): Promise<Readonly<{ ok: true }> | Refused<'wrong-own-password'>> {
  const hash = await hashPassword(next)
  return within(db, async tx => {
    if (!(await isHis(tx, session, old))) return { ok: false, because: 'wrong-own-password' }
    await q.updatePassword(tx, session.userId, hash, now)
    await deleteOtherSessions(tx, session)
    await recordDeed(tx, session, { did: 'password-changed', by: himself(session) }, now)
    return { ok: true }
  })
}

/** Takes somebody's own second factor away. */
export function stopTwoFactor(
  db: Connection,
  session: Session,
  password: string,
  now: Instant,
): Promise<Readonly<{ ok: true }> | Refused<'wrong-own-password'>> {
  return within(db, async tx => {
    if (!(await isHis(tx, session, password))) return { ok: false, because: 'wrong-own-password' }
    await endTwoFactor(tx, session, himself(session), now)
    return { ok: true }
  })
}

async function isHis(tx: Connection, { userId }: Session, password: string): Promise<boolean> {
  const kept = await q.lockPassword(tx, userId)
  return kept !== undefined && isPassword(password, kept)
}

/** Takes a second factor away, and writes it down if there was one. */
export async function endTwoFactor(
  tx: Connection,
  account: q.PersonKey & Readonly<{ userId: string; email: string }>,
  by: Actor,
  now: Instant,
): Promise<void> {
  if (await q.deleteTwoFactor(tx, account.userId, now)) {
    await recordDeed(tx, account, { did: 'two-factor-off', by }, now)
  }
}

export const himself = ({ personId: id, name }: { personId: string; name: string }): Actor => ({
  kind: 'person',
  id,
  name,
})

/** Writes down what became of somebody's signing in. Passwords, codes and tokens are never in it. */
export const recordDeed = (
  db: Connection,
  { companyId, personId, email }: q.PersonKey & Readonly<{ email: string }>,
  { did, by }: Deed,
  now: Instant,
) =>
  insertChanges(db, [{ companyId, entry: 'account', entryId: personId, before: null, after: { did, email } }], {
    by,
    now,
  })
