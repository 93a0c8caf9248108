import { fingerprint, newCode } from '#base/code.ts'
import { hashPassword } from '#base/password.ts'
import { later } from '#base/time.ts'
import type { Connection } from '#db/sql.ts'
import { type AccountLink, LINK_LASTS, type LinkKind, maySignIn, type Refused } from './account.ts'
import * as q from './account-links.sql.ts'
import { beginAccount, endTwoFactor, himself, recordDeed } from './accounts.run.ts'
import { type Account, type PersonKey, selectAccount, selectAccountByEmail, updatePassword } from './accounts.sql.ts'
import { within } from './directory.run.ts'
import { lockEntries, selectCompany } from './directory.sql.ts'
import type { Actor } from './directory.ts'
import { deleteSessions } from './sessions.sql.ts'

type Instant = Temporal.Instant
type Of = PersonKey & Readonly<{ by: Actor }>
type Made = Readonly<{ ok: true; link: AccountLink }>
type InvitationFault = 'no-such-person' | 'role-not-invited' | 'no-email' | 'signs-in-already'

/** Makes a link by which a person chooses his password and signs in from then on. It takes the place of one he was given before. */
export function invite(db: Connection, { by, ...key }: Of, now: Instant): Promise<Made | Refused<InvitationFault>> {
  return within(db, async tx => {
    const [person] = await lockEntries(tx, 'person', { companyId: key.companyId, ids: [key.personId] })
    if (!person) return { ok: false, because: 'no-such-person' }
    if (!maySignIn(person.role)) return { ok: false, because: 'role-not-invited' }
    if (!person.email) return { ok: false, because: 'no-email' }
    if (await selectAccount(tx, key)) return { ok: false, because: 'signs-in-already' }
    const who = { ...key, name: person.name, email: person.email }
    const link = await make(tx, who, { kind: 'invitation', lasts: LINK_LASTS.invitation, by }, now)
    await recordDeed(tx, who, { did: 'invited', by }, now)
    return { ok: true, link }
  })
}

/** Takes an invitation back: its link opens nothing any more. */
export function withdrawInvitation(
  db: Connection,
  { by, ...key }: Of,
  now: Instant,
): Promise<Readonly<{ ok: true }> | Refused<'no-such-invitation'>> {
  return within(db, async tx => {
    const gone = await q.deleteLink(tx, { ...key, kind: 'invitation' })
    if (!gone) return { ok: false, because: 'no-such-invitation' }
    await recordDeed(tx, { ...key, ...gone }, { did: 'invitation-withdrawn', by }, now)
    return { ok: true }
  })
}

/** Whom a link is for; undefined when it was used, replaced or withdrawn, or has expired. */
export const linkNamed = (
  db: Connection,
  kind: LinkKind,
  code: string,
  now: Instant,
): Promise<q.FoundLink | undefined> => q.selectLink(db, { kind, hash: fingerprint(code), now })

/** What somebody who holds a link chooses. */
type Chosen = Readonly<{ code: string; password: string }>
type Begun = Readonly<{ ok: true; email: string }>

/** Lets the person sign in for whom this invitation was made. It opens once. */
export async function acceptInvitation(
  db: Connection,
  { code, password }: Chosen,
  now: Instant,
): Promise<Begun | Refused<'no-such-link' | 'role-cannot-sign-in' | 'email-taken'>> {
  const sought = { kind: 'invitation', hash: fingerprint(code), now } as const
  // Whoever guesses must not keep us at work.
  if (!(await q.selectLink(db, sought))) return { ok: false, because: 'no-such-link' }
  const hash = await hashPassword(password)
  return within(db, async tx => {
    const link = await q.lockLink(tx, sought)
    if (!link) return { ok: false, because: 'no-such-link' }
    if (!maySignIn(link.role)) return { ok: false, because: 'role-cannot-sign-in' }
    const { companyId, personId, email, name } = link
    const begun = await beginAccount(tx, { companyId, personId, email, name, hash }, now)
    if (begun.ok) await q.deleteLink(tx, { ...link, kind: 'invitation' })
    return begun
  })
}

/** Makes a link by which a person who signs in chooses a new password, for somebody to give to him. */
export function makePasswordLink(
  db: Connection,
  { by, ...key }: Of,
  now: Instant,
): Promise<Made | Refused<'no-such-account'>> {
  return within(db, async tx => {
    const account = await selectAccount(tx, key)
    return account ? give(tx, account, { by, endsTwoFactor: false }, now) : { ok: false, because: 'no-such-account' }
  })
}

/** The same from the command line, for somebody who has lost his second factor too. */
export function makeRescueLink(
  db: Connection,
  { email, by }: Readonly<{ email: string; by: Actor }>,
  now: Instant,
): Promise<Made | Refused<'no-such-account'>> {
  return within(db, async tx => {
    const account = await selectAccountByEmail(tx, email.trim().toLowerCase())
    return account ? give(tx, account, { by, endsTwoFactor: true }, now) : { ok: false, because: 'no-such-account' }
  })
}

async function give(
  tx: Connection,
  account: Account,
  { by, endsTwoFactor }: Readonly<{ by: Actor; endsTwoFactor: boolean }>,
  now: Instant,
): Promise<Made> {
  const link = await make(tx, account, { kind: 'new-password', lasts: LINK_LASTS.given, by, endsTwoFactor }, now)
  await recordDeed(tx, account, { did: 'password-link-made', by }, now)
  return { ok: true, link }
}

/** Makes such a link for whoever signs in by this address, to be sent there and nowhere else; undefined when nobody does. */
export function askForPassword(db: Connection, email: string, now: Instant): Promise<AccountLink | undefined> {
  return within(db, async tx => {
    const account = await selectAccountByEmail(tx, email.trim().toLowerCase())
    if (!account) return undefined
    return make(tx, account, { kind: 'new-password', lasts: LINK_LASTS.asked, by: null }, now)
  })
}

/** Gives the person a new password for whom this link was made, and ends all his sessions. It opens once. */
export async function chooseNewPassword(
  db: Connection,
  { code, password }: Chosen,
  now: Instant,
): Promise<Begun | Refused<'no-such-link'>> {
  const sought = { kind: 'new-password', hash: fingerprint(code), now } as const
  if (!(await q.selectLink(db, sought))) return { ok: false, because: 'no-such-link' }
  const hash = await hashPassword(password)
  return within(db, async tx => {
    const link = await q.lockLink(tx, sought)
    const account = link && (await selectAccount(tx, link))
    if (!account) return { ok: false, because: 'no-such-link' }
    const by = himself(account)
    await updatePassword(tx, account.userId, hash, now)
    await deleteSessions(tx, account.userId)
    await q.deleteLink(tx, { ...account, kind: 'new-password' })
    await recordDeed(tx, account, { did: 'password-changed', by }, now)
    if (link.endsTwoFactor) await endTwoFactor(tx, account, by, now)
    return { ok: true, email: account.email }
  })
}

type Terms = Readonly<{ kind: LinkKind; lasts: number; by: Actor | null; endsTwoFactor?: boolean }>

async function make(
  tx: Connection,
  { companyId, personId, email, name }: PersonKey & Readonly<{ email: string; name: string }>,
  { kind, lasts, by, endsTwoFactor = false }: Terms,
  now: Instant,
): Promise<AccountLink> {
  const code = newCode()
  const expiresAt = later(now, lasts)
  const link = { companyId, personId, kind, hash: fingerprint(code), email, endsTwoFactor, at: now, expiresAt, by }
  await q.upsertLink(tx, link)
  const company = (await selectCompany(tx, companyId))!
  return { kind, code, email, name, company, expiresAt }
}
