import { after, afterEach, before } from 'node:test'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { newRota } from '#db/turns.ts'
import type { Held, Result } from '#delivery/delivery.sql.ts'
import { takeDue } from '#delivery/taking.sql.ts'
import { freshDatabase } from './database.ts'
import { insertJob, insertMessages, type MessageRow, NIGHT, names } from './deliveries.ts'
import { insertPlace, type Place } from './rows.ts'

type Row = { state: string; dueAt: Temporal.Instant; attempts: number; endedAt: Temporal.Instant | null }

/** For a file of tests about the deliveries' SQL: a database that is emptied after each test. */
export async function takingRoom() {
  const { db, drop } = await freshDatabase(6)
  let place: Place
  let jobId: string
  const room = {
    db,
    place: () => place,
    insert: (rows: readonly MessageRow[]) => insertMessages(db, place, jobId, rows),
    insertSome: (count: number) =>
      insertMessages(
        db,
        place,
        jobId,
        names(count).map(name => ({ name })),
      ),
    take: (seconds = 0, more: Partial<Parameters<typeof takeDue>[1]> = {}) =>
      takeDue(db, {
        ...{
          lane: 'normal',
          channel: 'email',
          carrier: 'test',
          byKey: [],
          rota: newRota(),
          without: [],
          limit: 100,
        },
        now: later(NIGHT, seconds),
        until: later(NIGHT, seconds + 60),
        ...more,
      }),
    delivery: async (id: string) =>
      (await db.query<Row>(sql`select state, due_at, attempts, ended_at from delivery where id = ${id}`))[0]!,
    attempts: (id: string) =>
      db.query<{ number: number; outcome: string | null; words: string | null }>(
        sql`select number, outcome, words from attempt where delivery_id = ${id} order by number`,
      ),
  }
  before(async () => {
    place = await insertPlace(db)
    jobId = await insertJob(db, place)
  })
  after(drop)
  afterEach(() => db.script('truncate notice, paper cascade'))
  return room
}

/** An answer to an attempt: accepted, unless `more` says otherwise. */
export const answer = ({ companyId, id, number }: Held, more: Partial<Result> = {}): Result => ({
  companyId,
  id,
  number,
  at: later(NIGHT, 1),
  outcome: 'accepted',
  carrier: 'test',
  code: '250',
  words: 'queued as 4711',
  reference: null,
  fault: null,
  state: 'accepted',
  dueAt: null,
  ...more,
})
