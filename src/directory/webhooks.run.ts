import { randomBytes } from 'node:crypto'
import { type AddressFault, readAddress } from '#base/address.ts'
import { newId } from '#base/id.ts'
import { later } from '#base/time.ts'
import type { Connection } from '#db/sql.ts'
import { within } from './directory.run.ts'
import { insertChanges, lockCompany } from './directory.sql.ts'
import { type Actor, CALLOUT } from './directory.ts'
import {
  type Endpoint,
  type Heard,
  MOST_WEBHOOKS,
  SECRET_OVERLAP,
  standingAfter,
  switchedOffBy,
  type Webhook,
  type WebhookFault,
} from './webhook.ts'
import * as q from './webhooks.sql.ts'

type Instant = Temporal.Instant
type Refused<Because> = Readonly<{ ok: false; because: Because }>
type NoSuch = Refused<'no-such-webhook'>
type Named = q.WebhookKey & Readonly<{ by: Actor }>

/** A webhook and its secret, which is told this once and never again. */
export type WithSecret = Readonly<{ ok: true; webhook: Webhook; secret: string }>

/** Adds a program to be told at this URL. Refused when the company tells one there already, or too many. */
export function addWebhook(
  db: Connection,
  { companyId, url, by }: Readonly<{ companyId: string; url: string; by: Actor }>,
  now: Instant,
): Promise<WithSecret | Refused<AddressFault | Exclude<WebhookFault, 'no-such-webhook'>>> {
  return within(db, async tx => {
    const company = await lockCompany(tx, companyId)
    const read = readAddress('webhook', url, company!.country)
    if (!read.ok) return read
    if ((await q.countWebhooks(tx, companyId)) >= MOST_WEBHOOKS) return { ok: false, because: 'too-many-webhooks' }
    const secret = newSecret()
    const webhook = await q.insertWebhook(tx, { companyId, id: newId(), url: read.address, secret })
    if (!webhook) return { ok: false, because: 'webhook-taken' }
    await record(tx, { before: null, after: webhook }, by, now)
    return { ok: true, webhook, secret }
  })
}

/** Gives a webhook a new secret. The one before signs too for a day, so that no message is lost on the way. */
export const rotateSecret = (db: Connection, named: Named, now: Instant): Promise<WithSecret | NoSuch> =>
  within(db, async tx => {
    const secret = newSecret()
    const until = later(now, SECRET_OVERLAP)
    const changed = await change(tx, named, now, () => q.replaceSecret(tx, named, { secret, until }))
    return changed.ok ? { ...changed, secret } : changed
  })

/** Tells this program nothing any more and forgets its secret. Messages on their way to it are refused. */
export const removeWebhook = (
  db: Connection,
  named: Named,
  now: Instant,
): Promise<Readonly<{ ok: true; webhook: Webhook }> | NoSuch> =>
  within(db, async tx => {
    const webhook = await q.lockWebhook(tx, named)
    if (!webhook) return { ok: false, because: 'no-such-webhook' }
    await q.retireWebhook(tx, named, now)
    await record(tx, { before: webhook, after: { ...webhook, removed: true } }, named.by, now)
    return { ok: true, webhook }
  })

/** Tells a disabled program again. What was refused meanwhile is not sent by itself. */
export const enableWebhook = (db: Connection, named: Named, now: Instant) =>
  within(db, tx =>
    change(tx, named, now, webhook =>
      webhook.disabledAt
        ? q.saveStanding(tx, named, { failingSince: null, disabledAt: null, disabledBecause: null })
        : Promise.resolve(),
    ),
  )

/** Tells a program nothing until somebody enables it. */
export const disableWebhook = (db: Connection, named: Named, now: Instant) =>
  within(db, tx =>
    change(tx, named, now, ({ failingSince, disabledAt }) =>
      disabledAt
        ? Promise.resolve()
        : q.saveStanding(tx, named, { failingSince, disabledAt: now, disabledBecause: switchedOffBy(named.by) }),
    ),
  )

/** A company's webhooks in use, by URL; never their secrets. */
export const listWebhooks = (db: Connection, companyId: string): Promise<Webhook[]> => q.selectWebhooks(db, companyId)

/** One webhook in use. */
export const findWebhook = (db: Connection, key: q.WebhookKey): Promise<Webhook | undefined> => q.selectWebhook(db, key)

/** Whether the company has a webhook at this URL, disabled or not. */
export const hasWebhook = (db: Connection, companyId: string, url: string): Promise<boolean> =>
  q.isWebhook(db, companyId, url)

/** What the carrier must know of the webhook at this URL; undefined when there is none. */
export const endpointAt = (
  db: Connection,
  at: Readonly<{ companyId: string; url: string }>,
  now: Instant,
): Promise<Endpoint | undefined> => q.selectEndpoint(db, at, now)

/**
 * Notes what came of telling a webhook something. Nothing is written when that is as before, so that a message costs no
 * write; when it is disabled for that, that is kept as a change of Callout's own.
 */
export async function noteWebhook(db: Connection, known: Webhook, heard: Heard, now: Instant): Promise<void> {
  if (!standingAfter(known, heard, now)) return
  await within(db, async tx => {
    const before = await q.lockWebhook(tx, known)
    const standing = before && standingAfter(before, heard, now)
    if (!standing) return
    await q.saveStanding(tx, known, standing)
    if (standing.disabledAt && !before.disabledAt)
      await record(tx, { before, after: { ...before, ...standing } }, CALLOUT, now)
  })
}

/** Does this to a webhook in use, and records who did it if anything is different afterwards. */
async function change(
  tx: Connection,
  { by, ...key }: Named,
  now: Instant,
  work: (webhook: Webhook) => Promise<unknown>,
): Promise<Readonly<{ ok: true; webhook: Webhook }> | NoSuch> {
  const before = await q.lockWebhook(tx, key)
  if (!before) return { ok: false, because: 'no-such-webhook' }
  await work(before)
  const after = (await q.selectWebhook(tx, key))!
  if (JSON.stringify(before) !== JSON.stringify(after)) await record(tx, { before, after }, by, now)
  return { ok: true, webhook: after }
}

const record = (
  tx: Connection,
  { before, after }: { before: Webhook | null; after: Webhook & { removed?: true } },
  by: Actor,
  now: Instant,
) =>
  insertChanges(tx, [{ companyId: after.companyId, entry: 'webhook', entryId: after.id, before, after }], { by, now })

// The form in which the libraries of receivers take a secret.
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`
