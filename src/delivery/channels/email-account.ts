import { createPrivateKey } from 'node:crypto'
import DKIM from 'nodemailer/lib/dkim'
import { readAddress } from '#base/address.ts'
import { readAccountUrl } from './account-url.ts'

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
  const url = readAccountUrl(text, ['smtp:', 'smtps:'])
  if (!url) throw new Error('The mail server must be given as smtp://host or smtps://user:password@host:port.')
  const { host, user, password } = url
  const secure = url.protocol === 'smtps:'
  const port = url.port ?? (secure ? 465 : 587)
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
