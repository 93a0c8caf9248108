import type { Stats } from 'node:fs'
import { access, constants, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EmbeddedError } from './embedded-trouble.ts'

/** Who owns and runs the database server, and what has to stand before its command line for that. */
export type Account = Readonly<{
  uid: number
  gid: number
  spawn: { uid?: number; gid?: number }
  prefix: readonly string[]
}>

type Owner = Readonly<{ uid: number; gid: number }>

/**
 * PostgreSQL refuses to run as root. Root therefore hands it to the owner of the cluster, or to `nobody` for a new one;
 * everybody else runs it themselves.
 */
export async function chooseAccount(cluster: string, socketFolder: string, native: string): Promise<Account> {
  const uid = process.getuid?.() ?? -1
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? -1, spawn: {}, prefix: [] }
  const owner = (await ownerOf(cluster)) ?? (await nobody())
  const program = join(native, 'bin', 'postgres')
  const shut = await firstShut([...parents(cluster), ...parents(socketFolder), ...parents(program), program], owner)
  if (shut === undefined) return { ...owner, spawn: owner, prefix: [] }
  const power = await choosePower(mayPass(await stat(program), owner) ? 'search' : 'execute')
  const setpriv = await findSetpriv()
  if (power === undefined || setpriv === undefined) throw cannotEnter(shut)
  return { ...owner, spawn: {}, prefix: passThrough(setpriv, owner, power) }
}

async function ownerOf(cluster: string): Promise<Owner | undefined> {
  const found = await stat(cluster).catch(() => undefined)
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined
}

async function nobody(): Promise<Owner> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  const [, , uid, gid] = lines.find(line => line.startsWith('nobody:'))?.split(':') ?? []
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) }
}

function parents(path: string): string[] {
  const above = dirname(path)
  return above === path ? [] : [...parents(above), above]
}

async function firstShut(paths: string[], owner: Owner): Promise<string | undefined> {
  for (const path of paths) {
    if (!mayPass(await stat(path), owner)) return path
  }
  return undefined
}

function mayPass(found: Stats, { uid, gid }: Owner): boolean {
  const shift = found.uid === uid ? 6 : found.gid === gid ? 3 : 0
  return ((found.mode >> shift) & 1) === 1
}

/**
 * The one right of root that the server keeps so that it can pass through folders shut to its account. Reading past
 * them is enough unless the program itself is shut too; Docker takes the reading one away but leaves the wider one.
 */
async function choosePower(need: 'search' | 'execute'): Promise<string | undefined> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const held = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`)
  const holds = (bit: bigint) => ((held >> bit) & 1n) === 1n
  if (need === 'search' && holds(2n)) return 'dac_read_search'
  return holds(1n) ? 'dac_override' : undefined
}

async function findSetpriv(): Promise<string | undefined> {
  for (const path of ['/usr/bin/setpriv', '/bin/setpriv', '/usr/sbin/setpriv', '/run/current-system/sw/bin/setpriv']) {
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return path
  }
  return undefined
}

function cannotEnter(shut: string): EmbeddedError {
  return new EmbeddedError(
    'The embedded database cannot run as root, and the account that runs it instead may not enter ' +
      `${shut}. Start Callout as an ordinary user, or move it to a folder everybody may enter (chmod o+x), ` +
      'or install setpriv (package util-linux).',
  )
}

/**
 * PostgreSQL asks access(2) whether it may run itself, and access(2) forgets every capability of an ordinary user
 * unless `no_setuid_fixup` is set. Without it initdb says: program "postgres" was not found.
 */
function passThrough(setpriv: string, { uid, gid }: Owner, power: string): string[] {
  const rights = [`--inh-caps=-all,+${power}`, `--ambient-caps=-all,+${power}`, '--securebits=+no_setuid_fixup']
  return [setpriv, `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...rights]
}
