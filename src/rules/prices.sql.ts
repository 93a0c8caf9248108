import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import type { Price } from './prices.ts'

export type KeptPrice = Price & Readonly<{ by: Actor; at: Temporal.Instant }>

export const pricesOf = (db: Connection, companyId: string) =>
  db.query<KeptPrice>(sql`
  select channel, trim_scale(amount)::text as amount, currency, by, at
  from price
  where company_id = ${companyId}
  order by channel`)

/** Writes the whole list: what is not in it has no price any more, and what stays the same keeps who wrote it. */
export const writePrices = (
  db: Connection,
  { companyId, prices }: { companyId: string; prices: readonly Price[] },
  by: Actor,
  now: Temporal.Instant,
) =>
  db.query(sql`
  with asked as materialized (
    select *
    from jsonb_to_recordset(${asJson(prices)}::jsonb) as r (channel text, amount numeric, currency text)
  ),
  gone as (
    delete from price
    where company_id = ${companyId} and channel not in (select channel from asked)
  )
  insert into price (company_id, channel, amount, currency, by, at)
  select ${companyId}, channel, amount, currency, ${by}, ${now}
  from asked
  on conflict (company_id, channel) do update
  set (amount, currency, by, at) = (excluded.amount, excluded.currency, excluded.by, excluded.at)
  where (price.amount, price.currency) is distinct from (excluded.amount, excluded.currency)`)
