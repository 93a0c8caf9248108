import { after, before, beforeEach } from 'node:test'
import sql, { type Sql } from 'sql-template-tag'
import { type AuditorOptions, latestAlarms, openAuditor } from '#audit/audit.run.ts'
import { later, wallClock } from '#base/time.ts'
import type { Carrier, Outcome } from '#delivery/carrier.ts'
import { freshDatabase } from './database.ts'
import { insertJob, insertMessages } from './deliveries.ts'
import { insertPlace, type Place } from './rows.ts'

export const ago = (seconds: number) => later(wallClock(), -seconds)

const OPERATORS = { email: 'ops@example.com', mobile: '+61491570156' }

/** For a file of tests about watching: a database with one message that has ended, and operators who listen. */
export async function auditRoom() {
  const { db, drop } = await freshDatabase(6)
  const place = await insertPlace(db)
  const jobId = await insertJob(db, place)
  const due = { dueAt: ago(3600), useBy: later(wallClock(), 3600) }
  const [messageId = ''] = await insertMessages(db, place, jobId, [
    { name: 'a', lane: 'urgent', channel: 'sms', ...due },
  ])
  const heard: string[] = []
  const logged: string[] = []
  const moods: Record<string, Outcome['as']> = {}

  const listening = (name: string): Carrier => ({
    ...{ name, connections: 1, doubt: 'blind', rate: null },
    send: async ({ address, subject, body, lane }, handOver) => {
      const as = moods[name] ?? 'accepted'
      await handOver()
      if (as === 'accepted') heard.push(`${name} ${lane} ${address} ${subject ?? 'no subject'}: ${body}`)
      return { as, code: null, words: as }
    },
    check: async () => ({ as: 'accepted', code: null, words: 'ok' }),
    close: async () => {},
  })

  const auditor = (more: Partial<AuditorOptions> = {}) =>
    openAuditor({
      ...{ db, clock: wallClock, operators: OPERATORS, stations: () => [] },
      log: (level, line) => logged.push(`${level} ${line}`),
      carriersOf: channel => [listening(channel === 'email' ? 'smtp' : 'sms')],
      channels: [
        { channel: 'email', accounts: ['smtp'] },
        { channel: 'sms', accounts: ['sms'] },
      ],
      ...more,
    })

  const room = {
    ...{ db, place, jobId, messageId, heard, logged, moods, listening, auditor },
    keys: async (which: 'open' | 'all' = 'open') =>
      (await latestAlarms(db, 100)).filter(({ overAt }) => which === 'all' || !overAt).map(({ key }) => key),
    /** As if alarms had been seen, and told, so many seconds before. */
    age: (seconds: number) =>
      db.query(sql`
        update alarm
        set seen_at = seen_at - make_interval(secs => ${seconds}), told_at = told_at - make_interval(secs => ${seconds})`),
    messageIs: messageIn(db, place, messageId),
    settleMessage: () =>
      db.query(sql`update delivery set state = 'failed-for-good', ended_at = use_by where id = ${messageId}`),
    attempt: (carrier: string, number: number, outcome: string) =>
      db.query(sql`
        insert into attempt (company_id, delivery_id, number, carrier, started_at, ended_at, outcome)
        values (${place.companyId}, ${messageId}, ${number}, ${carrier}, ${ago(60)}, ${ago(59)}, ${outcome})`),
    pause: (name: string) =>
      db.query(sql`
        insert into carrier_account (name, paused_at, paused_because)
        values (${name}, ${ago(9)}, 'Authenticate')`),
  }
  before(room.settleMessage)
  beforeEach(async () => {
    await db.script('truncate alarm, carrier_account')
    for (const name of Object.keys(moods)) delete moods[name]
    for (const list of [heard, logged]) list.splice(0)
  })
  after(drop)
  return room
}

type Db = { begin: <R>(work: (tx: { query: (statement: Sql) => Promise<never[]> }) => Promise<R>) => Promise<R> }

/** Makes the message stand in a state. As no delivery goes back, it is put there anew. */
const messageIn =
  (db: Db, { companyId }: Place, id: string) =>
  (state: string, { dueAt = ago(3600), endedAt = null as Temporal.Instant | null } = {}) =>
    db.begin(async tx => {
      await tx.query(sql`delete from attempt where delivery_id = ${id}`)
      await tx.query(sql`delete from delivery where id = ${id}`)
      await tx.query(sql`
        insert into delivery (company_id, id, lane, channel, address, state, due_at, use_by, attempts, ended_at)
        values (${companyId}, ${id}, 'urgent', 'sms', '+61491570157', ${state}, ${dueAt}, ${later(dueAt, 9e4)}, 1, ${endedAt})`)
    })
