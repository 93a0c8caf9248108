import sql, { join } from 'sql-template-tag'
import type { Channel } from '#base/address.ts'
import { asJson, type Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import type { Lane } from '#rules/notice.ts'
import type { Move, Stopped } from './deeds.ts'
import { conditionsFor, LATEST_ATTEMPT, type MessageFilter } from './log.sql.ts'
import type { State } from './state.ts'

/** A message somebody wants to do something with. */
export type Meant = Stopped & Readonly<{ lane: Lane; channel: Channel; address: string }>

/** One message, kept from others until this transaction ends. */
export const lockMessage = async (db: Connection, companyId: string, id: string): Promise<Meant | undefined> =>
  (
    await db.query<Meant>(sql`
    select id, lane, channel, address, state, use_by
    from delivery
    where company_id = ${companyId} and id = ${id}
    for update`)
  )[0]

type Chosen = Readonly<{ filter: MessageFilter; states: readonly State[]; lanes: readonly Lane[]; limit: number }>

const chosen = ({ filter, states, lanes }: Chosen) => sql`
  from message
  join notice on notice.company_id = message.company_id and notice.id = message.id
  join delivery on delivery.company_id = message.company_id and delivery.id = message.id
  ${LATEST_ATTEMPT}
  where ${join(conditionsFor(filter), ' and ')} and delivery.state = any (${states}) and delivery.lane = any (${lanes})
  order by delivery.id`

/** The messages that are meant and in these states, at most `limit` of them. */
export const messagesMeant = (db: Connection, asked: Chosen) =>
  db.query<Meant>(sql`
  select delivery.id, delivery.lane, delivery.channel, delivery.address, delivery.state, delivery.use_by
  ${chosen(asked)}
  limit ${asked.limit}`)

/** The same, kept from others until this transaction ends. */
export const lockMeant = (db: Connection, asked: Chosen) =>
  db.query<Meant>(sql`
  select delivery.id, delivery.lane, delivery.channel, delivery.address, delivery.state, delivery.use_by
  ${chosen(asked)}
  limit ${asked.limit}
  for update of delivery`)

export type ByWhom = Readonly<{ companyId: string; by: Actor; now: Temporal.Instant }>

/** Moves these deliveries, which are locked, and writes down who did. */
export const moveDeliveries = (db: Connection, moves: readonly Move[], { companyId, by, now }: ByWhom) =>
  db.query(sql`
  with move as (
    select id, "from" as from_state, "to" as to_state, "dueAt" as due_at, "endedAt" as ended_at, note
    from jsonb_to_recordset(${asJson(moves)}::jsonb) as r (
      id uuid, "from" text, "to" text, "dueAt" timestamptz, "endedAt" timestamptz, note text
    )
  ),
  moved as (
    update delivery
    set state = move.to_state, due_at = move.due_at, ended_at = move.ended_at
    from move
    where delivery.company_id = ${companyId} and delivery.id = move.id
  )
  insert into delivery_change (company_id, delivery_id, at, by, from_state, to_state, note)
  select ${companyId}, id, ${now}::timestamptz, ${asJson(by)}::jsonb, from_state, to_state, note
  from move
  order by id`)
