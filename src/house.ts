import type pg from 'pg'
import { openTally, type Tally } from '#audit/tally.run.ts'
import { CHANNELS, type Channel } from '#base/address.ts'
import type { Clock } from '#base/time.ts'
import { migrate } from '#db/migrate.ts'
import { connect, type Database, poolIn } from '#db/sql.ts'
import { newRota } from '#db/turns.ts'
import { openPost, type Post } from '#delivery/at-once.run.ts'
import type { Carrier } from '#delivery/carrier.ts'
import { carryOnce } from '#delivery/delivery.run.ts'
import type { Links } from '#delivery/links.ts'
import { openSender, type Sender } from '#delivery/sender.run.ts'
import { openSignIn, type SignIn } from '#directory/sign-in.run.ts'
import { type Desk, openDesk } from '#jobs/jobs.run.ts'
import { openPress, type PdfPress } from '#messages/pdf.run.ts'
import { takeBounce } from '#receipts/bounces.run.ts'
import { lookEachMinute, openMailbox } from '#receipts/mailbox.run.ts'
import { settleOnce } from '#receipts/receipts.run.ts'
import { LANES, type Lane } from '#rules/notice.ts'
import { planOnce } from '#rules/plan.run.ts'
import { remindOnce } from '#rules/reminders.run.ts'
import { reportOnce } from '#rules/reports.run.ts'
import { linksFor, openCarriers, senderIn } from './carriers.ts'
import type { CarrierConfig } from './config.ts'
import { type Log, type Station, startStation } from './station.ts'
import { openWatch, startWatch, type Watch, type WatchOptions } from './watch.ts'

/** Everything that works together: the one place that knows every room. */
export type House = Readonly<{
  db: Database
  desk: Desk
  /** How people prove who they are. */
  signIn: SignIn
  /** Sends e-mail that holds a secret, past the queue. */
  post: Post
  press: PdfPress
  /** By which programs are told at once, to try whether they hear. */
  webhooks: Carrier
  clock: Clock
  log: Log
  /** What we hand out to come back to us from outside. */
  links: Links
  /** Every lane of every channel, with the accounts it sends through. */
  lines: readonly Line[]
  stations: readonly Station[]
  /** Who sees that the sending is well. */
  watch: Watch
  /** Does by hand everything that is due now, to the end. For a house whose stations do not work by themselves. */
  settle: () => Promise<void>
  /** Stops taking work, lets what is under way finish, and closes. */
  close: () => Promise<void>
}>

export type HouseOptions = Readonly<{
  connection: pg.PoolConfig
  clock: Clock
  log: Log
  /** `by-themselves`: each in its own loop. `by-hand`: only when `settle` is called, for a clock that is held. */
  stations: 'by-themselves' | 'by-hand'
  carriers: CarrierConfig
  /** Carriers to use instead of the configured ones. */
  carrierFor?: (channel: Channel, lane: Lane) => Carrier
  /** Seconds after which another process takes over what a dead one was sending. */
  lease?: number
}> &
  WatchOptions

/** Opens the house on a database, brings it to this version, and puts its stations to work. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { clock, log } = options
  const db = connect(options.connection, 12)
  // Urgent messages have connections of their own: they never queue behind the rest.
  const urgent = connect(options.connection, 6)
  for (const name of await migrate(db, clock())) log('info', `migrated: ${name}`)
  const press = openPress()
  // A report takes a second to print: no job sheet waits for it.
  const slowPress = openPress()
  const poolOf = (lane: Lane) => (lane === 'urgent' ? urgent : db)
  const tally = openTally()
  const links = await linksFor(db, options.carriers)
  const sender = senderIn(options.carriers)
  const lines = linesOf({ ...options, tally, links }, poolOf)
  const pressOf = (lane: Lane) => (lane === 'slow' ? slowPress : press)
  const duties = [...dutiesOf({ db, pressOf, lines, poolOf, links, sender }), ...readingOf(options, db, links)]
  const stations = options.stations === 'by-themselves' ? startAll(duties, { clock, log }) : []
  const watch = openWatch({ ...options, lines, tally, stations: () => stations })
  if (options.stations === 'by-themselves') stations.push(...startWatch(watch, { clock, log }))
  const nudge = () => stations[0]?.nudge()
  const signIn = openSignIn(db, poolIn(options.connection, 'auth', 4))
  return {
    db,
    signIn,
    post: openPost(lineOf(lines, 'email', 'urgent').carriers, log),
    press,
    webhooks: lineOf(lines, 'webhook', 'normal').carriers[0]!,
    clock,
    log,
    links,
    stations,
    watch,
    desk: openDesk(db, clock, nudge),
    lines,
    settle: () => settle(duties, lines, clock),
    close: async () => {
      await Promise.all(stations.map(station => station.stop()))
      await Promise.all(lines.map(({ sender }) => sender.stop()))
      await Promise.all(lines.flatMap(({ carriers }) => carriers.map(carrier => carrier.close())))
      await Promise.all([press.close(), slowPress.close()])
      await Promise.all([db.close(), urgent.close(), watch.close(), signIn.close()])
    },
  }
}

/** A lane of a channel: its sender and the carriers that only this sender uses, the best first. */
export type Line = Readonly<{ lane: Lane; channel: Channel; carriers: readonly Carrier[]; sender: Sender }>

