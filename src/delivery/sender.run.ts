import type { Channel } from '#base/address.ts'
import { type Clock, isAfter, later } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import { newRota } from '#db/turns.ts'
import type { Lane } from '#rules/notice.ts'
import { type Choice, openAccounts } from './accounts.run.ts'
import type { Carrier } from './carrier.ts'
import { type Crew, openCrew } from './crew.run.ts'
import { openHands, type Work } from './hands.run.ts'
import { openLeases } from './leases.run.ts'
import { openRecorder } from './recorder.run.ts'
import { expireOverdue, type Taken, takeDue } from './taking.sql.ts'

export type SenderOptions = Readonly<{
  lane: Lane
  channel: Channel
  /** This sender's own, the best first: two senders over one pool of connections would wait for each other. */
  carriers: readonly Carrier[]
  clock: Clock
  /** Told of what should not happen (a carrier that throws, a database that is away), to write it to the log. */
  trouble: (error: unknown, about: { doing: Doing; ids: readonly string[] }) => void
  /** How many to take at a time. */
  batch?: number
  /** Seconds after which another process takes over what this one holds, unless this one says that it still lives. */
  lease?: number
  /** Seconds that stopping waits for what is under way. */
  stopWithin?: number
}>

export type Doing = 'sending' | 'recording' | 'renewing' | 'giving-back' | 'handing-over' | 'choosing' | 'learning'

export type Sender = Readonly<{
  /**
   * Takes what is due, if there is room for it within a second, and starts to hand it over; false when nothing was
   * due or no carrier can be used now. It does not wait for the answers: a server that thinks for minutes holds up
   * one connection and nothing else.
   */
  sendDue: () => Promise<boolean>
  /** There may be something of somebody who has nothing in hand yet: do not wait for room. */
  look: () => void
  /** Resolves when everything taken has been answered and the answers are recorded. */
  idle: () => Promise<unknown>
  /** Takes nothing more, gives back what was not started, and waits a while for what is under way. */
  stop: () => Promise<void>
}>

/**
 * Sends the deliveries of one lane and channel through the best of its carriers, as many at once as that has connections.
 *
 * A connection starts its next message only after the result of its last one is committed, and lets go of the last byte
 * of a message only after that is committed too: whenever this process dies, what had not come to its last byte was
 * not sent, and of the others there is at most one for each connection.
 */
export function openSender(db: Database, options: SenderOptions): Sender {
  const { lane, carriers, clock, trouble, batch = 100, lease = 60, stopWithin = 20 } = options
  const told =
    (doing: Doing) =>
    (error: unknown, about: readonly { id: string }[] = []) =>
      trouble(error, { doing, ids: about.map(({ id }) => id) })
  const leases = openLeases(db, { clock, seconds: lease, trouble: told('renewing') })
  const recorder = openRecorder(db, told('recording'))
  const accounts = openAccounts(db, carriers, { lane, clock, trouble: told('choosing') })
  let stopping = false
  const hands = openHands(db, { ...options, leases, recorder, accounts, isStopping: () => stopping })
  const crews = new Map<Carrier, Crew<Work>>(
    carriers.map(each => [
      each,
      openCrew(each.connections, { work: hands.carry, whose: ({ row }: Work) => row.companyId }),
    ]),
  )
  const takeFor = openTaker(db, { ...options, lease })
  let taking: Promise<boolean> = Promise.resolve(false)
  let mourned: Promise<unknown> = Promise.resolve()

  async function take(): Promise<boolean> {
    const choice = await accounts.choose()
    if (!choice) return takeFor.nobody()
    const crew = crews.get(choice.carrier)!
    // Half a batch is still in hand when the next one is fetched, so that no connection waits for the database.
    const free = await crew.room(batch / 2, LOOKS)
    if (stopping) return false
    // No room for more of the same; but somebody who has nothing in hand yet must not wait for that.
    const without = free ? [] : crew.waitingFor()
    if (!free && !(await crew.room(batch * 2, 0))) return true
    const { rows, until } = await takeFor.choice(choice, { batch: free ? batch : FEW, without })
    leases.hold(
      rows.filter(({ late }) => !late),
      until,
    )
    await give(rows, choice)
    return rows.length > 0 || !free
  }

  async function give(rows: readonly Taken[], choice: Choice): Promise<void> {
    const works = rows.filter(({ late }) => !late).map(row => workFor(row, carriers, choice))
    for (const work of works) if (work.row.cutOff) mourned = Promise.all([mourned, hands.mourn(work)])
    const toSend = works.filter(({ row }) => !row.cutOff)
    for (const [carrier, theirs] of Map.groupBy(toSend, work => work.carrier)) {
      const { start, apart } = await accounts.pace(carrier, theirs.length)
      crews.get(carrier)!.add(theirs.map((work, i) => ({ ...work, notBefore: later(start, apart * i) })))
    }
  }

  async function stop(): Promise<void> {
    stopping = true
    const dismissed = () => [...crews.values()].flatMap(crew => crew.dismiss().map(({ row }) => row))
    const left = dismissed()
    await Promise.allSettled([taking])
    await hands.putBack([...left, ...dismissed()])
    await Promise.all([...crews.values()].map(crew => crew.idle(stopWithin)))
    leases.close()
    recorder.close()
  }

  const idle = () => Promise.all([mourned, ...[...crews.values()].map(crew => crew.idle())])
  const look = () => {
    for (const crew of crews.values()) crew.stir()
  }
  return { sendDue: () => (taking = take()), look, idle, stop }
}

