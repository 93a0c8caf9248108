import { isAfter, later } from '#base/time.ts'
import type { Connection, Database } from '#db/sql.ts'
import { findAttempts, type HeardOf, lockHeardOf, moveDeliveries } from '#delivery/heard.run.ts'
import { type ContactKey, isContactChannel } from '#directory/contact.ts'
import { noteFailures, noteReached, optOut } from '#directory/contacts.run.ts'
import * as q from './settle.sql.ts'
import { aboutAddress, conclude, tellsFailure } from './settle.ts'

type Instant = Temporal.Instant
type Matched = q.DueReceipt & Readonly<{ companyId: string; deliveryId: string; attempt: number }>

/**
 * Settles the oldest reports that are due: finds their messages and moves these to where the reports put them. One whose
 * message is not known yet, because the hand-over is being recorded, is looked at again for a day. Says whether any was
 * settled.
 */
export const settleReceiptsOnce = (
  db: Database,
  { now, limit = 200 }: { now: Instant; limit?: number },
): Promise<boolean> =>
  db.begin(async tx => {
    const due = await q.takeDueReceipts(tx, now, limit)
    if (due.length === 0) return false
    const found = await findAttempts(tx, due)
    const matched = due.flatMap((receipt, i): Matched[] => (found[i] ? [{ ...receipt, ...found[i] }] : []))
    const { settled: applied, early } = await apply(tx, matched, now)
    const lost = [...due.filter((_, i) => !found[i]), ...early]
    const settled = [...applied, ...(await putOff(tx, lost, now))]
    if (settled.length > 0) await q.settleReceipts(tx, settled, now)
    return settled.length > 0
  })

const DAY = 86_400

/** Of reports that cannot be settled: gives up the old ones as unmatched, and looks at the others again. */
async function putOff(tx: Connection, lost: readonly q.DueReceipt[], now: Instant): Promise<q.SettledReceipt[]> {
  const isOld = ({ receivedAt }: q.DueReceipt) => !isAfter(later(receivedAt, DAY), now)
  const young = lost.filter(receipt => !isOld(receipt))
  const postponed = young.map(({ id, receivedAt }) => ({ id, dueAt: later(now, patience(receivedAt, now)) }))
  if (postponed.length > 0) await q.postponeReceipts(tx, postponed)
  return lost.filter(isOld).map(({ id, companyId, deliveryId, attempt }) => ({
    ...{ id, companyId, deliveryId, attempt, settledAs: 'unmatched' },
  }))
}

// Seconds. A lost answer of an urgent text is only waited for ten.
const patience = (since: Instant, now: Instant): number =>
  Math.min(Math.max(now.since(since).total('seconds') / 2, 1), 600)

type Applied = Readonly<{ settled: readonly q.SettledReceipt[]; early: readonly Matched[] }>

async function apply(tx: Connection, receipts: readonly Matched[], now: Instant): Promise<Applied> {
  const deliveries = await lockHeardOf(tx, receipts)
  if (deliveries.length === 0) return { settled: [], early: [] }
  // Read after the lock: whoever settled another report of the same message has finished.
  const before = Map.groupBy(await q.reportedBefore(tx, deliveries), ({ deliveryId }) => deliveryId)
  const fresh = Map.groupBy(receipts, ({ deliveryId }) => deliveryId)
  const concluded = deliveries.map(delivery => {
    const said = [...(before.get(delivery.id) ?? []), ...fresh.get(delivery.id)!]
    const tries = fresh.get(delivery.id)!.every(receipt => isOverdue(receipt, now))
      ? delivery.tries.map(each => ({ ...each, outcome: each.outcome ?? 'unknown' }))
      : delivery.tries
    return { delivery, ...conclude(delivery.state, tries, said) }
  })
  const moved = concluded.filter(({ delivery, state, proved }) => state !== delivery.state || proved.length > 0)
  await moveDeliveries(
    tx,
    moved.map(({ delivery: { companyId, id }, state, proved }) => ({ companyId, id, state, proved })),
    now,
  )
  // While the answer to a try is awaited, the failure of another is not the end of it.
  const open = new Set(concluded.filter(({ early }) => early).map(({ delivery }) => delivery.id))
  const isEarly = (receipt: Matched) => tellsFailure(receipt) && open.has(receipt.deliveryId)
  const ripe = receipts.filter(receipt => !isEarly(receipt))
  await noteAddresses(tx, deliveries, { fresh: Map.groupBy(ripe, ({ deliveryId }) => deliveryId), now })
  const changed = new Set(moved.map(({ delivery }) => delivery.id))
  const settled = ripe.map(
    ({ id, companyId, deliveryId, attempt }): q.SettledReceipt => ({
      ...{ id, companyId, deliveryId, attempt },
      settledAs: changed.has(deliveryId) ? 'applied' : 'known-already',
    }),
  )
  return { settled, early: receipts.filter(isEarly) }
}

// Seconds. No carrier takes so long to answer: a try that is still open then was cut off, and its message ended otherwise.
const HOUR = 3600
const isOverdue = ({ receivedAt }: q.DueReceipt, now: Instant) => !isAfter(later(receivedAt, HOUR), now)

type Heard = Readonly<{ fresh: ReadonlyMap<string, readonly Matched[]>; now: Instant }>

/** Keeps in mind what was said of the addresses themselves (W9). */
async function noteAddresses(tx: Connection, deliveries: readonly HeardOf[], { fresh, now }: Heard): Promise<void> {
  const told = deliveries.flatMap(({ id, companyId, channel, address }) =>
    isContactChannel(channel)
      ? (fresh.get(id) ?? []).map(receipt => ({
          receipt,
          about: aboutAddress(receipt),
          contact: { companyId, channel, address },
        }))
      : [],
  )
  const said = told.map(({ receipt: { at, words }, about, contact }) => ({
    ...contact,
    about,
    words,
    // Some carriers' clocks are fast: nothing that we know has happened later than now.
    at: isAfter(at, now) ? now : at,
  }))
  const failures = said.filter(({ about }) => about === 'dead' || about === 'failed')
  await noteFailures(
    tx,
    failures.map(({ about, words, ...rest }) => ({
      ...{ ...rest, because: `came back: ${words}`, certain: about === 'dead' ? 'certain' : 'likely' },
    })),
    now,
  )
  const arrived = said.filter(({ about }) => about === 'arrived' || about === 'complained')
  await noteReached(
    tx,
    arrived.map(({ about: _, words: __, ...rest }) => ({ ...rest, because: 'a message arrived' })),
    now,
  )
  for (const { about, ...contact } of said) {
    const because = about && REFUSED[about]
    if (because) await optOut(tx, keyIn(contact), because, now)
  }
}

const REFUSED: Partial<Record<NonNullable<ReturnType<typeof aboutAddress>>, string>> = {
  'opted-out': 'the carrier refuses: its owner opted out',
  complained: 'its owner marked a message as spam',
}

const keyIn = ({ companyId, channel, address }: ContactKey): ContactKey => ({ companyId, channel, address })
