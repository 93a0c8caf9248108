import sql, { type Sql } from 'sql-template-tag'
import type { Channel } from '#base/address.ts'
import type { Connection } from '#db/sql.ts'
import { shareOf, type Turn, theirTurn, whoseTurn } from '#db/turns.ts'
import type { Lane } from '#rules/notice.ts'
import { REMINDERS } from '#rules/rule.ts'
import type { OutcomeKind } from './carrier.ts'
import type { State } from './state.ts'

type Instant = Temporal.Instant

/** One delivery that is ours until `until`, with its words and its papers, unless it was `late` and is over. */
export type Taken = Readonly<{
  companyId: string
  id: string
  /** Of this attempt; of a delivery that was cut off, of the one that was. A result is only believed while it is the latest. */
  number: number
  state: State
  /** How often it was really tried, this time included; what was not tried, or found the carrier busy, does not count. */
  tries: number
  /** Of how many tries the answer was lost. */
  doubts: number
  late: boolean
  /** Its process died after it was handed over: nothing is tried, the answer is lost. */
  cutOff: boolean
  address: string
  useBy: Instant
  subject: string | null
  body: string
  replyTo: string | null
  paperName: string | null
  spreadsheetName: string | null
  html: string | null
  calendar: string | null
  portraitName: string | null
  /** Null also when the papers of one taking are too much to be in memory together; then fetch it when it is needed. */
  paperBytes: Uint8Array | null
  spreadsheetBytes: Uint8Array | null
  portraitBytes: Uint8Array | null
  /** The last real try before: its number, which carrier had it, since when, and what came of it. */
  lastNumber: number | null
  lastCarrier: string | null
  lastAt: Instant | null
  lastOutcome: OutcomeKind | null
}>

// Bytes. A hundred job sheets of text are 6 MB, but one with a dozen photos may be 10 MB by itself.
const PAPERS_AT_ONCE = 16_000_000
const SO_FAR = sql`
  sum(coalesce(octet_length(paper.bytes), 0) + coalesce(octet_length(spreadsheet.bytes), 0)
      + coalesce(octet_length(portrait.bytes), 0))
    over (order by due.due_at, due.id)`

export type Take = Readonly<{
  lane: Lane
  channel: Channel
  /** The account they are most likely to go through. */
  carrier: string
  /** Accounts that know a message by our id: one cut off there may have gone out. */
  byKey: readonly string[]
  now: Instant
  until: Instant
}> &
  Turn

// S1.39, S1.41: a reminder may have waited for hours for a mail server. Reminders are slow; other lanes are not asked.
const REMINDER_IS_MOOT = sql`(
  select case
    when job.deferred_because is not null then 'The job was deferred meanwhile.'
    when 'follow-up' = any (notice.occasions)
      then case when job.closed_at is null then 'The job was reopened meanwhile.' end
    when status.category <> 'in-progress' or (job.off_site_at is null) <> ('incomplete' = any (notice.occasions))
      then 'There was nothing left to remind of.'
  end
  from notice
  join job on job.company_id = notice.company_id and job.id = notice.job_id
  join status on status.company_id = job.company_id and status.id = job.status_id
  where notice.company_id = delivery.company_id and notice.id = delivery.id and notice.occasions && ${[...REMINDERS]}
    and notice.resend_of is null
)`
const MOOT: Record<Lane, Sql> = { urgent: sql`null`, normal: sql`null`, slow: REMINDER_IS_MOOT }

/**
 * Takes deliveries of one lane and channel that are due, a few of each company in turn, oldest first: moves their due time
 * to `until`, which is the whole lease, and opens an attempt for each. An attempt that a dead process left open before
 * handing over is closed as not tried; one handed over is given out as cut off. What is past its use-by time
 * expires here, and a reminder that has waited until there was nothing to remind of.
 */
export async function takeDue(db: Connection, asked: Take): Promise<readonly Taken[]> {
  const { lane, channel, now } = asked
  const where = sql`lane = ${lane} and channel = ${channel} and ended_at is null`
  const companies = await whoseTurn(db, { table: 'delivery', where, due: 'due_at', until: now }, asked)
  return companies.length > 0 ? takeOf(db, companies, asked) : []
}

