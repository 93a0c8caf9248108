import sql, { type Sql } from 'sql-template-tag'
import type { Channel } from '#base/address.ts'
import { asJson, type Connection } from '#db/sql.ts'
import type { Lane } from '#rules/notice.ts'
import type { Fault, OutcomeKind } from './carrier.ts'
import type { State } from './state.ts'
import type { Taken } from './taking.sql.ts'

type Instant = Temporal.Instant

/** What a notice says about getting it there. */
export type ToDeliver = Readonly<{
  companyId: string
  id: string
  lane: Lane
  channel: Channel
  address: string
  useBy: Instant
  /** Those that fell due first go first. */
  dueAt: Instant
}>

/** One delivery for each of these notices, due now, in the order in which they fell due. The message's own id is the delivery's: a second one is no change. */
export const insertDeliveries = (db: Connection, notices: readonly ToDeliver[], now: Instant) =>
  db.query(sql`
  insert into delivery (company_id, id, lane, channel, address, state, due_at, use_by, attempts)
  select "companyId", id, lane, channel, address, 'waiting', least("dueAt", ${now}), "useBy", 0
  from jsonb_to_recordset(${asJson(notices)}::jsonb) as r (
    "companyId" uuid, id uuid, lane text, channel text, address text, "useBy" timestamptz, "dueAt" timestamptz
  )
  on conflict (company_id, id) do nothing`)

/** Which attempt of which delivery. */
export type Held = Pick<Taken, 'companyId' | 'id' | 'number'>

/** Moves the lease of what is still ours to `until` and says which that is. */
export const renew = (db: Connection, held: readonly Held[], until: Instant) =>
  db.query<Held>(sql`
  with ours as (
    select delivery.company_id, delivery.id, held.number
    from ${these(held)} as held ("companyId" uuid, id uuid, number int)
    join delivery on delivery.company_id = held."companyId" and delivery.id = held.id
      and delivery.attempts = held.number and delivery.ended_at is null and delivery.state <> 'held'
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
    and delivery.attempts = back.number and delivery.ended_at is null and delivery.state <> 'held'`)

const these = (held: readonly Held[]): Sql => {
  const keys = held.map(({ companyId, id, number }) => ({ companyId, id, number }))
  return sql`jsonb_to_recordset(${asJson(keys)}::jsonb)`
}

/** An attempt that has come to its last byte, and the account it goes through. */
export type AtTheEnd = Held & Readonly<{ carrier: string }>

/**
 * Commits to handing these over and says which may be: still ours for a while, and neither held, cancelled nor over. What
 * was cut off before this was not sent; after it nobody knows.
 */
export const handOver = (db: Connection, attempts: readonly AtTheEnd[], now: Instant) =>
  db.query<Held>(sql`
  with asked as (
    select "companyId" as company_id, id, number, carrier
    from jsonb_to_recordset(${asJson(attempts)}::jsonb) as r ("companyId" uuid, id uuid, number int, carrier text)
    limit ${attempts.length}
  ),
  ours as (
    select delivery.company_id, delivery.id, asked.number, asked.carrier
    from asked
    join delivery on delivery.company_id = asked.company_id and delivery.id = asked.id
      and delivery.attempts = asked.number
    where delivery.ended_at is null and delivery.state in ('waiting', 'failed-for-now', 'unknown')
      -- So written that only the key can find it: through the index of what is due all that waits for later was read.
      and coalesce(delivery.due_at, '-infinity') > ${now}
    order by delivery.company_id, delivery.id
    for update of delivery
  ),
  noted as (
    update attempt
    set handed_over_at = ${now}, carrier = ours.carrier
    from ours
    where attempt.company_id = ours.company_id and attempt.delivery_id = ours.id and attempt.number = ours.number
  )
  update delivery
  set state = 'handed-over'
  from ours
  where delivery.company_id = ours.company_id and delivery.id = ours.id
  returning delivery.company_id, delivery.id, ours.number`)

/** What became of one attempt, and where the delivery goes from there. */
export type Result = Held &
  Readonly<{
    at: Instant
    carrier: string
    outcome: OutcomeKind
    code: string | null
    words: string
    reference: string | null
    fault: Fault | null
    state: State
    dueAt: Instant | null
  }>

/**
 * Records what became of these attempts. Only the latest attempt moves its delivery, and not one that was held or
 * cancelled meanwhile; except that "accepted" always does: the carrier has it, whatever else was made of it. An attempt
 * that was given up for unknown takes a better answer that comes late.
 */
export const record = (db: Connection, results: readonly Result[]) =>
  db.query(sql`
  with result as (
    select "companyId" as company_id, id, number, at, carrier, outcome, code, words, reference, fault, state,
           "dueAt" as due_at
    from jsonb_to_recordset(${asJson(results)}::jsonb) as r (
      "companyId" uuid, id uuid, number int, at timestamptz, carrier text, outcome text, code text, words text,
      reference text, fault text, state text, "dueAt" timestamptz
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
    set ended_at = result.at, outcome = result.outcome, code = result.code, words = result.words,
        carrier = result.carrier, reference = result.reference, fault = result.fault
    from result
    join locked using (company_id, id)
    where attempt.company_id = result.company_id and attempt.delivery_id = result.id
      and attempt.number = result.number
      and (coalesce(attempt.outcome, 'unknown') = 'unknown'
        or attempt.outcome = 'not-tried' and result.outcome = 'accepted'
        or attempt.outcome = 'accepted' and attempt.reference is null and result.outcome = 'accepted')
  )
  update delivery
  -- What was not tried is where it was, unless that is the end of it.
  set state = case
        when result.outcome = 'not-tried' and delivery.state <> 'handed-over' and result.due_at is not null
          then delivery.state
        else result.state
      end,
      due_at = coalesce(result.due_at, delivery.due_at, result.at),
      ended_at = case when result.due_at is null then result.at end
  from result
  join locked using (company_id, id)
  where delivery.company_id = result.company_id and delivery.id = result.id
    and case
      -- Unless its receipts have said so before: then they have said, too, what came of it.
      when result.outcome = 'accepted' then delivery_may_move(delivery.state, 'accepted') and not exists (
        select from attempt
        where attempt.company_id = result.company_id and attempt.delivery_id = result.id
          and attempt.number = result.number and attempt.outcome = 'accepted'
      )
      else delivery.attempts = result.number and delivery.ended_at is null and delivery.state <> 'held'
    end`)
