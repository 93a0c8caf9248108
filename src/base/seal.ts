import { createHmac, timingSafeEqual } from 'node:crypto'

// What we hand out to come back to us from outside carries our seal: nobody can make one, or use it for another purpose.

const MAC = 12

const macOf = (secret: string, purpose: string, bytes: Buffer): Buffer =>
  createHmac('sha256', secret).update(`${purpose}\n`).update(bytes).digest().subarray(0, MAC)

export const sealed = (secret: string, purpose: string, bytes: Buffer): Buffer =>
  Buffer.concat([bytes, macOf(secret, purpose, bytes)])

/** What was sealed, or null if it was not by us, for this purpose. */
export function unsealed(secret: string, purpose: string, token: Buffer): Buffer | null {
  const bytes = token.subarray(0, -MAC)
  return token.length > MAC && timingSafeEqual(token.subarray(-MAC), macOf(secret, purpose, bytes)) ? bytes : null
}

/** How many bytes a seal adds. */
export const SEAL_BYTES = MAC
/** How many bytes an id takes. */
export const ID_BYTES = 16

/** Something of a company, such as a job. */
export type Named = Readonly<{ companyId: string; id: string }>

/** Names something of a company in an address: 59 characters. */
export const sealedName = (secret: string, purpose: string, { companyId, id }: Named): string =>
  sealed(secret, purpose, Buffer.concat([idBytes(companyId), idBytes(id)])).toString('base64url')

/** What such a token names; null when we did not make it, or for another purpose. */
export function nameIn(secret: string, purpose: string, token: string): Named | null {
  if (!/^[\w-]{59}$/.test(token)) return null
  const bytes = unsealed(secret, purpose, Buffer.from(token, 'base64url'))
  return bytes?.length === 2 * ID_BYTES ? { companyId: idIn(bytes), id: idIn(bytes.subarray(ID_BYTES)) } : null
}

export const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')

export const idIn = (bytes: Buffer): string =>
  bytes.toString('hex', 0, ID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