const takeOf = (db: Connection, companies: readonly string[], asked: Take) => {
  const { lane, channel, carrier, byKey, now, until, limit } = asked
  return db.query<Taken>(sql`
  with due as (
    select turn.place, mine.*
    from ${theirTurn(companies)}
    cross join lateral (
      select company_id, id, address, state, use_by, due_at, attempts,
             attempts + case when state = 'handed-over' then 0 else 1 end as number,
             case
               when state = 'handed-over' or state = 'unknown' then null
               when use_by <= ${now} then 'Its use-by time had passed.'
               else ${MOOT[lane]}
             end as moot
      from delivery
      where lane = ${lane} and channel = ${channel} and company_id = turn.company_id
        and due_at <= ${now} and ended_at is null
      order by due_at, id
      limit ${shareOf(limit, companies)}
      for update skip locked
    ) mine
    -- A number, and no parameter: it tells the planner how few they are, so that it looks each up and reads no table.
    limit 200
  ),
  cut_off as (
    update attempt
    set ended_at = ${now},
        outcome = case when attempt.carrier = any (${byKey}::text[]) then 'unknown' else 'not-tried' end,
        words = 'The process stopped before it was handed over.'
    from due
    where attempt.company_id = due.company_id and attempt.delivery_id = due.id and attempt.number = due.attempts
      and attempt.ended_at is null and due.state <> 'handed-over'
  ),
  taken as (
    update delivery
    set attempts = due.number,
        due_at = case when moot is not null then delivery.due_at else ${until} end,
        state = case when moot is not null then 'expired' else delivery.state end,
        ended_at = case when moot is not null then ${now}::timestamptz end
    from due
    where delivery.company_id = due.company_id and delivery.id = due.id
  ),
  begun as (
    insert into attempt (company_id, delivery_id, number, carrier, started_at, ended_at, outcome, words)
    select company_id, id, number, ${carrier}, ${now},
           case when moot is not null then ${now}::timestamptz end,
           case when moot is not null then 'not-tried' end,
           moot
    from due
    where state <> 'handed-over'
  )
  select due.company_id, due.id, due.number, due.state, due.moot is not null as late, due.state = 'handed-over' as cut_off,
         due.address, due.use_by, message.subject, message.body, message.html, message.calendar, message.reply_to,
         paper.name as paper_name, spreadsheet.name as spreadsheet_name, portrait.name as portrait_name,
         case when ${SO_FAR} <= ${PAPERS_AT_ONCE} then paper.bytes end as paper_bytes,
         case when ${SO_FAR} <= ${PAPERS_AT_ONCE} then spreadsheet.bytes end as spreadsheet_bytes,
         case when ${SO_FAR} <= ${PAPERS_AT_ONCE} then portrait.bytes end as portrait_bytes,
         coalesce(before.tries, 0)::int + 1 as tries, coalesce(before.doubts, 0)::int as doubts,
         last.number as last_number, last.carrier as last_carrier, last.started_at as last_at,
         last.outcome as last_outcome
  from due
  join message on message.company_id = due.company_id and message.id = due.id
  left join paper on paper.company_id = message.company_id and paper.id = message.paper_id and due.moot is null
  left join paper spreadsheet
    on spreadsheet.company_id = message.company_id and spreadsheet.id = message.spreadsheet_id and due.moot is null
  left join paper portrait
    on portrait.company_id = message.company_id and portrait.id = message.portrait_id and due.moot is null
  left join lateral (
    select count(*) filter (
             where outcome <> 'not-tried' and coalesce(fault, '') not in ('busy', 'account')
               -- Taken by a process that died: nobody has refused it, whatever may have left.
               and (outcome <> 'unknown' or handed_over_at is not null)
           ) as tries,
           count(*) filter (where outcome = 'unknown') as doubts
    from attempt
    where attempt.company_id = due.company_id and attempt.delivery_id = due.id
  ) before on due.attempts > 0
  left join lateral (
    select number, carrier, started_at, outcome
    from attempt
    where attempt.company_id = due.company_id and attempt.delivery_id = due.id and attempt.number <= due.attempts
      and (outcome <> 'not-tried' or due.state = 'handed-over')
    order by number desc
    limit 1
  ) last on due.attempts > 0
  order by due.place, due.due_at, due.id`)
}

/** Ends what came too late while there was nobody to send it. Says how many. */
export const expireOverdue = async (
  db: Connection,
  { lane, channel, now, limit }: Pick<Take, 'lane' | 'channel' | 'now' | 'limit'>,
): Promise<number> =>
  (
    await db.query(sql`
    with overdue as (
      select company_id, id
      from delivery
      where lane = ${lane} and channel = ${channel} and ended_at is null and use_by <= ${now} and due_at <= ${now}
        and state in ('waiting', 'failed-for-now')
      limit ${limit}
      for update skip locked
    )
    update delivery
    set state = 'expired', ended_at = ${now}
    from overdue
    where delivery.company_id = overdue.company_id and delivery.id = overdue.id
    returning 1`)
  ).length
