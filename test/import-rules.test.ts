import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { listRules } from '#rules/rules.run.ts'
import { freshDatabase } from './database.ts'
import { insertPlace, type Place } from './rows.ts'

// The command as a person uses it: a process of its own, on a database where a company keeps its directory.
const folder = mkdtempSync(join(tmpdir(), 'callout-import-'))
const example = new URL('../examples/notifications.csv', import.meta.url).pathname
const main = new URL('../src/main.ts', import.meta.url).pathname

let house: Awaited<ReturnType<typeof freshDatabase>>
let here: Place
before(async () => {
  house = await freshDatabase()
  here = await insertPlace(house.db)
})
after(async () => {
  await house.drop()
  rmSync(folder, { recursive: true, force: true })
})

function callout(...args: string[]): Promise<{ code: number; output: string }> {
  const { host, port, user, password, database } = house.connection
  const url = `postgres://${user}:${password ?? ''}@localhost:${port}/${database}?host=${encodeURIComponent(String(host))}`
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, NODE_COMPILE_CACHE, DATABASE_URL: url, CALLOUT_DATA: folder }
  return new Promise(resolve => {
    execFile(process.execPath, [main, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    )
  })
}
const rules = () => listRules(house.db, { companyId: here.companyId, limit: 100 })

test('S1.15: the shipped example is tried without making anything, then made, then found to be there', async () => {
  const dry = await callout('import-rules', example, '--company', 'ABC', '--dry-run')
  assert.equal(dry.code, 0, dry.output)
  assert.match(
    dry.output,
    /^line 2 +can be made +When a job of customer Hargreaves Timber is dispatched, text Facilities desk \(\+61491570156\)\.$/m,
  )
  assert.match(dry.output, /^Second Patrol has no mobile: this text would reach nobody there\.$/m)
  assert.match(dry.output, /Nothing was made, this was a dry run\. Of 8 rows: 8 would be made\./)
  assert.deepEqual(await rules(), [])

  const real = await callout('import-rules', example, '--company', 'ABC')
  assert.match(real.output, /^Of 8 rows: 8 made\.$/m)
  assert.doesNotMatch(real.output, /^line/m, 'of rows that are in order nothing is said')
  assert.equal((await rules()).length, 8)

  const again = await callout('import-rules', example, '--company', 'ABC')
  assert.deepEqual([again.code, /Of 8 rows: 8 there already\./.test(again.output)], [0, true])
  assert.equal((await rules()).length, 8)
})

test('a refused row is told with its line, and the command fails; --partly makes the others', async () => {
  const file = join(folder, 'rows.csv')
  writeFileSync(
    file,
    [
      'Owner Type,Owner,Service Type,Notify When,Via,Email Address / Mobile Number,Colour',
      'Customer,Hargreaves Timbre,All,Dispatched,Text Email,new@mill.example,red',
      'Customer,Hargreaves Timber,All,Dispatched,Text Email,new@mill.example,red',
    ].join('\n'),
  )
  const before = (await rules()).length
  const whole = await callout('import-rules', file, '--company', 'ABC')
  assert.equal(whole.code, 1, whole.output)
  assert.match(whole.output, /^Not read: the columns "Colour"\.$/m)
  assert.match(
    whole.output,
    /^line 2 +refused +There is no customer "Hargreaves Timbre": did you mean "Hargreaves Timber"\?$/m,
  )
  assert.match(whole.output, /Nothing was made, because a row is refused\. Of 2 rows: 1 could be made, 1 refused\./)
  assert.equal((await rules()).length, before)
  assert.match((await callout('import-rules', file, '--company', 'ABC', '--partly')).output, /1 made, 1 refused/)
  assert.equal((await rules()).length, before + 1)
})

test('what cannot be imported at all is refused with a sentence', async () => {
  for (const [args, told] of [
    [[example], /import-rules takes one file and --company ABC/],
    [[example, '--company', 'NON'], /There is no company NON\. There are: ABC\./],
    [[join(folder, 'none.csv'), '--company', 'ABC'], /There is no file .*none\.csv\./],
    [[folder, '--company', 'ABC'], /There is no file/],
    [[main, '--company', 'ABC'], /There is no column "Owner Type"/],
  ] as const) {
    const { code, output } = await callout('import-rules', ...args)
    assert.ok(code > 0)
    assert.match(output, told)
    assert.doesNotMatch(output, /^ +at /m, 'a stack is for bugs')
  }
})
