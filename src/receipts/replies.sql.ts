import sql, { join } from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Says } from '#delivery/heard.ts'
import type { ContactChannel } from '#directory/contact.ts'
import type { Actor } from '#directory/directory.ts'
import type { Meaning } from './keyword.ts'

type Instant = Temporal.Instant

/** An answer that is to be settled. */
export type DueReply = Readonly<{
  id: string
  carrier: string
  channel: ContactChannel
  fromAddress: string
  words: string
  at: Instant
}>

/** Takes answers nobody has settled, the oldest first; they are this transaction's until it ends. */
export const takeDueReplies = (db: Connection, limit: number) =>
  db.query<DueReply>(sql`
  select id, carrier, channel, from_address, words, at
  from reply
  where settled_at is null
  order by received_at, id
  limit ${limit}
  for update skip locked`)

/** Whose an answer is and what it means. */
export type SettledReply = Readonly<{
  id: string
  meaning: Meaning
  companyId: string | null
  jobId: string | null
  deliveryId: string | null
}>

export const settleReplies = (db: Connection, settled: readonly SettledReply[], now: Instant) =>
  db.query(sql`
  update reply
  set settled_at = ${now}, meaning = r.meaning, company_id = r."companyId", job_id = r."jobId",
      delivery_id = r."deliveryId"
  from jsonb_to_recordset(${asJson(settled)}::jsonb)
    as r (id uuid, meaning text, "companyId" uuid, "jobId" uuid, "deliveryId" uuid)
  where reply.id = r.id`)

/** The company of a server that has only one. */
export async function onlyCompany(db: Connection): Promise<string | null> {
  const rows = await db.query<{ id: string }>(sql`
    select id
    from company
    limit 2`)
  return rows.length === 1 ? rows[0]!.id : null
}

/** An answer, as people see it. */
export type ReplySeen = Readonly<{
  id: string
  channel: ContactChannel
  fromAddress: string
  toAddress: string
  words: string
  meaning: Meaning
  jobId: string | null
  deliveryId: string | null
  at: Instant
  doneAt: Instant | null
  doneBy: Actor | null
}>

const SEEN = sql`
  select id, channel, from_address, to_address, words, meaning, job_id, delivery_id, at, done_at, done_by
  from reply`

export type RepliesAsked = Readonly<{
  companyId: string
  done?: 'done' | 'not-done'
  jobId?: string
  before?: Readonly<{ at: Instant; id: string }>
  limit: number
}>

/** A company's answers, the latest first, one page of them. */
export const selectReplies = (db: Connection, { companyId, done, jobId, before, limit }: RepliesAsked) => {
  const conditions = [
    sql`company_id = ${companyId}`,
    ...(done ? [done === 'done' ? sql`done_at is not null` : sql`done_at is null`] : []),
    // The index by job holds only those that have one.
    ...(jobId ? [sql`job_id = ${jobId}`, sql`job_id is not null`] : []),
    ...(before ? [sql`(at, id) < (${before.at}, ${before.id})`] : []),
  ]
  return db.query<ReplySeen>(sql`
    ${SEEN}
    where ${join(conditions, ' and ')}
    order by at desc, id desc
    limit ${limit}`)
}

/** How many answers nobody has dealt with, counted up to `most`. */
export const countUndone = async (db: Connection, companyId: string, most: number): Promise<number> =>
  (
    await db.query<{ count: number }>(sql`
    select count(*)::int as count
    from (select from reply where company_id = ${companyId} and done_at is null limit ${most}) as these`)
  )[0]!.count

/** The answers to one message, the first one first. */
export const selectRepliesTo = (db: Connection, { companyId, jobId, deliveryId }: AnsweredTo) =>
  db.query<ReplySeen>(sql`
    ${SEEN}
    where company_id = ${companyId} and job_id = ${jobId} and job_id is not null and delivery_id = ${deliveryId}
    order by at, id`)

type AnsweredTo = Readonly<{ companyId: string; jobId: string; deliveryId: string }>

/** Notes that an answer has been dealt with, unless it has been. */
export const updateDone = (
  db: Connection,
  { companyId, id }: { companyId: string; id: string },
  { by, now }: { by: Actor; now: Instant },
) =>
  db.query(sql`
  update reply
  set done_at = ${now}, done_by = ${asJson(by)}::jsonb
  where company_id = ${companyId} and id = ${id} and done_at is null`)

export const selectReply = async (db: Connection, companyId: string, id: string) =>
  (
    await db.query<ReplySeen>(sql`
    ${SEEN}
    where company_id = ${companyId} and id = ${id}`)
  )[0]

/** What carriers reported of a message. */
export type ReceiptSeen = Readonly<{
  attempt: number
  carrier: string
  says: Says
  code: string | null
  words: string
  at: Instant
  receivedAt: Instant
}>

/** What was reported of one message and is settled, the first one first. */
export const selectReceipts = (db: Connection, companyId: string, deliveryId: string) =>
  db.query<ReceiptSeen>(sql`
  select attempt, carrier, says, code, words, at, received_at
  from receipt
  where company_id = ${companyId} and delivery_id = ${deliveryId} and delivery_id is not null
    and settled_as in ('applied', 'known-already')
  order by at, id`)

type Deciding = Readonly<{ deliveryId: string; attempt: number; code: string | null; words: string }>

/** Of each message the last of these reports of it, if there is any. */
export const selectDeciding = (
  db: Connection,
  companyId: string,
  asked: readonly Readonly<{ id: string; says: readonly Says[] }>[],
) =>
  db.query<Deciding>(sql`
  select distinct on (receipt.delivery_id) receipt.delivery_id, receipt.attempt, receipt.code, receipt.words
  from jsonb_to_recordset(${asJson(asked)}::jsonb) as asked (id uuid, says jsonb)
  join receipt on receipt.company_id = ${companyId} and receipt.delivery_id = asked.id
    and receipt.delivery_id is not null
  where asked.says ? receipt.says and receipt.settled_as in ('applied', 'known-already')
  order by receipt.delivery_id, receipt.attempt desc, receipt.at desc, receipt.id desc`)
