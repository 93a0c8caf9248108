import type { Role, Scope } from './directory.ts'

/** What somebody may do by his role. Who may do nothing cannot sign in yet. */
export const SCOPES_OF: Readonly<Record<Role, readonly Scope[]>> = {
  administrator: ['administer'],
  dispatcher: ['dispatch'],
  'read-only': ['read'],
  technician: [],
  'customer-contact': [],
}

export const maySignIn = (role: Role): boolean => SCOPES_OF[role].length > 0

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
  | 'wrong-code'
  | 'begin-again'
  | 'too-many-codes'
  | 'role-cannot-sign-in'
  | 'not-first'
  | 'not-the-first-code'

/** Something that did not happen, and the one reason. */
export type Refused<Because> = Readonly<{ ok: false; because: Because }>

/** What became of somebody's signing in, as the record of changes tells it. */
export type AccountDeed = 'began'
