import sql, { type Sql } from 'sql-template-tag'
import type { Channel } from '#base/address.ts'
import { asJson, type Connection } from '#db/sql.ts'
import type { Lane } from '#rules/notice.ts'
import { REMINDERS } from '#rules/rule.ts'
import type { OutcomeKind } from './carrier.ts'
import type { State } from './retry.ts'

type Instant = Temporal.Instant

/** What a notice says about getting it there. */
export type ToDeliver = Readonly<{
  companyId: string
  id: string
  lane: Lane
  channel: Channel
  address: string
  useBy: Instant
}>

/** One delivery for each of these notices, due now. The message's own id is the delivery's: a second one is no change. */
export const insertDeliveries = (db: Connection, notices: readonly ToDeliver[], now: Instant) =>
  db.query(sql`
  insert into delivery (company_id, id, lane, channel, address, state, due_at, use_by, attempts)
  select "companyId", id, lane, channel, address, 'waiting', ${now}, "useBy", 0
  from jsonb_to_recordset(${asJson(notices)}::jsonb) as r (
    "companyId" uuid, id uuid, lane text, channel text, address text, "useBy" timestamptz
  )
  on conflict (company_id, id) do nothing`)

/** One delivery that is ours until `until`, with the words and the paper, unless it was `late` and is over. */
export type Taken = Readonly<{
  companyId: string
  id: string
  /** Of this attempt. A result is only believed while it is still the latest. */
  number: number
  /** How often it was really tried, this time included; what was given back untried is not counted. */
  tries: number
  late: boolean
  address: string
  useBy: Instant
  subject: string | null
  body: string
  paperName: string | null
  spreadsheetName: string | null
  /** Null also when the papers of one taking are too much to be in memory together; then fetch it when it is needed. */
  paperBytes: Uint8Array | null
  spreadsheetBytes: Uint8Array | null
}>

// Bytes. A hundred job sheets of text are 6 MB, but one with a dozen photos may be 10 MB by itself.
const PAPERS_AT_ONCE = 16_000_000
const SO_FAR = sql`
  sum(coalesce(octet_length(paper.bytes), 0) + coalesce(octet_length(spreadsheet.bytes), 0))
    over (order by due.due_at, due.id)`

export type Take = Readonly<{
  lane: Lane
  channel: Channel
  carrier: string
  now: Instant
  until: Instant
  limit: number
}>

// S1.39, S1.41: a reminder may have waited for hours for a mail server. Reminders are slow; other lanes are not asked.
const REMINDER_IS_MOOT = sql`(
  select case
    when job.deferred_because is not null then 'The job was deferred meanwhile.'
    when status.category <> 'in-progress' or (job.off_site_at is null) <> ('incomplete' = any (notice.occasions))
      then 'There was nothing left to remind of.'
  end
  from notice
  join job on job.company_id = notice.company_id and job.id = notice.job_id
  join status on status.company_id = job.company_id and status.id = job.status_id
  where notice.company_id = delivery.company_id and notice.id = delivery.id and notice.occasions && ${[...REMINDERS]}
)`
const MOOT: Record<Lane, Sql> = { urgent: sql`null`, normal: sql`null`, slow: REMINDER_IS_MOOT }

/**
 * Takes the deliveries of one lane and channel that are due, oldest first: moves their due time to `until`, which is
 * the whole lease, and opens an attempt for each. An attempt left open by a process that died is closed as unknown.
 * What is past its use-by time expires here, and a reminder that has waited until there was nothing to remind of.
 */
export const takeDue = (db: Connection, { lane, channel, carrier, now, until, limit }: Take) =>
  db.query<Taken>(sql`
  with due as (
    select company_id, id, address, use_by, due_at, attempts + 1 as number,
           case when use_by <= ${now} then 'Its use-by time had passed.' else ${MOOT[lane]} end as moot
    from delivery
    where lane = ${lane} and channel = ${channel} and due_at <= ${now} and ended_at is null
    order by due_at, id
    limit ${limit}
    for update skip locked
  ),
  cut_off as (
    update attempt
    set ended_at = ${now}, outcome = 'unknown', words = 'The process stopped before the carrier answered.'
    from due
    where attempt.company_id = due.company_id and attempt.delivery_id = due.id and attempt.number = due.number - 1
      and attempt.ended_at is null
  ),
  taken as (
    update delivery
    set attempts = due.number,
        due_at = case when moot is not null then delivery.due_at else ${until} end,
        state = case when moot is not null then 'expired' else state end,
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
  )
  select due.company_id, due.id, due.number, due.moot is not null as late, due.address, due.use_by, message.subject, message.body,
         paper.name as paper_name, spreadsheet.name as spreadsheet_name,
         case when ${SO_FAR} <= ${PAPERS_AT_ONCE} then paper.bytes end as paper_bytes,
         case when ${SO_FAR} <= ${PAPERS_AT_ONCE} then spreadsheet.bytes end as spreadsheet_bytes,
         (
           select 1 + count(*)
           from attempt
           where attempt.company_id = due.company_id and attempt.delivery_id = due.id
             and attempt.outcome is distinct from 'not-tried'
         ) as tries
  from due
  join message on message.company_id = due.company_id and message.id = due.id
  left join paper on paper.company_id = message.company_id and paper.id = message.paper_id and due.moot is null
  left join paper spreadsheet
    on spreadsheet.company_id = message.company_id and spreadsheet.id = message.spreadsheet_id and due.moot is null
  order by due.due_at, due.id`)

