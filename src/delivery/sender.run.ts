import type { Channel } from '#base/address.ts'
import { type Clock, later } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import type { Lane } from '#rules/notice.ts'
import type { Attached, Carrier, Outcome } from './carrier.ts'
import { openCrew } from './crew.run.ts'
import * as q from './delivery.sql.ts'
import { openLeases } from './leases.run.ts'
import { paperOf, spreadsheetOf } from './log.sql.ts'
import { openRecorder } from './recorder.run.ts'
import { nextAfter } from './retry.ts'

export type SenderOptions = Readonly<{
  lane: Lane
  channel: Channel
  /** This sender's own: two senders over one pool of connections would wait for each other. */
  carrier: Carrier
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

export type Doing = 'sending' | 'recording' | 'renewing' | 'giving-back'

export type Sender = Readonly<{
  /**
   * Takes what is due, if there is room for it within a second, and starts to hand it over; false when nothing was
   * due. It does not wait for the answers: a server that thinks for minutes holds up one connection and nothing else.
   */
  sendDue: () => Promise<boolean>
  /** Resolves when everything taken has been answered and the answers are recorded. */
  idle: () => Promise<unknown>
  /** Takes nothing more, gives back what was not started, and waits a while for what is under way. */
  stop: () => Promise<void>
}>

/**
 * Sends the deliveries of one lane and channel through one carrier, as many at once as it has connections.
 *
 * A connection starts its next message only after the result of its last one is committed: whenever this process
 * dies, at most one message per connection has gone out without our knowing, and only those are sent twice.
 */
export function openSender(db: Database, options: SenderOptions): Sender {
  const { lane, channel, carrier, clock, trouble, batch = 100, lease = 60, stopWithin = 20 } = options
  const leases = openLeases(db, { clock, seconds: lease, trouble: error => told(error, 'renewing', []) })
  const recorder = openRecorder(db, (error, results) => told(error, 'recording', results))
  const crew = openCrew(carrier.connections, carry)
  let taking: Promise<boolean> = Promise.resolve(false)
  let stopping = false

  async function take(): Promise<boolean> {
    // Half a batch is still in hand when the next one is fetched, so that no connection waits for the database.
    if (!(await crew.room(batch / 2, 1))) return true
    if (stopping) return false
    const now = clock()
    const ours = { now, until: later(now, lease) }
    const rows = await q.takeDue(db, { lane, channel, carrier: carrier.name, limit: batch, ...ours })
    const inTime = rows.filter(({ late }) => !late)
    leases.hold(inTime, ours.until)
    crew.add(inTime)
    return rows.length > 0
  }

  async function carry(row: q.Taken): Promise<void> {
    if (!leases.isOurs(row)) return putBack([row])
    const outcome = await handOver(db, carrier, row).catch(error => {
      told(error, 'sending', [row])
      return BROKEN
    })
    await recorder.record(resultOf(row, { outcome, channel, at: clock() }))
    leases.letGo(row)
  }

  async function putBack(rows: readonly q.Taken[]): Promise<void> {
    for (const row of rows) leases.letGo(row)
    if (rows.length > 0) await q.giveBack(db, rows, clock()).catch(error => told(error, 'giving-back', rows))
  }

  async function stop(): Promise<void> {
    stopping = true
    const left = crew.dismiss()
    await Promise.allSettled([taking])
    await putBack([...left, ...crew.dismiss()])
    await crew.idle(stopWithin)
    leases.close()
    recorder.close()
  }

  const told = (error: unknown, doing: Doing, rows: readonly q.Held[]) =>
    trouble(error, { doing, ids: rows.map(({ id }) => id) })

  return { sendDue: () => (taking = take()), idle: () => crew.idle(), stop }
}

// Async, so that a carrier that throws before it promises anything is caught like one that breaks its promise.
async function handOver(db: Database, carrier: Carrier, row: q.Taken): Promise<Outcome> {
  const { id, address, subject, body } = row
  return carrier.send({ id, address, subject, body, papers: await papersOf(db, row) })
}

/** The papers of a message, fetched now where they were too much to come with the others. */
async function papersOf(db: Database, row: q.Taken): Promise<Attached[]> {
  const { companyId, id, paperName, paperBytes, spreadsheetName, spreadsheetBytes } = row
  const papers: Attached[] = []
  if (paperName !== null) {
    const bytes = paperBytes ?? (await paperOf(db, companyId, id))!.bytes
    papers.push({ name: paperName, type: 'application/pdf', bytes })
  }
  if (spreadsheetName !== null) {
    const bytes = spreadsheetBytes ?? (await spreadsheetOf(db, companyId, id))!.bytes
    papers.push({ name: spreadsheetName, type: 'text/csv; charset=utf-8', bytes })
  }
  return papers
}

const BROKEN: Outcome = { as: 'unknown', code: null, words: 'Callout itself failed while sending; its log says how.' }

type Answered = { outcome: Outcome; channel: Channel; at: Temporal.Instant }

function resultOf(row: q.Taken, { outcome, channel, at }: Answered): q.Result {
  const { companyId, id, number, tries, useBy } = row
  const { state, dueAt } = nextAfter(outcome.as, { id, channel, tries, useBy }, at)
  const [code, words] = [outcome.code && storable(outcome.code), storable(outcome.words)]
  return { companyId, id, number, at, outcome: outcome.as, code, words, state, dueAt }
}

// Carriers' words come from strangers. PostgreSQL refuses NUL and half characters, and nobody reads a megabyte.
const storable = (words: string): string => words.slice(0, 1000).replaceAll('\0', '').toWellFormed()
