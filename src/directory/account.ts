import type { Company, Role, Scope } from './directory.ts'

/** What somebody may do by his role. Who may do nothing cannot sign in yet. */
export const SCOPES_OF: Readonly<Record<Role, readonly Scope[]>> = {
  administrator: ['administer'],
  dispatcher: ['dispatch'],
  'read-only': ['read'],
  technician: [],
  'customer-contact': [],
}

export const maySignIn = (role: Role): boolean => SCOPES_OF[role].length > 0

/** Whether the company would have nobody left who administers it. `administrators`: who sign in as that. */
export const isLastAdministrator = (personId: string, administrators: readonly string[]): boolean =>
  administrators.length === 1 && administrators[0] === personId

/** In characters. Beside that a password may be anything. */
export const PASSWORD = { shortest: 12, longest: 200 } as const

/** For how long a session lasts after somebody signed in, in seconds. */
export const SESSION_LASTS = 14 * 86_400

/** Somebody who is signed in, and by which session. */
export type Session = Readonly<{
  companyId: string
  personId: string
  name: string
  role: Role
  id: string
  userId: string
  email: string
  twoFactor: boolean
  lastSeenAt: Temporal.Instant | null
}>

/** Why somebody does not get in, or an account is not changed. */
export type AccountFault =
  | 'wrong-password'
  | 'wrong-own-password'
  | 'wrong-code'
  | 'begin-again'
  | 'too-many-codes'
  | 'two-factor-is-on'
  | 'two-factor-not-begun'
  | 'role-cannot-sign-in'
  | 'role-not-invited'
  | 'not-first'
  | 'not-the-first-code'
  | 'no-such-person'
  | 'no-such-account'
  | 'no-such-session'
  | 'no-such-invitation'
  | 'no-such-link'
  | 'no-email'
  | 'signs-in-already'
  | 'email-taken'
  | 'last-administrator'

/** Something that did not happen, and the one reason. */
export type Refused<Because> = Readonly<{ ok: false; because: Because }>

/** What became of somebody's signing in, as the record of changes tells it. */
export type AccountDeed =
  | 'began'
  | 'invited'
  | 'invitation-withdrawn'
  | 'sessions-ended'
  | 'account-removed'
  | 'password-link-made'
  | 'password-changed'
  | 'two-factor-on'
  | 'two-factor-off'

export type LinkKind = 'invitation' | 'new-password'

/** A link that was made just now. Its code is in no other place: we keep a hash of it. */
export type AccountLink = Readonly<{
  kind: LinkKind
  code: string
  email: string
  name: string
  company: Pick<Company, 'name' | 'timeZone' | 'locale'>
  expiresAt: Temporal.Instant
}>

/** For how long such a link opens, in seconds: one that somebody asked for himself comes at once. */
export const LINK_LASTS = { invitation: 7 * 86_400, given: 86_400, asked: 3600 } as const

/** Where such a link leads. What stands behind the # is sent to no server, so that no log has it. */
export const pathOf = ({ kind, code }: Pick<AccountLink, 'kind' | 'code'>): string => `/${kind}#code=${code}`
