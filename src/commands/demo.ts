import { styleText } from 'node:util'
import { later, wallClock } from '#base/time.ts'
import { freshDatabaseOn, type Server } from '#db/open.ts'
import { listMessages } from '#delivery/delivery.run.ts'
import { addApiKey } from '#directory/access.run.ts'
import { CALLOUT } from '#directory/directory.ts'
import { type Job, jobNumber } from '#jobs/job.ts'
import { SAID } from '#rules/reasons.ts'
import { type DecisionRow, decisionsOfJob } from '#rules/rules.run.ts'
import type { Config } from '../config.ts'
import { type House, openHouse } from '../house.ts'
import type { Log } from '../station.ts'
import { nightOf, type Scene } from './night.ts'
import { serveHouse } from './serve.ts'
import { openConfigured } from './server.ts'
import { buildTown, type Town, townId } from './town.ts'

type Say = (line: string) => void

/**
 * Builds a town on an empty database of its own, plays one night on a held clock and tells it line by line, then
 * serves the page that shows it. Everything is captured: nothing leaves the machine, whatever is configured.
 */
export async function demo(
  config: Config,
  { log, say, exit }: { log: Log; say: Say; exit: 'after the night' | 'when told' },
) {
  const server = await openConfigured(config, log)
  const connection = await freshDatabaseOn(server, 'callout_demo')
  await playNight(connection, log, say)
  if (exit === 'after the night') return await server.close()
  const opened = async ({ db }: House, address: string) => {
    const { secret } = await addApiKey(db, { companyId: townId(), name: 'demo', scopes: ['administer'] }, wallClock())
    say(`Look at the night: ${address}#key=${secret}`)
  }
  await serveHouse({ ...config, email: null }, { server, connection, log, say, opened })
}

async function playNight(connection: Server['connection'], log: Log, say: Say): Promise<void> {
  let now = Temporal.ZonedDateTime.from('2026-11-20T22:00[Australia/Sydney]').toInstant()
  const house = await openHouse({ connection, clock: () => now, log, stations: 'by-hand', email: null })
  const town = await buildTown(house, now)
  say(styleText('bold', 'The night of 21 November 2026 at Southern Cross Response, Sydney'))
  say('Everything below is captured here: nothing is sent to anybody.')
  const jobs = new Map<string, Job>()
  for (const scene of nightOf(town)) {
    now = Temporal.ZonedDateTime.from(`2026-11-21T${scene.at}[Australia/Sydney]`).toInstant()
    const before = jobs.get(scene.job)
    const job = await play(house, town, { scene, job: before })
    now = later(now, 1)
    await house.settle()
    jobs.set(scene.job, job)
    say(`\n${styleText('bold', scene.at)}  ${styleText('cyan', jobNumber('SCR', job.number))}  ${scene.says}`)
    for (const line of await told(house, job, before)) say(`       ${line}`)
  }
  await summarise(house, town, say)
  await house.close()
}

async function play(
  { desk }: House,
  { companyId }: Town,
  { scene, job }: { scene: Scene; job: Job | undefined },
): Promise<Job> {
  const saved =
    'open' in scene.deed
      ? await desk.open({ companyId, by: CALLOUT, ...scene.deed.open })
      : await desk.save({ companyId, jobId: job!.id, change: scene.deed, by: CALLOUT })
  if (!saved.ok) throw new Error(`The night went wrong at ${scene.at}: ${saved.because}`)
  return saved.job
}

/** Who was told of this save and by which words, and who was not and why. */
async function told({ db }: House, job: Job, before: Job | undefined): Promise<string[]> {
  if (job.version === before?.version) return [styleText('dim', 'Nothing changed: nothing is written, nobody is told.')]
  const decisions = (await decisionsOfJob(db, job.companyId, job.id)).filter(({ version }) => version === job.version)
  const messages = await listMessages(db, { companyId: job.companyId, jobId: job.id, limit: 50 })
  const notices = Map.groupBy(
    decisions.filter(({ noticeId }) => noticeId),
    ({ noticeId }) => noticeId!,
  )
  const lines = [...notices].flatMap(([id, reasons]) => {
    const message = messages.find(each => each.id === id)
    return message ? [asTold(message, reasons), ...wordsOf(message.body)] : []
  })
  const silent = decisions.filter(({ because }) => because !== 'told').map(asNotTold)
  const nobody = decisions.length === 0 ? [styleText('dim', 'No rule speaks of this.')] : []
  return [...lines, ...silent, ...nobody]
}

type Message = Awaited<ReturnType<typeof listMessages>>[number]

function asTold({ channel, address, paperName }: Message, reasons: readonly DecisionRow[]): string {
  const how = channel === 'sms' ? 'text' : paperName ? `e-mail with ${paperName}` : 'e-mail'
  const rules = reasons.length > 1 ? ` (${reasons.length} rules, one message)` : ''
  return `${styleText('green', 'told')}      ${address} by ${how}${rules}`
}

const SHOWN = 7

/** The first lines of a message: the page shows the whole of it. */
function wordsOf(body: string): string[] {
  const lines = body.split('\n').filter(line => line.trim() !== '')
  const shown = lines.length > SHOWN ? [...lines.slice(0, SHOWN - 1), '...'] : lines
  return shown.map(line => styleText('dim', `            ${line}`))
}

function asNotTold({ because, target, recipient, address, ownerName, occasion }: DecisionRow): string {
  const who = target === 'provider' ? 'the provider' : (recipient ?? address)
  return `${styleText('yellow', 'not told')}  ${who} (${ownerName}, ${occasion}): ${SAID[because]}`
}

async function summarise({ db }: House, { companyId }: Town, say: Say): Promise<void> {
  const messages = await listMessages(db, { companyId, limit: 200 })
  const texts = messages.filter(({ channel }) => channel === 'sms').length
  say(`\nThe night is over: ${messages.length - texts} e-mails and ${texts} texts, each with its reason on record.`)
}
