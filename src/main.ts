#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { wallClock } from '#base/time.ts'
import { EmbeddedError } from '#db/embedded-trouble.ts'
import { MigrationError } from '#db/migrate.ts'
import { ServerError } from '#db/open.ts'
import { CommandError } from './commands/trouble.ts'
import { ConfigError, readConfig } from './config.ts'
import { openLog } from './log.ts'

const HELP = `callout COMMAND

  serve                          run the server (npm start)
  build                          build the console; the server does so itself when it is missing or outdated
  demo [--exit]                  a town works a night and a week, then its page; --exit leaves that out (npm run demo)
  replay FILE.csv --map MAP.json play past calls through the real system
  explain JOB [--if dispatched]  who was told of a job (ABC-12), who was not and why, and who would be
  check-reminders FILE.csv --map MAP.json [--slower 240]
                                 past calls on a held clock: is every reminder what brute force expects?
  doctor                         check database, time, mail server and templates
  add-company --name NAME --code ABC --zone Australia/Sydney [--locale en-AU] [--country AU]
                                 add a company, show its first API key, and where its administrator begins
  sign-in-link EMAIL             print a link by which somebody who is locked out chooses a new password
  import-rules FILE.csv --company ABC [--dry-run] [--partly]
                                 make rules of SMART's notification rows; --partly leaves refused rows out
  take-bounce < MAIL             keep what a mail that came back reports, for a pipe of the mail server

Configuration, all optional, from the environment:
  CALLOUT_DATA   data folder of the embedded database (./data)
  DATABASE_URL   a PostgreSQL 15 or later to use instead
  HOST, PORT     where to listen (127.0.0.1, 4100)
  SMTP_URL       the mail server: smtp://user:password@host:587. Until a channel is set, it is captured.
  SMTP_FROM      the sender of e-mail: Callout <alerts@example.com>
  SMS_URL        texts: twilio://ACCOUNT:TOKEN@api.twilio.com or smpp://user:password@host:2775
  SMS_FROM       the number or name texts come from
  VOICE_URL, VOICE_FROM
                 calls: twilio://ACCOUNT:TOKEN@api.twilio.com, and the number they come from
  PUBLIC_URL     by which the outside reaches this server: https://callout.example.com
  OPERATOR_EMAIL, OPERATOR_MOBILE
                 whom to tell when sending itself is in trouble
  HEARTBEAT_URL  is fetched once a minute while all is well
  METRICS_TOKEN  who may read /metrics
and backups, DKIM, bounces and networks for webhooks: docs/operating.md.
`

class UsageError extends Error {}

const say = (line: string) => console.log(line)

/**
 * What each command does; true when all went well, or what the process is to exit with. Each reads its own part of the
 * house only when it is asked for: all of it takes a second, which `add-company` need not wait for.
 */
