import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

/** Who was sent a message, and by which company. */
export type Recipient = Readonly<{ companyId: string; company: string; address: string }>

export async function selectRecipient(
  db: Connection,
  { companyId, id }: { companyId: string; id: string },
): Promise<Recipient | undefined> {
  const [row] = await db.query<Recipient>(sql`
    select delivery.company_id, company.name as company, delivery.address
    from delivery
    join company on company.id = delivery.company_id
    where delivery.company_id = ${companyId} and delivery.id = ${id} and delivery.channel = 'email'`)
  return row
}

/**
 * Whose delivery this is, and how often it has been tried. The one question without a company: a bounce says which delivery it is of, and nothing
 * else. Each company is looked up by the key, so that it costs one probe for each and no scan.
 */
export async function selectDelivery(db: Connection, id: string) {
  const [row] = await db.query<{ companyId: string; attempts: number }>(sql`
    select delivery.company_id, delivery.attempts
    from company
    cross join lateral (
      select company_id, attempts
      from delivery
      where delivery.company_id = company.id and delivery.id = ${id}
      offset 0
    ) delivery
    limit 1`)
  return row
}
