import { newId } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import { type Complaint, closeOne, insertComplaint, lockComplaint, selectComplaints } from './complaints.sql.ts'
import { findEntry, within } from './directory.run.ts'
import { insertChanges } from './directory.sql.ts'
import type { Actor } from './directory.ts'

type Instant = Temporal.Instant
type Kept<Because> = Readonly<{ ok: true; complaint: Complaint }> | Readonly<{ ok: false; because: Because }>

export type ComplaintFault = 'no-such-customer' | 'no-such-complaint' | 'complaint-closed'

/** Keeps what a customer complains of. Until it is closed nobody asks him how it was. */
export function openComplaint(
  db: Connection,
  { companyId, customerId, words, by }: Readonly<{ companyId: string; customerId: string; words: string; by: Actor }>,
  now: Instant,
): Promise<Kept<'no-such-customer'>> {
  return within(db, async tx => {
    if (!(await findEntry(tx, 'customer', { companyId, id: customerId }))) {
      return { ok: false, because: 'no-such-customer' }
    }
    const opened = { companyId, id: newId(), customerId, words, openedAt: now, openedBy: by }
    const complaint = { ...opened, closedAt: null, closedBy: null }
    await insertComplaint(tx, complaint)
    await record(tx, { before: null, after: complaint }, by, now)
    return { ok: true, complaint }
  })
}

/** Says that a complaint has been seen to. */
export function closeComplaint(
  db: Connection,
  { companyId, id, by }: Readonly<{ companyId: string; id: string; by: Actor }>,
  now: Instant,
): Promise<Kept<'no-such-complaint' | 'complaint-closed'>> {
  return within(db, async tx => {
    const before = await lockComplaint(tx, { companyId, id })
    if (!before) return { ok: false, because: 'no-such-complaint' }
    if (before.closedAt) return { ok: false, because: 'complaint-closed' }
    await closeOne(tx, { companyId, id }, { by, now })
    const complaint = { ...before, closedAt: now, closedBy: by }
    await record(tx, { before, after: complaint }, by, now)
    return { ok: true, complaint }
  })
}

/** A company's complaints, those that are open first. */
export const listComplaints = selectComplaints

const record = (
  tx: Connection,
  { before, after }: Readonly<{ before: Complaint | null; after: Complaint }>,
  by: Actor,
  now: Instant,
) =>
  insertChanges(tx, [{ companyId: after.companyId, entry: 'complaint', entryId: after.id, before, after }], { by, now })
