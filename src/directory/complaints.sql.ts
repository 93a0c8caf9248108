import sql, { raw } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Actor } from './directory.ts'

/** What a customer complains of: while one is open nobody asks him how it was. */
export type Complaint = Readonly<{
  companyId: string
  id: string
  customerId: string
  words: string
  openedAt: Temporal.Instant
  openedBy: Actor
  closedAt: Temporal.Instant | null
  closedBy: Actor | null
}>

const COLUMNS = raw('company_id, id, customer_id, words, opened_at, opened_by, closed_at, closed_by')

export const insertComplaint = (db: Connection, complaint: Complaint) =>
  db.query(sql`
    insert into complaint (${COLUMNS})
    values (
      ${complaint.companyId}, ${complaint.id}, ${complaint.customerId}, ${complaint.words}, ${complaint.openedAt},
      ${complaint.openedBy}, ${complaint.closedAt}, ${complaint.closedBy}
    )`)

export async function lockComplaint(db: Connection, { companyId, id }: { companyId: string; id: string }) {
  const [complaint] = await db.query<Complaint>(sql`
    select ${COLUMNS}
    from complaint
    where company_id = ${companyId} and id = ${id}
    for no key update`)
  return complaint
}

export const closeOne = (
  db: Connection,
  { companyId, id }: { companyId: string; id: string },
  { by, now }: { by: Actor; now: Temporal.Instant },
) =>
  db.query(sql`
    update complaint
    set closed_at = ${now}, closed_by = ${by}
    where company_id = ${companyId} and id = ${id}`)

export type ComplaintsAsked = Readonly<{
  companyId: string
  limit: number
  customerId?: string
  /** The last one of the page before. */
  after?: Readonly<{ isClosed: boolean; id: string }>
}>

/** Those that are open first, each kind with the latest first: ids made later sort later. */
export const selectComplaints = (db: Connection, { companyId, limit, customerId, after }: ComplaintsAsked) =>
  db.query<Complaint>(sql`
    select ${COLUMNS}
    from complaint
    where company_id = ${companyId}
      and (${customerId ?? null}::uuid is null or customer_id = ${customerId ?? null}::uuid)
      and (
        ${after?.id ?? null}::uuid is null
        or closed_at is not null and not ${after?.isClosed ?? false}::boolean
        or (closed_at is not null) = ${after?.isClosed ?? false}::boolean and id < ${after?.id ?? null}::uuid
      )
    order by closed_at is not null, id desc
    limit ${limit}`)
