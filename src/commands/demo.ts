import { styleText } from 'node:util'
import { newCode } from '#base/code.ts'
import { isAfter, later, wallClock } from '#base/time.ts'
import { freshDatabaseOn, type Server } from '#db/open.ts'
import { listMessages } from '#delivery/delivery.run.ts'
import { CALLOUT } from '#directory/directory.ts'
import { type Job, jobNumber } from '#jobs/job.ts'
import { SAID } from '#rules/reasons.ts'
import { type DecisionRow, decisionsOfJob } from '#rules/rules.run.ts'
import { CAPTURED, type Config } from '../config.ts'
import { type House, openHouse } from '../house.ts'
import type { Log } from '../station.ts'
import { eveningOf } from './evening.ts'
import { nightBefore, type Scene, scenesOf } from './night.ts'
import { serveHouse } from './serve.ts'
import { openConfigured } from './server.ts'
import { buildTown, letIn, type Town } from './town.ts'
import { ZONE } from './town-entries.ts'

type Say = (line: string) => void

/**
 * Builds a town on an empty database of its own, plays one night and the week after on a held clock and tells it line by
 * line, then serves the page that shows it. Everything is captured: nothing leaves the machine, whatever is configured.
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
    const password = newCode()
    const [administrator, dispatcher] = await letIn(db, password, wallClock())
    say(`Sign in at ${address} as ${administrator} (or as the dispatcher ${dispatcher}), password ${password}`)
  }
  await serveHouse({ ...config, carriers: CAPTURED }, { server, connection, log, say, opened })
}

async function playNight(connection: Server['connection'], log: Log, say: Say): Promise<void> {
  const night = nightBefore(wallClock().toZonedDateTimeISO(ZONE).toPlainDate())
  let now = momentOf({ day: night.subtract({ days: 1 }).toString(), at: '22:00' })
  const house = await openHouse({ connection, clock: () => now, log, stations: 'by-hand', carriers: CAPTURED })
  const town = await buildTown(house, now)
  say(
    styleText(
      'bold',
      `The night of ${night.toLocaleString('en-AU', { dateStyle: 'long' })} at Southern Cross Response, Sydney`,
    ),
  )
  say('Everything below is captured here: nothing is sent to anybody.')
  const jobs = new Map<string, Job>()
  for (const scene of scenesOf(town, night)) {
    const since = momentOf(scene)
    now = since
    const before = jobs.get(scene.job)
    const job = await play(house, town, { deed: scene.deed, job: before })
    now = later(now, 1)
    await house.settle()
    jobs.set(scene.job, job)
    const [time, number] = [styleText('bold', shownTime(scene, night)), styleText('cyan', jobNumber('SCR', job.number))]
    say(`\n${time}  ${number}  ${scene.says}`)
    const unchanged = scene.deed !== null && job.version === before?.version
    for (const line of unchanged ? [UNCHANGED] : await told(house, job, since)) say(`       ${line}`)
  }
  await summarise(house, town, say)
  for (const { minutesAgo, job, deed } of eveningOf(town)) {
    now = wallClock().subtract({ minutes: minutesAgo })
    jobs.set(job, await play(house, town, { deed, job: jobs.get(job) }))
    await house.settle()
  }
  await house.close()
}

type OnTheClock = Pick<Scene, 'day' | 'at'>

const momentOf = ({ day, at }: OnTheClock) => Temporal.ZonedDateTime.from(`${day}T${at}[${ZONE}]`).toInstant()

const DAY = new Intl.DateTimeFormat('en-AU', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
const shownTime = ({ day, at }: OnTheClock, night: Temporal.PlainDate) =>
  day === night.toString() ? at : `${DAY.format(new Date(day))}, ${at}`

const UNCHANGED = styleText('dim', 'Nothing changed: nothing is written, nobody is told.')

/** Does in the town what a scene says, to the job it is about. */
export async function play(
  { desk }: House,
  { companyId }: Town,
  { deed, job }: { deed: Scene['deed']; job: Job | undefined },
): Promise<Job> {
  if (deed === null) return job!
  const saved =
    'open' in deed
      ? await desk.open({ companyId, by: CALLOUT, ...deed.open })
      : await desk.save({ companyId, jobId: job!.id, change: deed, by: CALLOUT })
  if (!saved.ok) throw new Error(`The night went wrong at ${JSON.stringify(deed)}: ${saved.because}`)
  return saved.job
}

/** Who was told since then and by which words, and who was not and why: of this job, and in reports. */
async function told({ db }: House, { companyId, id: jobId }: Job, since: Temporal.Instant): Promise<string[]> {
  const decisions = (await decisionsOfJob(db, companyId, jobId)).filter(({ at }) => isAfter(at, since))
  const messages = (await listMessages(db, { companyId, limit: 50 })).filter(({ at }) => isAfter(at, since))
  const notices = Map.groupBy(
    decisions.filter(({ noticeId }) => noticeId),
    ({ noticeId }) => noticeId!,
  )
  const lines = [...notices].flatMap(([id, reasons]) => {
    const message = messages.find(each => each.id === id)
    return message ? [asTold(message, reasons), ...wordsOf(message.body)] : []
  })
  const silent = decisions.filter(({ because }) => because !== 'told').map(asNotTold)
  const reports = messages.filter(({ reportId }) => reportId !== null)
  const reported = reports.flatMap(message => [asTold(message, []), ...wordsOf(message.body)])
  const all = [...lines, ...silent, ...reported]
  return all.length > 0 ? all : [styleText('dim', 'No rule speaks of this.')]
}

type Message = Awaited<ReturnType<typeof listMessages>>[number]

function asTold({ channel, address, ...message }: Message, reasons: readonly DecisionRow[]): string {
  const papers = [message.paperName, message.spreadsheetName].filter(Boolean).join(' and ')
  const how = channel === 'sms' ? 'text' : papers ? `e-mail with ${papers}` : 'e-mail'
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

function asNotTold({ because, target, recipient, address, ownerName, ...decision }: DecisionRow): string {
  const occasion = decision.ordinal > 0 ? 'reminder' : decision.occasion
  const who = target === 'provider' ? 'the provider' : (recipient ?? address)
  return `${styleText('yellow', 'not told')}  ${who} (${ownerName}, ${occasion}): ${SAID[because]}`
}

async function summarise({ db }: House, { companyId }: Town, say: Say): Promise<void> {
  const messages = await listMessages(db, { companyId, limit: 200 })
  const texts = messages.filter(({ channel }) => channel === 'sms').length
  say(`\nThat was the week: ${messages.length - texts} e-mails and ${texts} texts, each with its reason on record.`)
}
