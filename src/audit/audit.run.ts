import { statfs } from 'node:fs/promises'
import { hostname } from 'node:os'
import type { Channel } from '#base/address.ts'
import { type Clock, type Instant, later } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import { queueHeads, waitingIn } from '#delivery/health.run.ts'
import { markTold, mayTell, openAlarms, recordFindings, untoldAlarms } from './alarms.sql.ts'
import { type Alarm, letterOf, tidingsOf } from './alarms.ts'
import { accountFacts, capturedFacts, databaseTime, deskFacts, oldestNotices } from './facts.sql.ts'
import type { ChannelFacts, Facts, LaneFacts } from './facts.ts'
import { type Finding, findingsIn } from './findings.ts'
import { openOutageBell } from './outage.run.ts'
import { type Log, type Operators, type Teller, tell, waysOf } from './tell.run.ts'

export { latestAlarms } from './alarms.sql.ts'

/** What one look found: the alarms that were open after it, on all machines, and the facts. */
export type Look = Readonly<{ at: Instant; alarms: readonly Alarm[]; facts: Facts }>

export type Auditor = Readonly<{
  /** Looks if the last look is 15 seconds old. There is never more to do at once. */
  turn: () => Promise<boolean>
  /** Looks now: opens and ends alarms, and tells the operators. Throws when the database cannot be asked, and tells them that too. */
  look: () => Promise<Look>
  /** The last look that succeeded. */
  last: () => Look | undefined
}>

export type AuditorOptions = Readonly<{
  /** Connections of its own: when all others are taken, that is what it must see. */
  db: Database
  clock: Clock
  log: Log
  carriersOf: Teller['carriersOf']
  operators: Operators
  /** The channels and the names of their accounts; one that only captures has none. */
  channels: readonly ChannelFacts[]
  stations: () => readonly Readonly<{ name: string; lastTurn: () => Instant | undefined }>[]
  /** Where our own database keeps its files. */
  dataFolder?: string | null
}>

// Seconds from one look to the next.
const PACE = 15

/** Watches the sending (W8): every 15 seconds it looks at what is due, at the accounts and at the stations. */
export function openAuditor(options: AuditorOptions): Auditor {
  const { clock } = options
  const opened = clock()
  const process = nameOfProcess()
  const bell = openOutageBell({ ...options, process })
  let last: Look | undefined
  let tried: Instant | undefined

  async function look(): Promise<Look> {
    tried = clock()
    try {
      last = await lookOnce(options, { opened, process })
      await bell.answered()
      return last
    } catch (error) {
      await bell.failed(error)
      throw error
    }
  }

  const isDue = () => !tried || Temporal.Instant.compare(later(tried, PACE), clock()) <= 0
  const turn = async () => {
    if (isDue()) await look()
    return false
  }
  return { look, turn, last: () => last }
}

const nameOfProcess = () => `${hostname()}, process ${globalThis.process.pid}`

type Place = { opened: Instant; process: string }

async function lookOnce(options: AuditorOptions, place: Place): Promise<Look> {
  const { db, clock } = options
  const facts = await readFacts(options, place)
  const now = clock()
  const findings = findingsIn(facts, now)
  await db.begin(tx => recordFindings(tx, findings, now))
  await tellWhatIsNew(options, findings, place.process)
  return { at: now, alarms: await openAlarms(db), facts }
}

async function readFacts(options: AuditorOptions, { opened, process }: Place): Promise<Facts> {
  const { db, clock, channels, stations, dataFolder } = options
  const now = clock()
  const names = channels.flatMap(({ accounts }) => accounts)
  return {
    databaseAhead: await aheadOf(db, clock),
    queues: await queueHeads(db),
    lanes: await laneFacts(db),
    desk: await deskFacts(db, now),
    accounts: await accountFacts(db, names, now),
    captured: await capturedFacts(db, now),
    channels,
    stations: stations().map(({ name, lastTurn }) => ({ name, lastTurn: lastTurn() ?? opened })),
    process,
    diskFree: dataFolder ? await freeShareOf(dataFolder) : null,
  }
}

async function laneFacts(db: Database): Promise<LaneFacts[]> {
  const waiting = new Map((await waitingIn(db, MOST_COUNTED)).map(each => [each.lane, each.waiting]))
  return (await oldestNotices(db)).map(each => ({ ...each, waiting: waiting.get(each.lane)! }))
}

const MOST_COUNTED = 100_000

/** Seconds by which the database's clock is ahead; what lies within the time it took to ask is no difference. */
async function aheadOf(db: Database, clock: Clock): Promise<number> {
  const before = clock()
  const theirs = await databaseTime(db)
  const [early, late] = [theirs.since(before).total('seconds'), theirs.since(clock()).total('seconds')]
  return early < 0 ? early : Math.max(late, 0)
}

async function freeShareOf(folder: string): Promise<number> {
  const { bavail, blocks } = await statfs(folder)
  return bavail / blocks
}

/**
 * Tells what has not been told, in the transaction that writes it down: of several processes one does it, and one that
 * dies over it leaves it to the next. When nobody can be told, the log is.
 */
async function tellWhatIsNew(options: AuditorOptions, findings: readonly Finding[], process: string): Promise<void> {
  const { db, clock, log } = options
  await db.begin(async tx => {
    if (!(await mayTell(tx))) return
    const now = clock()
    const tidings = tidingsOf(await untoldAlarms(tx), now)
    if (tidings.length === 0) return
    for (const { alarm, is } of tidings)
      log(is === 'over' ? 'info' : LEVEL[alarm.severity], `${is}: ${alarm.words}`, { alarm: alarm.key })
    const told = await tell(letterOf(tidings, process), findings, options)
    // With nobody to tell, the log has been told; otherwise it is tried again at the next look.
    const by = told ?? (waysOf(options).length === 0 ? 'log' : null)
    const ids = tidings.map(({ alarm }) => alarm.id)
    if (by) await markTold(tx, ids, { by, now })
  })
}

const LEVEL = { alarm: 'error', warning: 'warn' } as const

/** The accounts each channel sends through, from its carriers. */
export const channelFacts = (
  lines: readonly Readonly<{ channel: Channel; carriers: readonly Readonly<{ name: string }>[] }>[],
): ChannelFacts[] =>
  [...Map.groupBy(lines, ({ channel }) => channel)].map(([channel, its]) => {
    const names = its.flatMap(({ carriers }) => carriers.map(({ name }) => name)).filter(name => name !== 'capture')
    return { channel, accounts: [...new Set(names)] }
  })
