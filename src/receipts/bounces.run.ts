import PostalMime from 'postal-mime'
import type { Connection } from '#db/sql.ts'
import { deliveryNamed } from '#delivery/links.run.ts'
import type { Links } from '#delivery/links.ts'
import { MOST_READ, type NoBounce, readBounce } from './bounce.ts'
import { takeReports } from './receipts.run.ts'

/** Whether a mail that came back was a report of one of our messages, and if not, why. */
export type Took = 'report' | NoBounce | 'unreadable'

/**
 * Keeps what a mail to the bounce address reports. It is on disk when this resolves; a mail that reports nothing, or
 * nothing of ours, is not kept. Rejects only when the database is away.
 */
export async function takeBounce(
  db: Connection,
  bytes: Uint8Array,
  { links, now }: Readonly<{ links: Links; now: Temporal.Instant }>,
): Promise<Took> {
  const mail = await readMail(bytes)
  if (!mail) return 'unreadable'
  const bounce = readBounce(mail, links, now)
  if (typeof bounce === 'string') return bounce
  const { of, ...report } = bounce
  const delivery = await deliveryNamed(db, of.id)
  if (!delivery) return 'not-ours'
  const ours = { companyId: delivery.companyId, id: of.id, attempt: of.attempt ?? delivery.attempts }
  await takeReports(db, [{ ...report, ours }], now)
  return 'report'
}

async function readMail(bytes: Uint8Array) {
  try {
    return await PostalMime.parse(bytes.subarray(0, MOST_READ), { forceRfc822Attachments: true })
  } catch {
    // Nested or long beyond all measure: nobody's report.
    return undefined
  }
}
