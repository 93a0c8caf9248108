/** What the URL of an account says. `port`: null when it says none. `params`: what stands behind its question mark. */
export type AccountUrl = Readonly<{
  protocol: string
  host: string
  port: number | null
  user: string
  password: string
  path: string
  params: URLSearchParams
}>

/** Reads protocol://user:password@host:port; null when it is none of these protocols. What it throws holds no password. */
export function readAccountUrl(text: string, protocols: readonly string[]): AccountUrl | null {
  // Not `new URL`: what that throws carries the URL, and with it the password, into the log.
  const url = URL.parse(text)
  if (!url?.hostname || !protocols.includes(url.protocol)) return null
  return {
    protocol: url.protocol,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || null,
    user: decoded(url.username),
    password: decoded(url.password),
    path: decoded(url.pathname.slice(1)),
    params: url.searchParams,
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Error('In the URL of an account a percent sign that stands for itself must be written as %25.')
  }
}

/** Whether that is this very machine: only there may a password go in the clear. */
export const isThisMachine = (host: string): boolean => LOOPBACK.has(host)
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1'])

/** The words without the password, in whatever form a server repeats it. */
export function withoutSecrets(words: string, { user, password }: Pick<AccountUrl, 'user' | 'password'>): string {
  if (!password) return words
  const logins = [`${user}:${password}`, `\0${user}\0${password}`, password].map(base64)
  const secrets = [...logins, password, encodeURIComponent(password)]
  return secrets.reduce((text, secret) => text.replaceAll(secret, '(secret)'), words)
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
