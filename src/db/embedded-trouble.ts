import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** The embedded database could not be started, kept or stopped; the message says what to do about it. */
export class EmbeddedError extends Error {
  override name = 'EmbeddedError'
  /** True when another living process works on the same data folder. */
  readonly inUse: boolean

  constructor(message: string, inUse = false) {
    super(message)
    this.inUse = inUse
  }
}

/** Puts what happened, what to do about it, and the system's own last words into one error. */
export function explain(what: string, words: string): EmbeddedError {
  const [, advice] = remedies.find(([sign]) => sign.test(words)) ?? []
  return new EmbeddedError([advice ? `${what} ${advice}` : what, ...lastLines(words)].join('\n'))
}

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /No space left on device|Check free disk space|Disk quota exceeded|ENOSPC|EDQUOT/,
    'The disk is full: free some space and start again.',
  ],
  [
    /Read-only file system|EROFS|ENOENT: .* mkdir/,
    'The disk is read-only: use a data folder on a disk that can be written.',
  ],
  [/ENOTDIR|EEXIST/, 'A file stands where the folder should be: move it away or use another data folder.'],
  [
    /error while loading shared libraries|Library not loaded/,
    'The database package is incomplete: run "npm rebuild" and start again.',
  ],
  [
    /Cannot allocate memory|could not map anonymous shared memory|ENOMEM/,
    'There is not enough free memory: stop something else or give the machine more.',
  ],
  [
    /setpriv: |EPERM|Operation not permitted/,
    'This account may not do what is needed: start Callout as the ordinary user who owns the data folder.',
  ],
  [
    /Permission denied|EACCES/,
    'This account may not write there or run the database: give it the data folder (chown), use another one, ' +
      'or start Callout as the user who owns it.',
  ],
  [
    /lock file ".*" already exists/,
    'The process it names may be an old database server: stop that one. If it is something else, ' +
      'delete the lock file and start again.',
  ],
  [
    /pre-existing shared memory block/,
    'Processes of an old database server are still running: end them and start again.',
  ],
]

/** While a server recovers it notes each of our knocks; ten lines of that would hide the reason. */
function lastLines(words: string): string[] {
  const lines = words.split('\n').filter(line => line && !/the database system is starting up$/.test(line))
  return lines.slice(-10)
}

/** What was written to a file after `from` (bytes), at most the last 16 kB. */
export function writtenSince(file: string, from: number): string {
  const handle = openSync(file, 'r')
  const { size } = fstatSync(handle)
  const start = Math.max(from, size - 16_384)
  const bytes = Buffer.alloc(Math.max(0, size - start))
  readSync(handle, bytes, 0, bytes.length, start)
  closeSync(handle)
  return bytes.toString()
}
