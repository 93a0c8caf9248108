import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

// The house rules of ARCHITECTURE.md that a machine can check. The rooms stand in the order an event walks through them.
const ROOMS = ['base', 'db', 'directory', 'jobs', 'rules', 'messages', 'delivery', 'receipts', 'audit']
const DOORS = ['http', 'network', 'monitor']
const root = new URL('../', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, root), 'utf8')

const leftOf = (to: string, from: string) =>
  ROOMS.includes(to) && (DOORS.includes(from) || ROOMS.indexOf(to) < ROOMS.indexOf(from))

// A name without a dot but the one of `.ts`: the file thinks. `base` and `db` are words and tools, doors are doors.
const thinks = (path: string) => /(^|\/)[^/.]+\.ts$/.test(path)
const mayAct = (file: string) =>
  /^src\/(base|db|http|network|monitor)\//.test(file) || file.startsWith('src/delivery/channels/')

const files = globSync('src/**/*.ts', { cwd: root })
  .filter(file => !file.endsWith('.test.ts'))
  .sort()
  .map(file => {
    const text = read(file)
    const imports = [...text.matchAll(/^(?:import|export)\b[^'";]*?from '([^']+)'/gm)].map(match => match[1]!)
    return {
      file,
      room: file.split('/').length > 2 && !file.startsWith('src/commands/') ? file.split('/')[1]! : 'house',
      text,
      imports,
    }
  })
const inRooms = files.filter(({ room }) => room !== 'house')

for (const { file, room, imports } of inRooms) {
  test(`${file} imports only from rooms on its left, and never another room's SQL`, () => {
    assert.ok(ROOMS.includes(room) || DOORS.includes(room), `${room} is not a room`)
    for (const path of imports) {
      assert.ok(!path.startsWith('../'), `${path}: import other rooms by #room/file.ts`)
      if (!path.startsWith('#')) continue
      const to = path.slice(1).split('/')[0]!
      // A folder within a room (delivery/channels) reaches the room's own words by their full name.
      assert.ok(
        leftOf(to, room) || (to === room && file.split('/').length > 3),
        `${path} is not on the left of ${room}`,
      )
      assert.ok(!path.endsWith('.sql.ts'), `${path} is private to its room`)
    }
  })
}

// Who writes a table stands above it in the migration.
const writers = new Map<string, string>()
for (const migration of globSync('migrations/[0-9]*.sql', { cwd: root })) {
  let writer = ''
  for (const line of read(migration).split('\n')) {
    writer = /^-- Written by: (\w+)/.exec(line)?.[1] ?? writer
    const table = /^create table (\w+)/.exec(line)?.[1]
    if (table) writers.set(table, writer)
  }
}

const written = (text: string) =>
  [...text.matchAll(/\b(?:insert into|update|delete from) ([a-z_]+)\b(?! of)/g)].map(match => match[1]!)
const mentioned = (text: string) => [...text.matchAll(/\b(?:from|join) ([a-z_]+)\b/g)].map(match => match[1]!)

test('every table names the room that writes it', () => {
  assert.ok(writers.size > 20)
  for (const [table, writer] of writers)
    assert.ok([...ROOMS, ...DOORS].includes(writer), `${table} is written by "${writer}"`)
})

for (const { file, room, text } of inRooms.filter(each => each.file.endsWith('.sql.ts'))) {
  test(`${file} writes its own tables and reads only leftward`, () => {
    for (const table of written(text)) assert.ok((writers.get(table) ?? room) === room, `writes ${table}`)
    for (const table of mentioned(text)) {
      const writer = writers.get(table) ?? room
      assert.ok(writer === room || leftOf(writer, room), `reads ${table}`)
    }
  })
}

for (const { file, text, imports } of inRooms.filter(each => !/\.(sql|run|routes|worker)\.ts$/.test(each.file))) {
  if (mayAct(file)) continue
  test(`${file} only thinks`, () => {
    for (const path of imports) assert.ok(!path.endsWith('.ts') || thinks(path), `${path} acts`)
    for (const path of imports)
      assert.doesNotMatch(path, /^(node:fs|node:net|node:http|node:child_process|pg|sql-template-tag|nodemailer)$/)
    assert.doesNotMatch(text, /process\.|Date\.now\(|new Date\(\)|Temporal\.Now|Math\.random\(|\bfetch\(|wallClock/)
  })
}

test('only config.ts reads the environment', () => {
  for (const { file, text } of files) if (file !== 'src/config.ts') assert.doesNotMatch(text, /process\.env/, file)
})

test('SQL is told the time and never asks for it', () => {
  for (const { file, text } of inRooms) {
    if (file.endsWith('.sql.ts')) assert.doesNotMatch(text, /\b(now\(\)|current_timestamp|clock_timestamp\()/, file)
  }
})

test('no file re-exports a room, and none is called after a pattern', () => {
  for (const { file } of files) {
    assert.doesNotMatch(file, /(^|\/)index\.ts$/)
    assert.doesNotMatch(file, /(service|manager|helper|handler|processor|utils|common|data|info)/i)
  }
})

test('a failure is caught only where the outside world is turned into a value', () => {
  // Each of these is such a place; a new one is a decision, made here.
  const MAY_CATCH = [
    /^src\/base\/time\.ts$/,
    /^src\/db\//,
    /^src\/delivery\/(channels\/|.*\.run\.ts$)/,
    /^src\/(receipts|audit)\/.*\.run\.ts$/,
    /^src\/http\/door.*\.ts$/,
    /^src\/messages\/(pdf\.worker|pdf\.run|papers\.run|template)\.ts$/,
    /^src\/(station|main|house|config)\.ts$/,
    /^src\/commands\//,
  ]
  for (const { file, text } of files) {
    if (/\bcatch\b ?[({]/.test(text))
      assert.ok(
        MAY_CATCH.some(place => place.test(file)),
        file,
      )
  }
})

test('the project speaks of itself alone', () => {
  for (const file of globSync(
    '{*.md,docs/**/*.md,src/**/*.ts,console/{*,*/*}.{ts,tsx,css,html},test/**/*.ts,bench/**/*.ts,templates/**/*.*,examples/**/*.json,migrations/*.sql}',
    { cwd: root },
  )) {
    if (file !== 'test/house.test.ts') assert.doesNotMatch(read(file), /\/root\/|\bregistry\.npmjs\b/, file)
  }
})

// The console is a client: it knows the API, what things look like, the frame around the pages, and its own pages.
const screens = globSync('console/**/*.{ts,tsx}', { cwd: root, exclude: path => path === 'dist' })
  .filter(file => !/\.test\.ts$|^console\/(build\.ts|api\/writ)|^console\/dist/.test(file))
  .sort()

test('the console knows only the API, and its rooms import only leftward: api, look, the frame, the pages', () => {
  const FRAME = ['shell', 'sign-in']
  const mayKnow = (room: string): readonly string[] => {
    if (room === 'api') return []
    if (room === 'look') return ['api']
    return FRAME.includes(room) ? ['api', 'look', ...FRAME] : screens.map(file => file.split('/')[1]!)
  }
  assert.ok(screens.length > 100)
  for (const file of screens) {
    const [, room = '', ...rest] = file.split('/')
    for (const [, path = ''] of read(file).matchAll(/^(?:import|export)\b[^'";]*?from '([^']+)'/gm)) {
      assert.doesNotMatch(path, /^#|src\//, `${file}: ${path}`)
      const [, to] = /^\.\.\/([\w-]+)\//.exec(path) ?? []
      if (to && rest.length > 0) assert.ok(mayKnow(room).includes(to), `${file}: ${path} is not on the left of ${room}`)
    }
  }
})
