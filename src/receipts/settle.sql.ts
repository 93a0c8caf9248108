import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Says } from '#delivery/heard.ts'

type Instant = Temporal.Instant

/** A report that is to be settled. */
export type DueReceipt = Readonly<{
  id: number
  carrier: string
  companyId: string | null
  deliveryId: string | null
  attempt: number | null
  reference: string | null
  says: Says
  code: string | null
  words: string
  at: Instant
  receivedAt: Instant
}>

/** Takes reports nobody has settled, the oldest first; they are this transaction's until it ends. */
export const takeDueReceipts = (db: Connection, now: Instant, limit: number) =>
  db.query<DueReceipt>(sql`
  select id, carrier, company_id, delivery_id, attempt, reference, says, code, words, at, received_at
  from receipt
  where settled_at is null and due_at <= ${now}
  order by due_at, id
  limit ${limit}
  for update skip locked`)

/** Looks at reports again later: the message they are about is not known yet. */
export const postponeReceipts = (db: Connection, postponed: readonly { id: number; dueAt: Instant }[]) =>
  db.query(sql`
  update receipt
  set due_at = r."dueAt"
  from jsonb_to_recordset(${asJson(postponed)}::jsonb) as r (id bigint, "dueAt" timestamptz)
  where receipt.id = r.id`)

/** A report that was settled, and which attempt it was about. */
export type SettledReceipt = Readonly<{
  id: number
  companyId: string | null
  deliveryId: string | null
  attempt: number | null
  settledAs: 'applied' | 'known-already' | 'unmatched'
}>

export const settleReceipts = (db: Connection, settled: readonly SettledReceipt[], now: Instant) =>
  db.query(sql`
  update receipt
  set settled_at = ${now}, settled_as = r."settledAs", company_id = r."companyId", delivery_id = r."deliveryId",
      attempt = r.attempt
  from jsonb_to_recordset(${asJson(settled)}::jsonb)
    as r (id bigint, "companyId" uuid, "deliveryId" uuid, attempt int, "settledAs" text)
  where receipt.id = r.id`)

/** What was reported before of these deliveries. */
export const reportedBefore = (db: Connection, keys: readonly { companyId: string; id: string }[]) =>
  db.query<{ deliveryId: string; attempt: number; says: Says }>(sql`
  select receipt.delivery_id, receipt.attempt, receipt.says
  from unnest(${keys.map(key => key.companyId)}::uuid[], ${keys.map(key => key.id)}::uuid[]) as key (company_id, id)
  join receipt on receipt.company_id = key.company_id and receipt.delivery_id = key.id and receipt.delivery_id is not null
  where receipt.settled_as in ('applied', 'known-already')`)
