import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

export type Written = Readonly<{ id: string; address: string; subject: string; body: string }>

/** Messages as they were written, with where they went. */
export const writtenMessages = (db: Connection, most: number) =>
  db.query<Written>(sql`
    select message.id, delivery.address, message.subject, message.body
    from message
    join delivery using (company_id, id)
    order by message.id
    limit ${most}`)

/** How many deliveries were accepted. */
export async function countAccepted(db: Connection): Promise<number> {
  const [row] = await db.query<{ accepted: number }>(sql`
    select count(*) as accepted
    from delivery
    where state = 'accepted'`)
  return row!.accepted
}
