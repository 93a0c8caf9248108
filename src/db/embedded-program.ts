import { spawn } from 'node:child_process'
import { closeSync, constants, fchownSync, fstatSync, openSync, renameSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './embedded-account.ts'
import { explain, writtenSince } from './embedded-trouble.ts'

/** Where one embedded database lives and who runs it. */
export type Home = Readonly<{
  folder: string
  cluster: string
  socketFolder: string
  logFile: string
  native: string
  account: Account
  log: (line: string) => void
}>

/** A program of the database that was started and may have ended since. */
export type Running = Readonly<{
  /** Missing when it never ran. */
  pid: number | undefined
  hasEnded: () => boolean
  /** Resolves with the exit code, or -1 when it was killed or never ran. */
  ended: Promise<number>
  /** What it wrote to the log so far. */
  words: () => string
}>

/** Starts `initdb` or `postgres` in its own session, so that Ctrl-C in a terminal reaches only us. */
export function launch(home: Home, program: 'initdb' | 'postgres', args: readonly string[]): Running {
  const log = openLog(home)
  const from = fstatSync(log).size
  const [file, ...rest] = [...home.account.prefix, join(home.native, 'bin', program), ...args]
  try {
    const options = { cwd: '/', detached: true, env: environment, ...home.account.spawn }
    const child = spawn(file!, rest, { ...options, stdio: ['ignore', log, log] })
    let trouble = ''
    let over = false
    const ended = new Promise<number>(resolve => {
      child.once('exit', code => resolve(code ?? -1))
      child.once('error', error => {
        trouble = String(error)
        resolve(-1)
      })
    })
    void ended.then(() => {
      over = true
    })
    if (program === 'postgres') child.unref()
    const words = () => [writtenSince(home.logFile, from), trouble, lastGasp(home.folder)].join('\n')
    return { pid: child.pid, hasEnded: () => over, ended, words }
  } catch (error) {
    throw explain(`The database program ${program} could not be started.`, String(error))
  } finally {
    closeSync(log)
  }
}

/** On a full disk the log cannot say so. */
function lastGasp(folder: string): string {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize < 1_000_000 ? 'No space left on device' : ''
}

/** Errors of a busy year are a few megabytes; one older file is kept. */
export function openLog({ logFile, account }: Pick<Home, 'logFile' | 'account'>): number {
  const log = openSync(logFile, append, 0o600)
  // What root makes in somebody's folder belongs to that somebody, who may start without root the next time.
  if (process.getuid?.() === 0) fchownSync(log, account.uid, account.gid)
  if (fstatSync(log).size < 10_000_000) return log
  closeSync(log)
  renameSync(logFile, `${logFile}.1`)
  return openLog({ logFile, account })
}

/** Not through a link: root must not hand away a file outside the folder. */
const append = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW

/**
 * Nothing of our own environment: a PG* or LC_* variable there would change the database. The character type must not
 * be plain C, where pg_trgm drops every letter outside ASCII.
 */
const environment = {
  PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
  LANG: 'C',
  LC_CTYPE: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8',
  TZ: 'UTC',
}

/** PostgreSQL names its socket after a port even where it listens on no port. */
export const port = 5432

export const socketIn = (folder: string): string => join(folder, `.s.PGSQL.${port}`)

/** Whether a process of this number lives, ours or anybody's. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
