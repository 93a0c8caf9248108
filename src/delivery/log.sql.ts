import sql, { join, type Sql } from 'sql-template-tag'
import type { Channel } from '#base/address.ts'
import type { Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import type { Lane } from '#rules/notice.ts'
import type { ResendAs } from '#rules/resend.ts'
import type { Told } from '#rules/rule.ts'
import type { OutcomeKind } from './carrier.ts'
import type { State } from './state.ts'
import { STATES_IN, soughtBy, type View } from './views.ts'

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
  /** Null while it is held. */
  dueAt: Instant | null
  useBy: Instant
  /** The message it sends again, how and at whose word; nulls when it sends none again. */
  resendOf: string | null
  resendAs: ResendAs | null
  resendBy: Actor | null
  /** The messages that send it again. */
  resentAs: readonly string[]
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

/** Which messages of a company are meant. `carrier`: of the last attempt; `from` and `until`: when it was written. */
export type MessageFilter = Readonly<{
  companyId: string
  jobId?: string
  reportId?: string
  ids?: readonly string[]
  state?: State
  view?: View
  channel?: Channel
  address?: string
  carrier?: string
  lane?: Lane
  from?: Instant
  until?: Instant
  search?: string
}>

export type MessagesAsked = MessageFilter &
  Readonly<{
    before?: LogCursor
    limit: number
  }>

/** Somebody held, released, cancelled or resent a message. */
export type MessageChange = Readonly<{ at: Instant; by: Actor; from: State; to: State; note: string | null }>

/** A company's messages, newest first, one page of them. */
export const listMessages = (db: Connection, asked: MessagesAsked) => {
  const { before, limit } = asked
  const conditions = [
    ...conditionsFor(asked),
    // The index by time holds only messages that have one, and is used only when that is asked for.
    sql`message.at < 'infinity'`,
    ...(before ? [sql`(message.at, message.id) < (${before.at}, ${before.id})`] : []),
  ]
  return db.query<LoggedMessage>(sql`
    ${messagesWhere(conditions)}
    order by message.at desc, message.id desc
    limit ${limit}`)
}

/** The filter as conditions over messages, their notices and deliveries, and the latest attempt. */
export function conditionsFor(filter: MessageFilter): Sql[] {
  const { companyId, jobId, reportId, ids, state, view, channel, address, carrier, lane, from, until, search } = filter
  return [
    sql`message.company_id = ${companyId}`,
    ...(jobId ? [sql`notice.job_id = ${jobId}`] : []),
    ...(reportId ? [sql`notice.report_id = ${reportId}`] : []),
    ...(ids ? [sql`message.id = any (${ids}::uuid[])`] : []),
    ...(state ? [sql`delivery.state = ${state}`] : []),
    ...(view ? [standingIn(view)] : []),
    ...(channel ? [sql`delivery.channel = ${channel}`] : []),
    ...(address ? [sql`delivery.address = ${address}`] : []),
    ...(carrier ? [sql`latest.carrier = ${carrier}`] : []),
    ...(lane ? [sql`delivery.lane = ${lane}`] : []),
    ...(from ? [sql`message.at >= ${from}`] : []),
    ...(until ? [sql`message.at < ${until}`] : []),
    ...(search ? [matching(search, companyId)] : []),
  ]
}

// Said again as the index says it, which is used only then.
const standingIn = (view: View): Sql =>
  view === 'waiting'
    ? sql`delivery.state = any (${STATES_IN[view]}) and delivery.ended_at is null`
    : sql`delivery.state = any (${STATES_IN[view]}) and delivery.state in ('held', 'unknown', 'failed-for-good', 'expired')`

function matching(search: string, companyId: string): Sql {
  const sought = soughtBy(search)
  if ('job' in sought) {
    return sql`notice.job_id = (select id from job where company_id = ${companyId} and number = ${sought.job})`
  }
  const { words, digits } = sought
  const named = sql`(delivery.address || ' ' || coalesce(message.subject, message.body)) ilike ${`%${escapeLike(words)}%`}`
  return digits === null ? named : sql`(${named} or delivery.address like ${`%${digits}%`})`
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** One message with all its attempts and what people did with it, first to last (W3). */
export async function findMessage(db: Connection, companyId: string, id: string) {
  const [message] = await db.query<LoggedMessage>(
    messagesWhere([sql`message.company_id = ${companyId}`, sql`message.id = ${id}`]),
  )
  if (!message) return undefined
  const [tries, changes] = await Promise.all([attemptsOf(db, companyId, id), changesOf(db, companyId, id)])
  return { ...message, tries, changes }
}

const changesOf = (db: Connection, companyId: string, id: string) =>
  db.query<MessageChange>(sql`
  select at, by, from_state as "from", to_state as "to", note
  from delivery_change
  where company_id = ${companyId} and delivery_id = ${id}
  order by seq`)

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
         latest.carrier, latest.code, latest.words, notice.resend_of, notice.resend_as, notice.resend_by,
         array(
           select again.id
           from notice again
           where again.company_id = notice.company_id and again.resend_of = notice.id
           order by again.due_at, again.id
         ) as resent_as,
         message.at
  from message
  join notice on notice.company_id = message.company_id and notice.id = message.id
  join delivery on delivery.company_id = message.company_id and delivery.id = message.id
  left join report on report.company_id = notice.company_id and report.id = notice.report_id
  left join paper on paper.company_id = message.company_id and paper.id = message.paper_id
  left join paper spreadsheet
    on spreadsheet.company_id = message.company_id and spreadsheet.id = message.spreadsheet_id
  ${LATEST_ATTEMPT}
  where ${join(conditions, ' and ')}`

/** Of a delivery the attempt that ended last. */
export const LATEST_ATTEMPT = sql`
  left join lateral (
    select carrier, code, words
    from attempt
    where attempt.company_id = delivery.company_id and attempt.delivery_id = delivery.id and ended_at is not null
    order by number desc
    limit 1
  ) latest on true`

/** The printed paper a message carried: its bytes and the name it went out under. */
export const paperOf = (db: Connection, companyId: string, messageId: string) =>
  attachedTo(db, sql`message.paper_id`, sql`message.company_id = ${companyId} and message.id = ${messageId}`)

/** The spreadsheet a message carried beside it. */
export const spreadsheetOf = (db: Connection, companyId: string, messageId: string) =>
  attachedTo(db, sql`message.spreadsheet_id`, sql`message.company_id = ${companyId} and message.id = ${messageId}`)

/** The portrait that the page of a message shows. */
export const portraitOf = (db: Connection, companyId: string, messageId: string) =>
  attachedTo(db, sql`message.portrait_id`, sql`message.company_id = ${companyId} and message.id = ${messageId}`)

async function attachedTo(db: Connection, which: Sql, message: Sql) {
  const [paper] = await db.query<{ name: string; bytes: Uint8Array }>(sql`
    select paper.name, paper.bytes
    from message
    join paper on paper.company_id = message.company_id and paper.id = ${which}
    where ${message}`)
  return paper
}
