import { createPrivateKey } from 'node:crypto'
import DKIM from 'nodemailer/lib/dkim'
import { readAddress } from '#base/address.ts'

/** A mail server and how to log in there. `place` is what may be shown of it. */
export type Server = Readonly<{
  host: string
  port: number
  secure: boolean
  user: string
  password: string
  place: string
}>

/** Reads smtp://user:password@host:port. What it throws does not hold the password. */
export function readServer(text: string): Server {
  // Not `new URL`: what that throws carries the URL, and with it the password, into the log.
  const url = URL.parse(text)
  if (!url?.hostname || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')) {
    throw new Error('The mail server must be given as smtp://host or smtps://user:password@host:port.')
  }
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port) || (secure ? 465 : 587)
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  return { host, port, secure, user, password, place: `${host}:${port}` }
}

export type Sender = Readonly<{ name: string; address: string; domain: string }>

/** Reads "Callout <callout@example.com>", or the address alone. */
export function readSender(text: string): Sender {
  const [, name = '', written = text] = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? []
  const read = readAddress('email', written, '')
  if (hasControl(text) || !read.ok) throw new Error(`"${text}" cannot be the sender of e-mail.`)
  return { name, address: read.address, domain: read.address.split('@')[1]! }
}

export const hasControl = (value: string): boolean => /[\0\r\n]/.test(value)

/** The words without the password, however it was written. */
export function withoutSecrets(words: string, { user, password }: Server): string {
  if (!password) return words
  const secrets = [password, encodeURIComponent(password), base64(password), base64(`\0${user}\0${password}`)]
  return secrets.reduce((text, secret) => text.replaceAll(secret, '(password)'), words)
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

export type DkimKey = Readonly<{ domain: string; selector: string; privateKey: string }>

/** What signs the mails of a domain. Throws when the key is none that mail can be signed with: else it goes unsigned. */
export function openSigner({ domain, selector, privateKey: text }: DkimKey): DKIM {
  const privateKey = createPrivateKey(text)
  if (privateKey.asymmetricKeyType !== 'rsa') throw new Error('The DKIM key must be an RSA key.')
  return new DKIM({ domainName: domain, keySelector: selector, privateKey, headerFieldNames: SIGNED })
}

// RFC 8058 wants both of the List- headers signed.
const SIGNED = [
  ...['From', 'To', 'Subject', 'Date', 'Message-ID', 'Reply-To', 'MIME-Version', 'Content-Type'],
  ...['Content-Transfer-Encoding', 'Auto-Submitted', 'List-Unsubscribe', 'List-Unsubscribe-Post'],
].join(':')
