import sql, { join, type Sql } from 'sql-template-tag'
import type { Channel } from '#base/address.ts'
import type { Connection } from '#db/sql.ts'
import { LANES, type Lane } from '#rules/notice.ts'
import type { Told } from '#rules/rule.ts'
import type { OutcomeKind } from './carrier.ts'
import type { State } from './retry.ts'

type Instant = Temporal.Instant

/** A message as it was written, with where it stands and what the carrier said last. */
export type LoggedMessage = Readonly<{
  id: string
  /** The job it is about, or the report it carries, by its name and on its clock. */
  jobId: string | null
  reportId: string | null
  reportName: string | null
  reportTimeZone: string | null
  occasions: readonly Told[]
  channel: Channel
  address: string
  subject: string | null
  body: string
  paperName: string | null
  spreadsheetName: string | null
  lane: Lane
  state: State
  attempts: number
  dueAt: Instant
  useBy: Instant
  /** Of the last attempt that has ended. */
  carrier: string | null
  code: string | null
  words: string | null
  /** When it was written. */
  at: Instant
}>

/** One hand-over. Without an end it is under way, or its process died and nobody has taken it up yet. */
export type LoggedAttempt = Readonly<{
  number: number
  carrier: string
  startedAt: Instant
  endedAt: Instant | null
  outcome: OutcomeKind | 'not-tried' | null
  code: string | null
  words: string | null
}>

/** The last message of the page before this one. */
export type LogCursor = Pick<LoggedMessage, 'at' | 'id'>

export type MessagesAsked = Readonly<{
  companyId: string
  jobId?: string
  reportId?: string
  state?: State
  before?: LogCursor
  limit: number
}>

/** A company's messages, newest first, one page of them. */
export const listMessages = (db: Connection, asked: MessagesAsked) => {
  const { companyId, jobId, reportId, state, before, limit } = asked
  const conditions = [
    sql`message.company_id = ${companyId}`,
    ...(jobId ? [sql`notice.job_id = ${jobId}`] : []),
    ...(reportId ? [sql`notice.report_id = ${reportId}`] : []),
    ...(state ? [sql`delivery.state = ${state}`] : []),
    // The index by time holds only messages that have one, and is used only when that is asked for.
    sql`message.at < 'infinity'`,
    ...(before ? [sql`(message.at, message.id) < (${before.at}, ${before.id})`] : []),
  ]
  return db.query<LoggedMessage>(sql`
    ${messagesWhere(conditions)}
    order by message.at desc, message.id desc
    limit ${limit}`)
}

/** One message with all its attempts, first to last (W3). */
export async function findMessage(db: Connection, companyId: string, id: string) {
  const [message] = await db.query<LoggedMessage>(
    messagesWhere([sql`message.company_id = ${companyId}`, sql`message.id = ${id}`]),
  )
  return message && { ...message, tries: await attemptsOf(db, companyId, id) }
}

const attemptsOf = (db: Connection, companyId: string, id: string) =>
  db.query<LoggedAttempt>(sql`
  select number, carrier, started_at, ended_at, outcome, code, words
  from attempt
  where company_id = ${companyId} and delivery_id = ${id}
  order by number`)

const messagesWhere = (conditions: readonly Sql[]): Sql => sql`
  select message.id, notice.job_id, notice.report_id, report.name as report_name,
         report.time_zone as report_time_zone, notice.occasions, notice.channel, notice.address, message.subject,
         message.body, paper.name as paper_name, spreadsheet.name as spreadsheet_name, delivery.lane, delivery.state, delivery.attempts, delivery.due_at, delivery.use_by,
         latest.carrier, latest.code, latest.words, message.at
  from message
  join notice on notice.company_id = message.company_id and notice.id = message.id
  join delivery on delivery.company_id = message.company_id and delivery.id = message.id
  left join report on report.company_id = notice.company_id and report.id = notice.report_id
  left join paper on paper.company_id = message.company_id and paper.id = message.paper_id
  left join paper spreadsheet
    on spreadsheet.company_id = message.company_id and spreadsheet.id = message.spreadsheet_id
  left join lateral (
    select carrier, code, words
    from attempt
    where attempt.company_id = delivery.company_id and attempt.delivery_id = delivery.id and ended_at is not null
    order by number desc
    limit 1
  ) latest on true
  where ${join(conditions, ' and ')}`

/** The printed paper a message carried: its bytes and the name it went out under. */
export const paperOf = (db: Connection, companyId: string, messageId: string) =>
  attachedTo(db, sql`message.paper_id`, sql`message.company_id = ${companyId} and message.id = ${messageId}`)

/** The spreadsheet a message carried beside it. */
export const spreadsheetOf = (db: Connection, companyId: string, messageId: string) =>
  attachedTo(db, sql`message.spreadsheet_id`, sql`message.company_id = ${companyId} and message.id = ${messageId}`)

async function attachedTo(db: Connection, which: Sql, message: Sql) {
  const [paper] = await db.query<{ name: string; bytes: Uint8Array }>(sql`
    select paper.name, paper.bytes
    from message
    join paper on paper.company_id = message.company_id and paper.id = ${which}
    where ${message}`)
  return paper
}

export type LaneHealth = Readonly<{
  lane: Lane
  /** Deliveries that have not come to their end. */
  waiting: number
  /** How long the one that should have gone first has been due; 0 when nothing is due. */
  oldestDueSeconds: number
}>

/** How far behind each lane is, over all companies: for those who run this server. */
export const deliveryHealth = (db: Connection, now: Instant) =>
  db.query<LaneHealth>(sql`
  select lane.name as lane, count(delivery.id) as waiting,
         coalesce(greatest(extract(epoch from ${now}::timestamptz - min(delivery.due_at)), 0), 0)::float8
           as oldest_due_seconds
  from unnest(${[...LANES]}::text[]) with ordinality as lane (name, position)
  left join delivery on delivery.lane = lane.name and delivery.ended_at is null
  group by lane.name, lane.position
  order by lane.position`)
