import { createHash } from 'node:crypto'

/** What somebody typed, as it is kept: without what no database takes, with plain ends of lines and nothing around it. */
export const tidied = (typed: string): string =>
  typed
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim()

/** The same on one line. */
export const tidiedLine = (typed: string): string => tidied(typed).replace(/\s+/g, ' ')

/** Whether this is a key that stood in a form of ours: under it the form is taken once, however often it is sent. */
export const isFormKey = (key: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)

export const hashOf = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}\n`).update(part)
  return hash.digest('hex')
}
