import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { CALL_COLUMNS } from './call-columns.ts'
import { shortLived } from './memory.ts'

// The command line as a person uses it: a process of its own on a data folder of its own.
const folder = mkdtempSync(join(shortLived(), 'callout-commands-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const main = new URL('../src/main.ts', import.meta.url).pathname
const { PATH, NODE_COMPILE_CACHE } = process.env
const environment = { PATH, NODE_COMPILE_CACHE, CALLOUT_DATA: join(folder, 'data'), PORT: '0' }

type Run = { code: number; output: string }
const callout = (args: readonly string[], more: Record<string, string> = {}) =>
  new Promise<Run>(resolve => {
    execFile(process.execPath, [main, ...args], { env: { ...environment, ...more } }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stripVTControlCharacters(stdout + stderr) }),
    )
  })

test('S1.8, S1.41: the demo plays a night and the week after: who is told, who is not and why, and nothing leaves the machine', async () => {
  const { code, output } = await callout(['demo', '--exit'])
  assert.equal(code, 0, output)
  assert.match(output, /02:16 {2}SCR-1 {2}The dispatcher sends Night Owl/)
  assert.match(output, /told {6}facilities@hargreaves\.example by e-mail with SCR-1\.pdf/)
  assert.match(output, /not told {2}Facilities desk .*"don't notify" at this site/)
  assert.match(output, /the provider has no mobile/)
  assert.match(output, /Nothing changed: nothing is written, nobody is told/)
  assert.match(output, /by e-mail with Weekly jobs [\d-]+ to [\d-]+\.pdf and Weekly jobs .*\.csv/)
  assert.match(output, /Tue, \d+ \w+, 07:00 {2}SCR-3 .*\n +not told {2}the provider .*reminder\): the job is deferred/)
  assert.match(output, /SCR-3 not completed after 6 days/)
  assert.match(output, /8 e-mails and 4 texts/)
})

test('S1.11: the doctor says what to do on a new server, and that all is well once there is a company', async () => {
  const before = await callout(['doctor'])
  assert.equal(before.code, 1, before.output)
  assert.match(before.output, /TO DO {3}Companies: none yet. Add one/)
  const added = await callout([
    'add-company',
    '--name',
    'Bay Alarm',
    '--code',
    'BAY',
    '--zone',
    'America/Los_Angeles',
    '--country',
    'US',
  ])
  assert.match(added.output, /Bay Alarm \(BAY\) was added.*\n\n {2}callout_\w+/)
  assert.match(
    added.output,
    /Its administrator begins here:\n\n {2}http:\/\/127\.0\.0\.1:0\/first-run#code=[\w-]{32}\n/,
  )
  const nobody = await callout(['sign-in-link', 'ruth@bay.example'])
  assert.deepEqual([nobody.code, nobody.output], [1, 'Nobody signs in by ruth@bay.example.\n'])
  const again = await callout(['add-company', '--name', 'Other', '--code', 'BAY', '--zone', 'UTC'])
  assert.deepEqual([again.code, /code-taken/.test(again.output)], [1, true])
  const well = await callout(['doctor'])
  assert.equal(well.code, 0, well.output)
  const ill = await callout(['doctor'], { SMTP_URL: 'smtp://user:hunter2@127.0.0.1:1', SMTP_FROM: 'a@b.example' })
  assert.equal(ill.code, 1)
  assert.match(ill.output, /TO DO {3}E-mail \(smtp\): /)
  assert.doesNotMatch(ill.output, /hunter2/)
})

