import { parseArgs } from 'node:util'
import { report } from './report.ts'
import { storm } from './storm.ts'

const HELP = `npm run chaos -- [--kills 1000] [--messages 50000] [--seed N] [--seconds 1200] [--senders 2]

Sends messages through the whole house while it is killed with SIGKILL at random moments, its database with it, its
connections are reset and its processes are frozen; then holds what the carriers heard against what was promised.
Nothing leaves this machine. Exit code 1: a promise was broken, and its story is told.
  --kills N      of processes and of the database, altogether
  --messages N   promised altogether, in waves between the kills
  --seed N       the same seed, the same plan of faults; told at the beginning
  --seconds N    no more kills after that, even if there were fewer
  --senders N    processes of the application at a time
`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '1000' },
      messages: { type: 'string', default: '50000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      seconds: { type: 'string', default: '1800' },
      senders: { type: 'string', default: '2' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return console.log(HELP)
  const numbers = {
    ...{ kills: Number(values.kills), messages: Number(values.messages), seed: Number(values.seed) },
    ...{ seconds: Number(values.seconds), senders: Number(values.senders) },
  }
  for (const [name, number] of Object.entries(numbers)) {
    if (!(Number.isInteger(number) && number > 0)) throw new Error(`--${name} must be a whole number.\n${HELP}`)
  }
  const say = (line: string) => console.error(`  ${line}`)
  console.error(`seed ${numbers.seed}: ${numbers.kills} kills, ${numbers.messages} messages`)
  const came = await storm({ ...numbers, channels: { email: 60, sms: 25, webhook: 15 }, rest: 15, say })
  if (!report(came, numbers)) process.exitCode = 1
}

await main()
