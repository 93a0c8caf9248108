import sql, { raw } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Endpoint, Standing, Webhook } from './webhook.ts'

type Instant = Temporal.Instant
export type WebhookKey = Readonly<{ companyId: string; id: string }>

// A secret is read by nothing but `selectEndpoint`.
const COLUMNS = raw(`company_id, id, url, right(secret, 4) as secret_ends, secret_before_until, failing_since,
  disabled_at, disabled_because`)

/** Adds a webhook; nothing comes back when the company has one at this URL. */
export async function insertWebhook(
  db: Connection,
  { companyId, id, url, secret }: WebhookKey & { url: string; secret: string },
) {
  const [webhook] = await db.query<Webhook>(sql`
    insert into webhook (company_id, id, url, secret)
    values (${companyId}, ${id}, ${url}, ${secret})
    on conflict (company_id, url) where removed_at is null do nothing
    returning ${COLUMNS}`)
  return webhook
}

export async function countWebhooks(db: Connection, companyId: string): Promise<number> {
  const [row] = await db.query<{ webhooks: number }>(sql`
    select count(*) as webhooks
    from webhook
    where company_id = ${companyId} and removed_at is null`)
  return row!.webhooks
}

/** A company's webhooks in use, by URL. */
export const selectWebhooks = (db: Connection, companyId: string) =>
  db.query<Webhook>(sql`
    select ${COLUMNS}
    from webhook
    where company_id = ${companyId} and removed_at is null
    order by url`)

export const selectWebhook = async (db: Connection, { companyId, id }: WebhookKey) =>
  (
    await db.query<Webhook>(sql`
    select ${COLUMNS}
    from webhook
    where company_id = ${companyId} and id = ${id} and removed_at is null`)
  )[0]

/** The same, kept from others until this transaction ends. */
export const lockWebhook = async (db: Connection, { companyId, id }: WebhookKey) =>
  (
    await db.query<Webhook>(sql`
    select ${COLUMNS}
    from webhook
    where company_id = ${companyId} and id = ${id} and removed_at is null
    for no key update`)
  )[0]

export async function isWebhook(db: Connection, companyId: string, url: string): Promise<boolean> {
  const rows = await db.query(sql`
    select 1
    from webhook
    where company_id = ${companyId} and url = ${url} and removed_at is null`)
  return rows.length > 0
}

/** The webhook at this URL with the secrets that sign now, the newest first. */
export const selectEndpoint = async (
  db: Connection,
  { companyId, url }: { companyId: string; url: string },
  now: Instant,
) =>
  (
    await db.query<Endpoint>(sql`
    select ${COLUMNS},
           array_remove(array[secret, case when secret_before_until > ${now} then secret_before end], null) as secrets
    from webhook
    where company_id = ${companyId} and url = ${url} and removed_at is null`)
  )[0]

export const replaceSecret = (
  db: Connection,
  { companyId, id }: WebhookKey,
  { secret, until }: { secret: string; until: Instant },
) =>
  db.query(sql`
    update webhook
    set secret_before = secret, secret_before_until = ${until}, secret = ${secret}
    where company_id = ${companyId} and id = ${id}`)

/** The secrets of one that is removed are forgotten with it. */
export const retireWebhook = (db: Connection, { companyId, id }: WebhookKey, now: Instant) =>
  db.query(sql`
    update webhook
    set removed_at = ${now}, secret = '', secret_before = null, secret_before_until = null
    where company_id = ${companyId} and id = ${id}`)

export const saveStanding = (db: Connection, { companyId, id }: WebhookKey, standing: Standing) =>
  db.query(sql`
    update webhook
    set failing_since = ${standing.failingSince}, disabled_at = ${standing.disabledAt},
        disabled_because = ${standing.disabledBecause}
    where company_id = ${companyId} and id = ${id}`)
