import sql from 'sql-template-tag'
import { newId } from '#base/id.ts'
import { asJson, type Connection } from '#db/sql.ts'
import type { Reply, Report } from '#delivery/heard.ts'

export const insertReports = (db: Connection, reports: readonly Report[], now: Temporal.Instant) =>
  db.query(sql`
  insert into receipt (carrier, key, company_id, delivery_id, attempt, reference, says, code, words, at, raw,
                       received_at, due_at)
  select carrier, key, (ours ->> 'companyId')::uuid, (ours ->> 'id')::uuid, (ours ->> 'attempt')::int, reference, says,
         code, words, at, raw, ${now}, ${now}
  from jsonb_to_recordset(${asJson(reports)}::jsonb) as r (
    carrier text, key text, ours jsonb, reference text, says text, code text, words text, at timestamptz, raw jsonb
  )
  on conflict (carrier, key) do nothing`)

export const insertReplies = (db: Connection, replies: readonly Reply[], now: Temporal.Instant) =>
  db.query(sql`
  insert into reply (id, carrier, key, channel, from_address, to_address, words, at, raw, received_at)
  select id, carrier, key, channel, "from", "to", words, at, raw, ${now}
  from jsonb_to_recordset(${asJson(replies.map(reply => ({ id: newId(), ...reply })))}::jsonb) as r (
    id uuid, carrier text, key text, channel text, "from" text, "to" text, words text, at timestamptz, raw jsonb
  )
  on conflict (carrier, key) do nothing`)
