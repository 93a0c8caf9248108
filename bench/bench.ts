import { parseArgs } from 'node:util'
import { deliveries } from './deliveries.ts'
import { email } from './email.ts'
import { type Ground, openGround } from './ground.ts'
import { jobs } from './jobs.ts'
import { load, thisMachine } from './machine.ts'
import { pages } from './pages.ts'
import { pdf } from './pdf.ts'
import { plan } from './plan.ts'
import { reminders } from './reminders.ts'
import { type Measured, print, write } from './report.ts'
import type { Bench, Row } from './row.ts'
import { start } from './start.ts'
import { taking } from './taking.ts'
import { fair, urgent } from './waiting.ts'

const HELP = `npm run bench -- [--only jobs,plan,reminders,taking,deliveries,urgent,fair,email,pdf,start,pages] [--quick] [--profile FOLDER]

Measures Callout against the same work done by bare tools, in turns, and writes bench/results.json.
  --only ROWS       these rows only
  --quick           a tenth of the counts and one round: to see that it works, not for numbers
  --profile FOLDER  the measured processes leave CPU profiles there, and are slower for it
`

const ROWS: readonly Row[] = [jobs, plan, reminders, taking, deliveries, urgent, fair, email, pdf, start, pages]
const RESULTS = new URL('./results.json', import.meta.url)

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean' },
      profile: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return console.log(HELP)
  const wanted = values.only?.split(',') ?? ROWS.map(({ name }) => name)
  const unknown = wanted.filter(name => !ROWS.some(row => row.name === name))
  if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(', ')}.\n${HELP}`)
  let ground: Promise<Ground> | undefined
  const bench: Bench = {
    rounds: values.quick ? 1 : 3,
    part: values.quick ? 0.1 : 1,
    ...(values.profile && { profiles: values.profile }),
    ground: () => (ground ??= openGround()),
    say: line => console.error(`  ${line}`),
  }
  const machine = thisMachine()
  const rows = ROWS.filter(({ name }) => wanted.includes(name))
  const measured: Measured[] = []
  const all = async () => {
    for (const row of rows) measured.push(await measure(row, bench))
  }
  try {
    await Promise.race([all(), toldToStop()])
  } finally {
    const stand = { ...machine, postgresql: ground ? (await ground).version : null }
    print(stand, measured)
    write(RESULTS, stand, measured)
    if (ground) await (await ground).close()
  }
}

/** Fails when somebody wants no more: what was measured until then is told, and children see that we are gone. */
const toldToStop = () =>
  new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => reject(new Error(`Stopped by ${signal} before the end.`)))
    }
  })

async function measure({ name, about, measure }: Row, bench: Bench): Promise<Measured> {
  const [before, since] = [load(), performance.now()]
  console.error(`${name}: ${about} (load ${before})`)
  const found = await measure(bench)
  return { row: name, about, load: before, seconds: (performance.now() - since) / 1000, ...found }
}

await main()
