import sql from 'sql-template-tag'
import type { Channel } from '#base/address.ts'
import { asJson, type Connection } from '#db/sql.ts'
import type { OutcomeKind } from './carrier.ts'
import type { State } from './state.ts'

/** How a carrier names a message in a report: by our ids, or by its own reference. */
export type Naming = Readonly<{
  companyId: string | null
  deliveryId: string | null
  attempt: number | null
  carrier: string
  reference: string | null
}>

/** One attempt of one delivery. */
export type Attempted = Readonly<{ companyId: string; deliveryId: string; attempt: number }>

/** Which attempts these names mean; `ask` counts them from 0. A name that means none is not among them. */
export const attemptsNamed = (db: Connection, names: readonly Naming[]) =>
  db.query<Attempted & { ask: number }>(sql`
  with ask as (
    select (position - 1)::int as ask, "companyId" as company_id, "deliveryId" as delivery_id, attempt, carrier, reference
    from rows from (
      jsonb_to_recordset(${asJson(names)}::jsonb)
        as ("companyId" uuid, "deliveryId" uuid, attempt int, carrier text, reference text)
    ) with ordinality as r ("companyId", "deliveryId", attempt, carrier, reference, position)
    -- Tells the planner how few they are: it then looks each up instead of reading the table.
    limit ${names.length}
  )
  select ask.ask, attempt.company_id, attempt.delivery_id, attempt.number as attempt
  from ask
  join attempt
    on attempt.company_id = ask.company_id and attempt.delivery_id = ask.delivery_id and attempt.number = ask.attempt
  union all
  select distinct on (ask.ask) ask.ask, attempt.company_id, attempt.delivery_id, attempt.number
  from ask
  join attempt on attempt.carrier = ask.carrier and attempt.reference = ask.reference and attempt.reference is not null
  where ask.delivery_id is null
  order by ask`)

/** A delivery about which a carrier reported something, and all its attempts. */
export type HeardOf = Readonly<{
  companyId: string
  id: string
  channel: Channel
  address: string
  state: State
  tries: readonly Readonly<{ number: number; outcome: OutcomeKind | null }>[]
}>

/** These deliveries with their attempts, kept from others until this transaction ends. In order of id, as everywhere. */
export const lockDeliveries = (db: Connection, keys: readonly Pick<Attempted, 'companyId' | 'deliveryId'>[]) =>
  db.query<HeardOf>(sql`
  with locked as materialized (
    select delivery.company_id, delivery.id, delivery.channel, delivery.address, delivery.state
    from (
      select distinct *
      from unnest(${keys.map(key => key.companyId)}::uuid[], ${keys.map(key => key.deliveryId)}::uuid[]) as key (company_id, id)
      limit ${keys.length}
    ) key
    join delivery using (company_id, id)
    order by delivery.company_id, delivery.id
    for update of delivery
  )
  select locked.company_id, locked.id, locked.channel, locked.address, locked.state, (
           select jsonb_agg(jsonb_build_object('number', number, 'outcome', outcome) order by number)
           from attempt
           where attempt.company_id = locked.company_id and attempt.delivery_id = locked.id
         ) as tries
  from locked`)

/** Where a delivery goes for what was reported, and which attempts the reports prove to have been accepted. */
export type HeardMove = Readonly<{ companyId: string; id: string; state: State; proved: readonly number[] }>

/** Moves deliveries as the reports say, as far as they may go there. */
export const moveHeard = (db: Connection, moves: readonly HeardMove[], now: Temporal.Instant) =>
  db.query(sql`
  with move as (
    select "companyId" as company_id, id, state, proved
    from jsonb_to_recordset(${asJson(moves)}::jsonb) as r ("companyId" uuid, id uuid, state text, proved int[])
    limit ${moves.length}
  ),
  proved as (
    update attempt
    set ended_at = coalesce(ended_at, ${now}), outcome = 'accepted',
        words = 'The answer was lost; that it was accepted is known from the carrier''s report.'
    from move
    where attempt.company_id = move.company_id and attempt.delivery_id = move.id
      and attempt.number = any (move.proved) and coalesce(attempt.outcome, 'unknown') = 'unknown'
  )
  update delivery
  set state = move.state, due_at = coalesce(delivery.due_at, ${now}), ended_at = coalesce(delivery.ended_at, ${now})
  from move
  where delivery.company_id = move.company_id and delivery.id = move.id
    and delivery_may_move(delivery.state, move.state)`)

/** To whom these deliveries go. */
export const addressesOf = (db: Connection, keys: readonly { companyId: string; id: string }[]) =>
  db.query<Pick<HeardOf, 'companyId' | 'id' | 'channel' | 'address'>>(sql`
  select delivery.company_id, delivery.id, delivery.channel, delivery.address
  from unnest(${keys.map(key => key.companyId)}::uuid[], ${keys.map(key => key.id)}::uuid[]) as key (company_id, id)
  join delivery using (company_id, id)`)

/** The latest message a company sent to an address through one account. */
type Writer = Readonly<{
  ask: number
  companyId: string
  carrier: string
  deliveryId: string
  jobId: string | null
  at: Temporal.Instant
}>

/** Who wrote to these addresses, and since when that counts: of each company and account the latest message. */
export const writersTo = (
  db: Connection,
  asked: readonly { channel: Channel; address: string; since: Temporal.Instant }[],
) =>
  db.query<Writer>(sql`
  select ask.ask::int - 1 as ask, writer.*
  from unnest(
    ${asked.map(ask => ask.channel)}::text[], ${asked.map(ask => ask.address)}::text[],
    ${asked.map(ask => ask.since)}::timestamptz[]
  ) with ordinality as ask (channel, address, since, ask)
  cross join lateral (
    select distinct on (delivery.company_id, attempt.carrier) delivery.company_id, attempt.carrier,
           delivery.id as delivery_id, notice.job_id, delivery.ended_at as at
    from delivery
    join attempt on attempt.company_id = delivery.company_id and attempt.delivery_id = delivery.id
      and attempt.outcome in ('accepted', 'unknown')
    join notice on notice.company_id = delivery.company_id and notice.id = delivery.id
    where delivery.channel = ask.channel and delivery.address = ask.address and delivery.ended_at >= ask.since
    order by delivery.company_id, attempt.carrier, delivery.ended_at desc, delivery.id desc
  ) writer
  order by ask, at desc, delivery_id desc`)