const COMMANDS: Record<string, (rest: string[]) => Promise<boolean | number>> = {
  help: async () => {
    say(HELP)
    return true
  },
  serve: async () => {
    const { serve } = await import('./commands/serve.ts')
    await serve(readConfig(), { log: openLog('fully'), say })
    return true
  },
  build: async () => {
    const { buildConsole } = await import('#http/console.run.ts')
    say(`The console is ${(await buildConsole()) === 'built' ? 'built' : 'up to date'}.`)
    return true
  },
  demo: async rest => {
    const { values } = options(rest, { exit: { type: 'boolean' } })
    const { demo } = await import('./commands/demo.ts')
    await demo(readConfig(), { log: openLog('quietly'), say, exit: values.exit ? 'after the night' : 'when told' })
    return true
  },
  replay: async rest => {
    const { values, positionals } = options(rest, { map: { type: 'string' } })
    const [calls, ...more] = positionals
    if (!calls || more.length > 0 || typeof values.map !== 'string')
      throw new UsageError('replay takes one file and --map MAP.json')
    const { replay } = await import('./commands/replay.ts')
    await replay(readConfig(), { calls, map: values.map }, { log: openLog('quietly'), say })
    return true
  },
  explain: async rest => {
    const { values, positionals } = options(rest, { if: { type: 'string' } })
    const [reference, ...more] = positionals
    if (!reference || more.length > 0) throw new UsageError('explain takes one job, such as ABC-12')
    const supposed = values.if as string | undefined
    const { explain } = await import('./commands/explain.ts')
    await explain(readConfig(), { reference, supposed }, { clock: wallClock, log: openLog('quietly'), say })
    return true
  },
  'check-reminders': async rest => {
    const { values, positionals } = options(rest, { map: { type: 'string' }, slower: { type: 'string' } })
    const [calls, ...more] = positionals
    const slower = Number(values.slower ?? 240)
    if (!calls || more.length > 0 || typeof values.map !== 'string')
      throw new UsageError('check-reminders takes one file and --map MAP.json')
    if (!(slower >= 1 && slower <= 10_000)) throw new UsageError('--slower is a number from 1 to 10000')
    const tools = { log: openLog('quietly'), say }
    const { checkReminders } = await import('./commands/check-reminders.ts')
    return checkReminders(readConfig(), { files: { calls, map: values.map }, slower }, tools)
  },
  doctor: async () => {
    const { doctor } = await import('./commands/doctor.ts')
    return doctor(readConfig(), { clock: wallClock, log: openLog('quietly'), say })
  },
  'add-company': async rest => {
    const text = { type: 'string' } as const
    const { values } = options(rest, { name: text, code: text, zone: text, locale: text, country: text })
    const { name, code, zone, locale = 'en-AU', country = 'AU' } = values as Record<string, string | undefined>
    if (!name || !code || !zone) throw new UsageError('add-company needs --name, --code and --zone')
    const { addNewCompany } = await import('./commands/add-company.ts')
    return addNewCompany(
      readConfig(),
      { name, code, timeZone: zone, locale, country },
      { log: openLog('quietly'), say },
    )
  },
  'sign-in-link': async rest => {
    const { positionals } = options(rest, {})
    const [email, ...more] = positionals
    if (!email || more.length > 0) throw new UsageError('sign-in-link takes one e-mail address')
    const { printSignInLink } = await import('./commands/sign-in-link.ts')
    return printSignInLink(readConfig(), email, { log: openLog('quietly'), say })
  },
  'import-rules': async rest => {
    const flag = { type: 'boolean' } as const
    const { values, positionals } = options(rest, { company: { type: 'string' }, 'dry-run': flag, partly: flag })
    const [file, ...more] = positionals
    if (!file || more.length > 0 || typeof values.company !== 'string')
      throw new UsageError('import-rules takes one file and --company ABC')
    const run = values['dry-run'] ? 'dry' : values.partly ? 'partly' : 'whole'
    const { importNotifications } = await import('./commands/import-rules.ts')
    return importNotifications(readConfig(), { file, code: values.company, run }, { log: openLog('quietly'), say })
  },
  'take-bounce': async () => {
    const { takeOneBounce } = await import('./commands/take-bounce.ts')
    return takeOneBounce(readConfig, { log: openLog('quietly'), say, mail: process.stdin })
  },
}

function options(args: string[], known: NonNullable<Parameters<typeof parseArgs>[0]>['options']) {
  try {
    return parseArgs({ args, options: known ?? {}, allowPositionals: true })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

// What a person can mend is told in its own sentence; anything else is a bug and keeps its stack.
const SENTENCES = [UsageError, ConfigError, EmbeddedError, MigrationError, ServerError, CommandError]

async function run([asked = 'help', ...rest]: string[]): Promise<boolean | number> {
  const name = rest.includes('--help') ? 'help' : asked
  const command = Object.hasOwn(COMMANDS, name.replace(/^--/, '')) ? COMMANDS[name.replace(/^--/, '')] : undefined
  if (!command) throw new UsageError(`There is no command "${name}".`)
  return await command(rest)
}

try {
  const ended = await run(process.argv.slice(2))
  process.exitCode = typeof ended === 'number' ? ended : ended ? 0 : 1
} catch (error) {
  if (!SENTENCES.some(kind => error instanceof kind)) throw error
  console.error((error as Error).message)
  if (error instanceof UsageError) console.error(`\n${HELP}`)
  process.exitCode = 2
}