/** What did not get through goes the other way, if there is one; what may have got through goes back to who knows. */
function workFor(row: Taken, carriers: readonly Carrier[], { carrier, other }: Choice): Work {
  const named = carriers.find(({ name }) => name === row.lastCarrier)
  const last = named ?? gone(row.lastCarrier, carriers[0]!)
  const knows = row.state === 'unknown' && named && named.doubt !== 'blind'
  const failedHere = last === carrier && (row.lastOutcome === 'unreachable' || row.lastOutcome === 'unknown')
  return { row, last, carrier: knows ? last : (failedHere && other) || carrier, notBefore: EPOCH }
}

// It is not set up any more. Another one can be asked about its messages as little as it can.
const gone = (name: string | null, { find: _, ...other }: Carrier): Carrier => ({
  ...other,
  name: name ?? other.name,
  doubt: 'blind',
})

const EPOCH = Temporal.Instant.fromEpochMilliseconds(0)

type Taker = SenderOptions & { lease: number }

/** Takes what is due, company by company in turn. */
function openTaker(db: Database, { lane, channel, carriers, clock, lease }: Taker) {
  const byKey = carriers.filter(({ doubt }) => doubt === 'key').map(({ name }) => name)
  const rota = newRota()
  let swept: Temporal.Instant | undefined

  async function choice({ carrier, most }: Choice, { batch, without }: { batch: number; without: readonly string[] }) {
    const now = clock()
    const until = later(now, lease)
    const limit = Math.min(batch, most)
    const through = { lane, channel, carrier: carrier.name, byKey }
    // Those who are only looked at because others fill our hands keep their turns.
    const turn = { limit, without, rota: without.length === 0 ? rota : newRota() }
    const rows = await takeDue(db, { ...through, ...turn, now, until })
    return { rows, until }
  }

  // No carrier can be used, so nothing is taken: what comes too late meanwhile must end all the same.
  async function nobody(): Promise<boolean> {
    const now = clock()
    if (swept && isAfter(later(swept, SWEEP), now)) return false
    const ended = await expireOverdue(db, { lane, channel, now, limit: 1000 })
    if (ended === 0) swept = now
    return ended > 0
  }

  return { choice, nobody }
}

// Seconds after which those who have nothing in hand are looked for while the hands are full, also when nobody says that
// there are any; and how many of theirs.
const LOOKS = 0.25
const FEW = 20

// Seconds between two looks for what has expired.
const SWEEP = 30
