import { after, afterEach, before, beforeEach } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import sql, { type Sql } from 'sql-template-tag'
import type { Carrier, Outcome, Outgoing } from '#delivery/carrier.ts'
import { openSender, type Sender, type SenderOptions } from '#delivery/sender.run.ts'
import { freshDatabase } from './database.ts'
import { insertJob, insertMessages, type MessageRow, NIGHT, names } from './deliveries.ts'
import { insertPlace, type Place } from './rows.ts'

export const OK: Outcome = { as: 'accepted', code: '250', words: 'ok' }

const STOPPED: Outcome = { as: 'not-tried', code: null, words: 'stopped before it was handed over' }

/** A carrier that does as the test says with what is handed over to it. */
export const carrierThat = (
  send: (message: Outgoing) => Promise<Outcome>,
  connections = 2,
  more: Partial<Carrier> = {},
): Carrier => ({
  name: 'test',
  connections,
  doubt: 'blind',
  rate: null,
  send: async (message, handOver) => ((await handOver()) ? send(message) : STOPPED),
  check: async () => OK,
  close: async () => {},
  ...more,
})

/** A carrier whose answers come when the test says so. */
export function slowCarrier(connections: number) {
  const begun: string[] = []
  const answers: ((outcome: Outcome) => void)[] = []
  const carrier = carrierThat(({ id }) => {
    begun.push(id)
    return new Promise(resolve => answers.push(resolve))
  }, connections)
  return { carrier, begun, answerAll: () => answers.splice(0).map(answer => answer(OK)) }
}

export async function sendAll(sender: Sender): Promise<void> {
  while (await sender.sendDue());
  await sender.idle()
}

export async function eventually(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await pause(5)
}

type Trouble = { error: unknown; doing: string; ids: readonly string[] }
type Row = { id: string; state: string; attempts: number; dueAt: Temporal.Instant }
type Try = { number: number; outcome: string; words: string }

/** For a file of tests about sending: a database, a clock that stands still, and senders that are stopped after each. */
export async function sendingRoom() {
  const { db, connection, drop } = await freshDatabase(8)
  let place: Place
  let jobId: string
  let senders: Sender[] = []
  const troubles: Trouble[] = []
  const room = {
    db,
    connection,
    troubles,
    place: () => place,
    now: NIGHT,
    open(carrier: Carrier | readonly Carrier[], more: Partial<SenderOptions> = {}): Sender {
      const trouble = (error: unknown, about: Omit<Trouble, 'error'>) => troubles.push({ error, ...about })
      const common = { lane: 'normal', channel: 'email', clock: () => room.now, stopWithin: 0.05 } as const
      const sender = openSender(db, { ...common, carriers: [carrier].flat(), trouble, ...more })
      senders.push(sender)
      return sender
    },
    insert: (count: number, more: Partial<MessageRow> = {}) =>
      insertMessages(
        db,
        place,
        jobId,
        names(count).map(name => ({ name, ...more })),
      ),
    deliveries: () => db.query<Row>(sql`select id, state, attempts, due_at from delivery order by id`),
    tries: () => db.query<Try>(sql`select number, outcome, words from attempt order by delivery_id, number`),
    idsOf: async (asked: Sql) => (await db.query<{ id: string }>(asked)).map(({ id }) => id),
    states: async () => new Set((await room.deliveries()).map(({ state }) => state)),
  }

  before(async () => {
    place = await insertPlace(db)
    jobId = await insertJob(db, place)
  })
  beforeEach(() => {
    room.now = NIGHT
    troubles.length = 0
  })
  afterEach(async () => {
    await Promise.all(senders.map(sender => sender.stop()))
    senders = []
    await db.script('truncate notice, paper, carrier_account cascade')
  })
  after(drop)
  return room
}