const lineOf = (lines: readonly Line[], channel: Channel, lane: Lane): Line =>
  lines.find(line => line.channel === channel && line.lane === lane)!

function linesOf(options: HouseOptions & { tally: Tally; links: Links }, poolOf: (lane: Lane) => Database): Line[] {
  const { carrierFor, clock, log, lease } = options
  return LANES.flatMap(lane =>
    CHANNELS.map(channel => {
      const opened = carrierFor
        ? [carrierFor(channel, lane)]
        : openCarriers(options.carriers, channel, { lane, db: poolOf(lane), clock, links: options.links })
      const carriers = opened.map(options.tally.counting)
      const trouble = (error: unknown, about: object) =>
        log('error', `${lane} ${channel} had trouble`, { ...about, error: String(error) })
      const sender = openSender(poolOf(lane), { lane, channel, carriers, clock, trouble, ...(lease && { lease }) })
      return { lane, channel, carriers, sender }
    }),
  )
}

/** `wakes`: who has something to do when this one did, by the beginning of their names. */
type Duty = {
  name: string
  wakes?: string
  work: (now: Temporal.Instant) => Promise<boolean>
  /** Told when it is woken while it works. */
  woken?: () => void
}
type Parts = {
  db: Database
  lines: readonly Line[]
  pressOf: (lane: Lane) => PdfPress
  poolOf: (lane: Lane) => Database
  links: Links
  /** As whom e-mail is sent; null: none is. */
  sender: string | null
}

/** What the stations do, in the order an event walks through them. */
function dutiesOf({ db, lines, pressOf, poolOf, ...writing }: Parts): Duty[] {
  const rota = newRota()
  return [
    { name: 'plan', wakes: 'carry', work: now => planOnce(db, { now, rota }) },
    { name: 'remind', wakes: 'carry slow', work: now => remindOnce(db, { now }) },
    { name: 'report', wakes: 'carry slow', work: now => reportOnce(db, { now }) },
    { name: 'settle receipts', work: now => settleOnce(db, { now }) },
    ...LANES.map(lane => carryingOf(lane, { press: pressOf(lane), db: poolOf(lane), ...writing })),
    ...lines.map(({ lane, channel, sender }) => ({
      name: `send ${lane} ${channel}`,
      work: () => sender.sendDue(),
      woken: sender.look,
    })),
  ]
}

type Writing = Pick<Parts, 'db' | 'links' | 'sender'> & { press: PdfPress }

function carryingOf(lane: Lane, { db, ...writing }: Writing): Duty {
  const rota = newRota()
  return { name: `carry ${lane}`, wakes: `send ${lane}`, work: now => carryOnce(db, { ...writing, lane, now, rota }) }
}

/** Reads what came back by mail, if there is a mailbox to read it from. */
function readingOf({ carriers, clock }: HouseOptions, db: Database, links: Links): Duty[] {
  const url = carriers.bounces?.imapUrl
  if (!url) return []
  const mailbox = openMailbox({ url, take: mail => takeBounce(db, mail, { links, now: clock() }) })
  return [{ name: 'bounces', wakes: 'settle receipts', work: lookEachMinute(mailbox) }]
}

/** Each duty in a loop of its own. Whoever did something wakes those whose turn it is then. */
function startAll(duties: readonly Duty[], tools: { clock: Clock; log: Log }): Station[] {
  const stations: Station[] = []
  const wake = (named: string) => {
    for (const [i, station] of stations.entries()) {
      if (!station.name.startsWith(named)) continue
      station.nudge()
      duties[i]!.woken?.()
    }
  }
  for (const { name, wakes, work } of duties) {
    const waking = async (now: Temporal.Instant) => {
      const worked = await work(now)
      if (worked && wakes) wake(wakes)
      return worked
    }
    stations.push(startStation(name, waking, tools))
  }
  return stations
}

async function settle(duties: readonly Duty[], lines: readonly Line[], clock: Clock): Promise<void> {
  let worked = true
  while (worked) {
    worked = false
    for (const { work, woken } of duties) if (!woken) worked = (await work(clock())) || worked
    // Each for itself, as by themselves they are.
    const sent = await Promise.all(lines.map(({ sender }) => sender.sendDue()))
    worked = sent.includes(true) || worked
    await Promise.all(lines.map(({ sender }) => sender.idle()))
  }
}
