import { SingleBar } from 'cli-progress'
import { freshDatabaseOn } from '#db/open.ts'
import { listEntries } from '#directory/directory.run.ts'
import type { Job } from '#jobs/job.ts'
import { jobEvents } from '#jobs/jobs.run.ts'
import { isReminderRule } from '#rules/remind.ts'
import type { Rule } from '#rules/rule.ts'
import { listRules } from '#rules/rules.run.ts'
import { CAPTURED, type Config } from '../config.ts'
import { type House, openHouse } from '../house.ts'
import { remindersSent, zonesOfJobs } from './check-reminders.sql.ts'
import { type Expected, type History, remindersExpected } from './reminder-oracle.ts'
import { loadCalls, openCall, playDeed, type Tools } from './replay.ts'
import { type Call, deedsOf } from './replay-calls.ts'
import type { ReplayMap } from './replay-map.ts'
import { furnish, type ReplayTown } from './replay-town.ts'
import { openConfigured } from './server.ts'

type Files = Readonly<{ calls: string; map: string }>
type Instant = Temporal.Instant

const HOUR = 3_600_000

/**
 * Plays past calls on a held clock, hour by hour, and holds every reminder that was sent against one worked out by brute
 * force from what was saved. `slower`: how many times longer each call takes than it did; fire calls last minutes, and
 * reminders speak of days. In a database of its own; everything is captured. True when all messages agree.
 */
export async function checkReminders(
  config: Config,
  { files, slower }: { files: Files; slower: number },
  { log, say }: Tools,
): Promise<boolean> {
  const { map, calls } = await loadCalls(files)
  const server = await openConfigured(config, log)
  const connection = await freshDatabaseOn(server, 'callout_check')
  const clock = { now: lastHour(calls.calls[0]!.openedAt) }
  const house = await openHouse({ connection, clock: () => clock.now, log, stations: 'by-hand', carriers: CAPTURED })
  try {
    const town = await furnish(house, map, calls.calls)
    const writtenAt = clock.now.epochMilliseconds
    const sweeps = await play(house, { town, map, calls: calls.calls, slower, clock })
    return report(await compare(house, town, { sweeps, writtenAt }), say)
  } finally {
    await house.close()
    await server.close()
  }
}

const lastHour = (time: Instant): Instant => time.round({ smallestUnit: 'hour', roundingMode: 'floor' })

type Scene = Readonly<{ at: Instant; act: () => Promise<void> }>
type Playing = Readonly<{
  town: ReplayTown
  map: ReplayMap
  calls: readonly Call[]
  slower: number
  clock: { now: Instant }
}>

/** Plays everything in the order of its times, with a sweep at each full hour; those are the hours it returns. */
async function play(house: House, playing: Playing): Promise<number[]> {
  const { clock } = playing
  const scenes = scenesOf(house, playing)
  const first = clock.now.epochMilliseconds
  // Until the last reminder of a job that is never closed has surely gone out.
  const last = Math.max(...scenes.map(({ at }) => at.epochMilliseconds)) + 30 * 24 * HOUR
  const bar = new SingleBar({ format: '{bar} {day}, {value} of {total} hours', barsize: 40 })
  bar.start(Math.ceil((last - first) / HOUR), 0, { day: '' })
  const hours: number[] = []
  let next = 0
  for (let hour = first + HOUR; hour <= last; hour += HOUR) {
    // What is saved at the full hour itself comes after that hour's sweep.
    for (; next < scenes.length && scenes[next]!.at.epochMilliseconds < hour; next++) {
      clock.now = scenes[next]!.at
      await scenes[next]!.act()
    }
    clock.now = Temporal.Instant.fromEpochMilliseconds(hour)
    await house.settle()
    hours.push(hour)
    bar.increment({ day: String(clock.now).slice(0, 10) })
  }
  bar.stop()
  return hours
}

const scenesOf = (house: House, { town, map, calls, slower }: Playing): Scene[] =>
  calls
    .flatMap(call => [
      { at: call.openedAt, act: () => openCall(house, town, call) },
      ...deedsOf(call).map(deed => {
        const at = slowed(call.openedAt, deed.at, slower)
        return { at, act: () => playDeed(house, town, { call, map, deed: { ...deed, at } }) }
      }),
    ])
    .sort((a, b) => Temporal.Instant.compare(a.at, b.at))

const slowed = (from: Instant, to: Instant, slower: number): Instant =>
  from.add({ milliseconds: Math.round((to.epochMilliseconds - from.epochMilliseconds) * slower) })

type Compared = Readonly<{
  jobs: number
  rules: number
  sweeps: number
  sent: readonly string[]
  expected: readonly string[]
}>

async function compare(
  { db }: House,
  { companyId }: ReplayTown,
  { sweeps, writtenAt }: { sweeps: readonly number[]; writtenAt: number },
): Promise<Compared> {
  const rules = await listRules(db, { companyId, limit: 1000 })
  const jobs = await zonesOfJobs(db, companyId)
  const histories: { zone: string; history: History<Job> }[] = []
  for (const { id, zone } of jobs) {
    const events = await jobEvents(db, companyId, id)
    histories.push({ zone, history: events.map(({ at, job }) => ({ at: at.epochMilliseconds, state: job })) })
  }
  const providers = await listEntries(db, 'provider', { companyId, limit: 1000 })
  const expected = remindersExpected({
    jobs: histories,
    rules: rules.map((rule): History<Rule | null> => [{ at: writtenAt, state: rule }]),
    providers: new Map(providers.map(provider => [provider.id, provider])),
    sweeps: sweeps.map(hour => ({ hour, at: hour })),
  })
  const sent = (await remindersSent(db)).map(({ dueAt, ...row }) => ({
    ...row,
    hour: lastHour(dueAt).epochMilliseconds,
  }))
  return {
    jobs: jobs.length,
    rules: rules.filter(isReminderRule).length,
    sweeps: sweeps.length,
    sent: sent.map(legible),
    expected: expected.map(legible),
  }
}

const legible = ({ job, hour, channel, address, pdf }: Expected): string =>
  `${Temporal.Instant.fromEpochMilliseconds(hour)} job ${job}: ${channel} to ${address}${pdf ? ' with PDF' : ''}`

const SHOWN = 10

function report({ jobs, rules, sweeps, sent, expected }: Compared, say: Tools['say']): boolean {
  const missing = expected.filter(line => !sent.includes(line))
  const unexpected = sent.filter(line => !expected.includes(line))
  const twice = sent.length - new Set(sent).size
  say(`${jobs} jobs, ${rules} reminder rules, ${sweeps} hourly sweeps.`)
  say(`${sent.length} reminders were sent; brute force expected ${expected.length}.`)
  for (const line of missing.slice(0, SHOWN)) say(`  never sent:  ${line}`)
  for (const line of unexpected.slice(0, SHOWN)) say(`  unexpected:  ${line}`)
  const agree = missing.length === 0 && unexpected.length === 0 && twice === 0
  say(
    agree
      ? 'They agree, message by message.'
      : `${missing.length} missing, ${unexpected.length} too many, ${twice} sent twice.`,
  )
  return agree
}
