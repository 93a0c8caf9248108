import type pg from 'pg'
import type { Channel } from '#base/address.ts'
import type { Clock } from '#base/time.ts'
import { migrate } from '#db/migrate.ts'
import { connect, type Database } from '#db/sql.ts'
import type { Carrier } from '#delivery/carrier.ts'
import { openCapture } from '#delivery/channels/capture.ts'
import { openEmail } from '#delivery/channels/email.ts'
import { carryOnce } from '#delivery/delivery.run.ts'
import { openSender, type Sender } from '#delivery/sender.run.ts'
import { type Desk, openDesk } from '#jobs/jobs.run.ts'
import { openPress, type PdfPress } from '#messages/pdf.run.ts'
import { LANES, type Lane } from '#rules/notice.ts'
import { planOnce } from '#rules/plan.run.ts'
import { remindOnce } from '#rules/reminders.run.ts'
import { reportOnce } from '#rules/reports.run.ts'
import type { Config } from './config.ts'
import { type Log, type Station, startStation } from './station.ts'

/** Everything that works together: the one place that knows every room. */
export type House = Readonly<{
  db: Database
  desk: Desk
  press: PdfPress
  clock: Clock
  log: Log
  /** Names of the carriers by channel: "capture" means that nothing leaves the machine. */
  carriers: Readonly<Record<Channel, Carrier>>
  stations: readonly Station[]
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
  email: Config['email']
  /** Carriers to use instead of the configured ones. */
  carrierFor?: (channel: Channel, lane: Lane) => Carrier
  /** Seconds after which another process takes over what a dead one was sending. */
  lease?: number
}>

const CHANNELS: readonly Channel[] = ['email', 'sms']

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
  const lines = linesOf(options, poolOf)
  const pressOf = (lane: Lane) => (lane === 'slow' ? slowPress : press)
  const duties = dutiesOf({ db, pressOf, lines, poolOf })
  const stations = options.stations === 'by-themselves' ? startAll(duties, { clock, log }) : []
  const nudge = () => stations[0]?.nudge()
  return {
    db,
    press,
    clock,
    log,
    stations,
    desk: openDesk(db, clock, nudge),
    carriers: { email: lines.find(is('email'))!.carrier, sms: lines.find(is('sms'))!.carrier },
    settle: () => settle(duties, lines, clock),
    close: async () => {
      await Promise.all(stations.map(station => station.stop()))
      await Promise.all(lines.map(({ sender }) => sender.stop()))
      await Promise.all(lines.map(({ carrier }) => carrier.close()))
      await Promise.all([press.close(), slowPress.close()])
      await Promise.all([db.close(), urgent.close()])
    },
  }
}

const is = (channel: Channel) => (line: Line) => line.channel === channel

// To the mail server. A connection waits for each of its results to be on disk, so that more of them share a commit.
const CONNECTIONS: Record<Lane, number> = { urgent: 8, normal: 20, slow: 8 }

/** A lane of a channel: its sender and the carrier that only this sender uses. */
type Line = { lane: Lane; channel: Channel; carrier: Carrier; sender: Sender }

function linesOf({ email, carrierFor, clock, log, lease }: HouseOptions, poolOf: (lane: Lane) => Database): Line[] {
  const configured = (channel: Channel, lane: Lane) =>
    channel === 'email' && email ? openEmail({ ...email, connections: CONNECTIONS[lane] }) : openCapture()
  return LANES.flatMap(lane =>
    CHANNELS.map(channel => {
      const carrier = (carrierFor ?? configured)(channel, lane)
      const trouble = (error: unknown, about: object) =>
        log('error', `${lane} ${channel} had trouble`, { ...about, error: String(error) })
      const sender = openSender(poolOf(lane), { lane, channel, carrier, clock, trouble, ...(lease && { lease }) })
      return { lane, channel, carrier, sender }
    }),
  )
}

/** `wakes`: who has something to do when this one did, by the beginning of their names. */
type Duty = { name: string; wakes?: string; work: (now: Temporal.Instant) => Promise<boolean> }
type Parts = {
  db: Database
  lines: readonly Line[]
  pressOf: (lane: Lane) => PdfPress
  poolOf: (lane: Lane) => Database
}

/** What the stations do, in the order an event walks through them. */
function dutiesOf({ db, lines, pressOf, poolOf }: Parts): Duty[] {
  return [
    { name: 'plan', wakes: 'carry', work: now => planOnce(db, { now }) },
    { name: 'remind', wakes: 'carry slow', work: now => remindOnce(db, { now }) },
    { name: 'report', wakes: 'carry slow', work: now => reportOnce(db, { now }) },
    ...LANES.map(lane => ({
      name: `carry ${lane}`,
      wakes: `send ${lane}`,
      work: (now: Temporal.Instant) => carryOnce(poolOf(lane), { press: pressOf(lane), lane, now }),
    })),
    ...lines.map(({ lane, channel, sender }) => ({ name: `send ${lane} ${channel}`, work: () => sender.sendDue() })),
  ]
}

/** Each duty in a loop of its own. Whoever did something wakes those whose turn it is then. */
function startAll(duties: readonly Duty[], tools: { clock: Clock; log: Log }): Station[] {
  const stations: Station[] = []
  for (const { name, wakes, work } of duties) {
    const waking = async (now: Temporal.Instant) => {
      const worked = await work(now)
      if (worked && wakes) for (const station of stations) if (station.name.startsWith(wakes)) station.nudge()
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
    for (const { work } of duties) worked = (await work(clock())) || worked
    await Promise.all(lines.map(({ sender }) => sender.idle()))
  }
}
