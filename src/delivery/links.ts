import { type CustomerLinks, openCustomerLinks } from '#base/customer-links.ts'
import { ID_BYTES, idBytes, idIn, type Named, nameIn, SEAL_BYTES, sealed, sealedName, unsealed } from '#base/seal.ts'

/**
 * What we hand out to come back to us from outside: links to unsubscribe, addresses that only bounces use, and the pages of
 * customers.
 */
export type Links = CustomerLinks & OwnLinks
type OwnLinks = Readonly<{
  /** Where the recipient of this message can say that it was the last; null without a public address. */
  unsubscribeUrl: (message: Named) => string | null
  /** The message a link was made for; null when we did not make it. */
  readUnsubscribe: (token: string) => Named | null
  /** The address to which this attempt comes back when it cannot be delivered; null when no bounces are read. */
  bounceAddress: (tried: Tried) => string | null
  /** The attempt that an address was made for; `forged` when it looks like ours and is not, null when it is another's. */
  readBounce: (address: string) => Tried | 'forged' | null
}>

type Tried = Readonly<{ id: string; attempt: number }>

export type LinkOptions = Readonly<{
  secret: string
  /** Without a slash at its end. */
  publicUrl: string | null
  /** "bounces@callout.example": each message gets an address of its own, "bounces+TOKEN@callout.example". */
  bounceAddress: string | null
}>

/** Throws when the part of the bounce address before the @ is longer than the 15 characters that leave room for a token. */
export function openLinks({ secret, publicUrl, bounceAddress }: LinkOptions): Links {
  const [mailbox = '', domain = ''] = bounceAddress?.toLowerCase().split('@') ?? []
  if (mailbox.length > LONGEST_MAILBOX) {
    throw new Error(
      `"${mailbox}" is too long: ${LONGEST_MAILBOX} characters of a bounce address may stand before the @.`,
    )
  }
  const ours = new RegExp(`^${RegExp.escape(mailbox)}\\+([0-9a-v]+)@${RegExp.escape(domain)}$`)
  return {
    ...openCustomerLinks({ secret, publicUrl }),
    unsubscribeUrl: message => publicUrl && `${publicUrl}/unsubscribe/${sealedName(secret, 'unsubscribe', message)}`,
    readUnsubscribe: token => nameIn(secret, 'unsubscribe', token),
    bounceAddress: tried => bounceAddress && `${mailbox}+${bounceToken(secret, tried)}@${domain}`,
    readBounce: address => {
      const [, token] = (bounceAddress && ours.exec(address.toLowerCase())) || []
      return token === undefined ? null : (readBounce(secret, token) ?? 'forged')
    },
  }
}

// The part of an address before the @ holds 64 octets; 30 bytes are 48 digits, and one is the plus.
const LONGEST_MAILBOX = 15

// Digits to the base of 32, in which large and small letters are the same: some mail servers make all of them small. The
// company would not fit; the delivery leads to it.
const bounceToken = (secret: string, { id, attempt }: Tried): string => {
  const bytes = Buffer.concat([idBytes(id), Buffer.from([attempt >> 8, attempt & 255])])
  return BigInt(`0x${sealed(secret, 'bounce', bytes).toString('hex')}`)
    .toString(32)
    .padStart(BOUNCE_DIGITS, '0')
}

const BOUNCE_BYTES = ID_BYTES + 2 + SEAL_BYTES
const BOUNCE_DIGITS = (BOUNCE_BYTES * 8) / 5

function readBounce(secret: string, token: string): Tried | null {
  if (token.length !== BOUNCE_DIGITS) return null
  const value = [...token].reduce((sum, digit) => sum * 32n + BigInt(Number.parseInt(digit, 32)), 0n)
  const bytes = unsealed(secret, 'bounce', Buffer.from(value.toString(16).padStart(BOUNCE_BYTES * 2, '0'), 'hex'))
  return bytes && { id: idIn(bytes), attempt: bytes.readUInt16BE(ID_BYTES) }
}
