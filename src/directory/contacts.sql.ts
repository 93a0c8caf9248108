import sql, { raw } from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Contact, ContactChange, ContactKey, Turn } from './contact.ts'
import type { Actor } from './directory.ts'

const COLUMNS = raw(`contact.company_id, contact.channel, contact.address, contact.quiet_from, contact.quiet_until,
  contact.opted_out_at, contact.opted_out_because, contact.dead_since, contact.dead_because, contact.failures,
  contact.failed_at, contact.reached_at`)

const these = (keys: readonly ContactKey[]) => sql`
  unnest(
    ${keys.map(key => key.companyId)}::uuid[], ${keys.map(key => key.channel)}::text[],
    ${keys.map(key => key.address)}::text[]
  ) as ask (company_id, channel, address)`

/** Makes rows for addresses of which nothing was known. */
export const insertContacts = (db: Connection, keys: readonly ContactKey[]) =>
  db.query(sql`
  insert into contact (company_id, channel, address)
  select company_id, channel, address
  from ${these(keys)}
  order by company_id, channel, address
  on conflict do nothing`)

/** Those of these contacts that there are, kept from others until this transaction ends. */
export const lockContacts = (db: Connection, keys: readonly ContactKey[]) =>
  db.query<Contact>(sql`
  select ${COLUMNS}
  from contact
  join ${these(keys)} using (company_id, channel, address)
  order by contact.company_id, contact.channel, contact.address
  for no key update of contact`)

export const saveContacts = (db: Connection, contacts: readonly Contact[]) =>
  db.query(sql`
  update contact
  set (quiet_from, quiet_until, opted_out_at, opted_out_because, dead_since, dead_because, failures, failed_at, reached_at)
    = (r."quietFrom", r."quietUntil", r."optedOutAt", r."optedOutBecause", r."deadSince", r."deadBecause", r.failures,
       r."failedAt", r."reachedAt")
  from jsonb_to_recordset(${asJson(contacts)}::jsonb) as r (
    "companyId" uuid, channel text, address text, "quietFrom" int, "quietUntil" int, "optedOutAt" timestamptz,
    "optedOutBecause" text, "deadSince" timestamptz, "deadBecause" text, failures int, "failedAt" timestamptz,
    "reachedAt" timestamptz
  )
  where contact.company_id = r."companyId" and contact.channel = r.channel and contact.address = r.address`)

export const insertContactChanges = (
  db: Connection,
  turns: readonly Turn[],
  { by, now }: { by: Actor | null; now: Temporal.Instant },
) =>
  db.query(sql`
  insert into contact_change (company_id, channel, address, at, by, what, because)
  select (contact ->> 'companyId')::uuid, contact ->> 'channel', contact ->> 'address', ${now}::timestamptz,
         ${by && asJson(by)}::jsonb, change ->> 'what', change ->> 'because'
  from jsonb_to_recordset(${asJson(turns)}::jsonb) as r (contact jsonb, change jsonb)`)

export const selectContact = async (db: Connection, { companyId, channel, address }: ContactKey) =>
  (
    await db.query<Contact>(sql`
    select ${COLUMNS}
    from contact
    where company_id = ${companyId} and channel = ${channel} and address = ${address}`)
  )[0]

/** What changed with an address, the latest first, at most a hundred. */
export const selectChanges = (db: Connection, { companyId, channel, address }: ContactKey) =>
  db.query<ContactChange>(sql`
  select at, by, what, because
  from contact_change
  where company_id = ${companyId} and channel = ${channel} and address = ${address}
  order by seq desc
  limit 100`)

/** Of these addresses those in trouble: their owner wants no messages, or nobody is there (W9). */
export const selectTroubles = (db: Connection, keys: readonly ContactKey[]) =>
  db.query<ContactKey & Pick<Contact, 'optedOutAt' | 'deadSince'>>(sql`
  select contact.company_id, contact.channel, contact.address, contact.opted_out_at, contact.dead_since
  from contact
  join ${these(keys)} using (company_id, channel, address)
  where contact.opted_out_at is not null or contact.dead_since is not null`)
