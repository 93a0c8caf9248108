import { createHmac, timingSafeEqual } from 'node:crypto'

/** What we hand out to come back to us from outside: links to unsubscribe, and addresses that only bounces use. */
export type Links = Readonly<{
  /** Where the recipient of this message can say that it was the last; null without a public address. */
  unsubscribeUrl: (message: Message) => string | null
  /** The message a link was made for; null when we did not make it. */
  readUnsubscribe: (token: string) => Message | null
  /** The address to which this attempt comes back when it cannot be delivered; null when no bounces are read. */
  bounceAddress: (tried: Tried) => string | null
  /** The attempt that an address was made for; `forged` when it looks like ours and is not, null when it is another's. */
  readBounce: (address: string) => Tried | 'forged' | null
}>

type Message = Readonly<{ companyId: string; id: string }>
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
    unsubscribeUrl: message => publicUrl && `${publicUrl}/unsubscribe/${unsubscribeToken(secret, message)}`,
    readUnsubscribe: token => readUnsubscribe(secret, token),
    bounceAddress: tried => bounceAddress && `${mailbox}+${bounceToken(secret, tried)}@${domain}`,
    readBounce: address => {
      const [, token] = (bounceAddress && ours.exec(address.toLowerCase())) || []
      return token === undefined ? null : (readBounce(secret, token) ?? 'forged')
    },
  }
}

const ID = 16
const MAC = 12
// The part of an address before the @ holds 64 octets; 30 bytes are 48 digits, and one is the plus.
const LONGEST_MAILBOX = 15

const macOf = (secret: string, purpose: string, bytes: Buffer): Buffer =>
  createHmac('sha256', secret).update(`${purpose}\n`).update(bytes).digest().subarray(0, MAC)

const signed = (secret: string, purpose: string, bytes: Buffer): Buffer =>
  Buffer.concat([bytes, macOf(secret, purpose, bytes)])

/** What was signed, or null if it was not by us, for this purpose. */
function opened(secret: string, purpose: string, token: Buffer): Buffer | null {
  const bytes = token.subarray(0, -MAC)
  return token.length > MAC && timingSafeEqual(token.subarray(-MAC), macOf(secret, purpose, bytes)) ? bytes : null
}

const unsubscribeToken = (secret: string, { companyId, id }: Message): string =>
  signed(secret, 'unsubscribe', Buffer.concat([idBytes(companyId), idBytes(id)])).toString('base64url')

function readUnsubscribe(secret: string, token: string): Message | null {
  if (!/^[\w-]{59}$/.test(token)) return null
  const bytes = opened(secret, 'unsubscribe', Buffer.from(token, 'base64url'))
  return bytes?.length === 2 * ID ? { companyId: idIn(bytes), id: idIn(bytes.subarray(ID)) } : null
}

// Digits to the base of 32, in which large and small letters are the same: some mail servers make all of them small. The
// company would not fit; the delivery leads to it.
const bounceToken = (secret: string, { id, attempt }: Tried): string => {
  const bytes = Buffer.concat([idBytes(id), Buffer.from([attempt >> 8, attempt & 255])])
  return BigInt(`0x${signed(secret, 'bounce', bytes).toString('hex')}`)
    .toString(32)
    .padStart(BOUNCE_DIGITS, '0')
}

const BOUNCE_BYTES = ID + 2 + MAC
const BOUNCE_DIGITS = (BOUNCE_BYTES * 8) / 5

function readBounce(secret: string, token: string): Tried | null {
  if (token.length !== BOUNCE_DIGITS) return null
  const value = [...token].reduce((sum, digit) => sum * 32n + BigInt(Number.parseInt(digit, 32)), 0n)
  const bytes = opened(secret, 'bounce', Buffer.from(value.toString(16).padStart(BOUNCE_BYTES * 2, '0'), 'hex'))
  return bytes && { id: idIn(bytes), attempt: bytes.readUInt16BE(ID) }
}

const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')

const idIn = (bytes: Buffer): string =>
  bytes.toString('hex', 0, ID).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
