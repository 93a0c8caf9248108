import type { Account, ApiKey } from '../api/schema.ts'

/** The roles as people call them, and what each may do. */
export const ROLES: Readonly<Record<Account['role'], { name: string; about: string }>> = {
  administrator: { name: 'Administrator', about: 'does everything, and decides who comes in.' },
  dispatcher: { name: 'Dispatcher', about: 'opens and works jobs, and sends messages again.' },
  'read-only': { name: 'Read-only', about: 'sees everything and changes nothing.' },
  technician: { name: 'Technician', about: 'is sent to jobs, and does not sign in.' },
  'customer-contact': { name: 'Customer contact', about: 'is told of jobs, and does not sign in.' },
}

/** The roles of people who sign in. */
export const SIGN_IN_ROLES = ['administrator', 'dispatcher', 'read-only'] as const
export type SignInRole = (typeof SIGN_IN_ROLES)[number]
export const isSignInRole = (role: string): role is SignInRole => SIGN_IN_ROLES.some(each => each === role)

/** What a key may do; each may also do what stands above it. */
export const SCOPES: Readonly<Record<ApiKey['scopes'][number], { name: string; about: string }>> = {
  read: { name: 'Look', about: 'Reads jobs, messages, rules and figures.' },
  dispatch: { name: 'Work jobs', about: 'Also opens and changes jobs, and sends messages again.' },
  administer: { name: 'Everything', about: 'Also changes the directory, rules, templates and settings.' },
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'an iPhone'],
  [/\biPad\b/, 'an iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'a Mac'],
  [/\bLinux\b/, 'Linux'],
]

/** What a browser said it was, in words: "Chrome on Windows". */
export function browserInWords(agent: string | null): string {
  const named = (known: typeof BROWSERS) => known.find(([pattern]) => pattern.test(agent ?? ''))?.[1]
  const [browser, system] = [named(BROWSERS), named(SYSTEMS)]
  if (!browser)
    return agent ? `A program that calls itself "${agent.slice(0, 60)}"` : 'A program that did not say what it is'
  return system ? `${browser} on ${system}` : browser
}
