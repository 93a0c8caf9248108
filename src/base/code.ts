import { createHash, randomBytes } from 'node:crypto'

/** What stands in a link that only one person may have: nobody can guess it. */
export const newCode = (): string => randomBytes(24).toString('base64url')

/** By what a code or a key is found again though it is not kept. */
export const fingerprint = (secret: string): string => createHash('sha256').update(secret).digest('hex')