/** Which attempt of which delivery. */
export type Held = Pick<Taken, 'companyId' | 'id' | 'number'>

/** Moves the lease of what is still ours to `until` and says which that is. */
export const renew = (db: Connection, held: readonly Held[], until: Instant) =>
  db.query<Held>(sql`
  with ours as (
    select delivery.company_id, delivery.id, held.number
    from ${these(held)} as held ("companyId" uuid, id uuid, number int)
    join delivery on delivery.company_id = held."companyId" and delivery.id = held.id
      and delivery.attempts = held.number and delivery.ended_at is null
    for update of delivery skip locked
  )
  update delivery
  set due_at = ${until}
  from ours
  where delivery.company_id = ours.company_id and delivery.id = ours.id
  returning delivery.company_id, delivery.id, ours.number`)

/** Gives back what was taken and not started: due at once, for whoever is there, and not counted as a try. */
export const giveBack = (db: Connection, held: readonly Held[], now: Instant) =>
  db.query(sql`
  with back as (
    select delivery.company_id, delivery.id, held.number
    from ${these(held)} as held ("companyId" uuid, id uuid, number int)
    join delivery on delivery.company_id = held."companyId" and delivery.id = held.id
    order by delivery.company_id, delivery.id
    for update of delivery
  ),
  untried as (
    update attempt
    set ended_at = ${now}, outcome = 'not-tried', words = 'Given back before it was handed over.'
    from back
    where attempt.company_id = back.company_id and attempt.delivery_id = back.id and attempt.number = back.number
      and attempt.ended_at is null
  )
  update delivery
  set due_at = ${now}
  from back
  where delivery.company_id = back.company_id and delivery.id = back.id
    and delivery.attempts = back.number and delivery.ended_at is null`)

const these = (held: readonly Held[]): Sql => {
  const keys = held.map(({ companyId, id, number }) => ({ companyId, id, number }))
  return sql`jsonb_to_recordset(${asJson(keys)}::jsonb)`
}

/** What became of one attempt, and where the delivery goes from there. */
export type Result = Held &
  Readonly<{
    at: Instant
    outcome: OutcomeKind
    code: string | null
    words: string
    state: State
    dueAt: Instant | null
  }>

/**
 * Records what became of these attempts. Only the latest attempt moves its delivery, except that "accepted" always
 * ends one that is still open: the carrier has it, whoever else is trying. An attempt that was given up for unknown
 * takes a better answer that comes late.
 */
export const record = (db: Connection, results: readonly Result[]) =>
  db.query(sql`
  with result as (
    select "companyId" as company_id, id, number, at, outcome, code, words, state, "dueAt" as due_at
    from jsonb_to_recordset(${asJson(results)}::jsonb) as r (
      "companyId" uuid, id uuid, number int, at timestamptz, outcome text, code text, words text, state text,
      "dueAt" timestamptz
    )
    -- Tells the planner how few they are: it then looks each up instead of reading the table.
    limit ${results.length}
  ),
  -- Deliveries first and in order of id, as everywhere: then two statements never wait for each other both at once.
  locked as (
    select delivery.company_id, delivery.id
    from delivery
    join result on result.company_id = delivery.company_id and result.id = delivery.id
    order by delivery.company_id, delivery.id
    for update of delivery
  ),
  heard as (
    update attempt
    set ended_at = result.at, outcome = result.outcome, code = result.code, words = result.words
    from result
    join locked using (company_id, id)
    where attempt.company_id = result.company_id and attempt.delivery_id = result.id
      and attempt.number = result.number and coalesce(attempt.outcome, 'unknown') = 'unknown'
  )
  update delivery
  set state = result.state,
      due_at = coalesce(result.due_at, delivery.due_at),
      ended_at = case when result.due_at is null then result.at end
  from result
  join locked using (company_id, id)
  where delivery.company_id = result.company_id and delivery.id = result.id and delivery.ended_at is null
    and (delivery.attempts = result.number or result.outcome = 'accepted')`)