const HEADER = 'Row,Call,Unit,Received,Dispatch,Response,On Scene,Available,Address,District,Outcome'
const CALLS = `${HEADER}
1,c1,E1,2026-03-02 02:14,2026-03-02 02:16,2026-03-02 02:17,2026-03-02 02:30,2026-03-02 02:50,1 Mill,West,False
2,c1,T1,2026-03-02 02:14,2026-03-02 02:16,2026-03-02 02:17,,2026-03-02 02:40,1 Mill,West,False
3,c2,E1,2026-03-02 03:14,2026-03-02 03:16,2026-03-02 03:17,2026-03-02 03:30,2026-03-02 03:50,2 Mill,West,False
`
const MAP = {
  company: { name: 'Replayed', code: 'RPL', timeZone: 'Australia/Sydney', locale: 'en-AU', country: 'AU' },
  times: { zone: 'Australia/Sydney', format: 'yyyy-MM-dd HH:mm' },
  ...CALL_COLUMNS,
  site: { name: '{{Address}}', address: '{{Address}}' },
  customer: '{{District}}',
  serviceType: 'Alarm',
  kind: 'alarm',
  request: 'Alarm',
  outcome: '{{Outcome}}',
  rules: [
    { owner: { kind: 'customer', name: 'West' }, when: 'dispatched', via: 'text-email', to: 'west@callout.example' },
    { owner: { kind: 'customer', name: 'West' }, when: 'completed', via: 'pdf-email', to: 'west@callout.example' },
    { owner: { kind: 'site', name: '2 Mill' }, mute: true, when: 'completed' },
  ],
}

test('a replay makes every call one job and every unit a technician; run again, it adds nothing', async () => {
  const [calls, map] = [join(folder, 'calls.csv'), join(folder, 'map.json')]
  writeFileSync(calls, CALLS)
  writeFileSync(map, JSON.stringify(MAP))
  const first = await callout(['replay', calls, '--map', map])
  assert.equal(first.code, 0, first.output)
  const figures = (output: string) =>
    Object.fromEntries([...output.matchAll(/│ (\S.*?) +│ +(\S.*?) │/g)].map(match => [match[1], match[2]]))
  const {
    'save to hand-over, median': median,
    'save to hand-over, 99th percentile': slowest,
    ...rest
  } = figures(first.output)
  assert.deepEqual(rest, {
    'calls in the file': '2',
    jobs: '2',
    'technicians on visits': '3',
    'saves (events)': '14',
    'told by e-mail': '2 (2 handed over)',
    'told by e-mail with PDF': '1 (1 handed over)',
    'not told: "don\'t notify" at this site': '1',
    'duplicates avoided': '0',
  })
  assert.match(`${median} ${slowest}`, /^\d+\.\d\d s \d+\.\d\d s$/)
  assert.match(first.output, /time missing: On Scene, 1 rows: line 3 \(2\)/)
  const second = await callout(['replay', calls, '--map', map])
  assert.deepEqual(figures(second.output), figures(first.output))
})

test('wrong words, a wrong map and a wrong file are each refused with a sentence', async () => {
  assert.match((await callout(['fly'])).output, /There is no command "fly"/)
  assert.match((await callout(['add-company', '--help'])).output, /^callout COMMAND/)
  assert.match((await callout(['replay'])).output, /replay takes one file and --map MAP\.json/)
  assert.match((await callout(['demo', '--sideways'])).output, /--sideways/)
  const [calls, map] = [join(folder, 'wrong.csv'), join(folder, 'map.json')]
  writeFileSync(calls, 'A,B\n1,2\n')
  const missing = await callout(['replay', calls, '--map', map])
  assert.match(missing.output, /has no column "Row", "Call"/)
  assert.match(
    (await callout(['replay', join(folder, 'none.csv'), '--map', map])).output,
    /There is no file .*none\.csv/,
  )
  writeFileSync(calls, 'Row,Call\n1,"2\n')
  assert.match((await callout(['replay', calls, '--map', map])).output, /is not a CSV file that can be read: .*line/)
  const away = await callout(['doctor'], { DATABASE_URL: 'postgres://user:hunter2@127.0.0.1:1/x' })
  assert.match(away.output, /TO DO {3}Database: The PostgreSQL in DATABASE_URL does not let us in/)
  assert.doesNotMatch(away.output, /hunter2/)
  assert.match((await callout(['doctor'], { PORT: 'x' })).output, /PORT: must be a port number/)
})

test('W1: explain says in a sentence what it cannot explain', async () => {
  for (const [args, sentence] of [
    [['ZZZ-7'], /There is no job ZZZ-7 on this server/],
    [['seven'], /"seven" is not a job: name it as ABC-12/],
    [['ZZZ-7', '--if', 'flooded'], /--if takes one of dispatched/],
    [[], /explain takes one job, such as ABC-12/],
  ] as const) {
    const { code, output } = await callout(['explain', ...args])
    assert.equal(code, 2, output)
    assert.match(output, sentence)
    assert.doesNotMatch(output, /\bat .*\.ts:/)
  }
})
