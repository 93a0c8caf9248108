import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

export type ToCustomer = Readonly<{ id: string; groups: boolean }>

/**
 * Of these notices, those that a rule of the customer, whose the invoice is, sends to an address of his; and whether a
 * rule tells of all its jobs in one message. A provider told by such a rule hears of his own job.
 */
export const noticesToCustomers = (
  db: Connection,
  notices: readonly { companyId: string; jobId: string; id: string }[],
) =>
  db.query<ToCustomer>(sql`
    select decision.notice_id as id, bool_or(rule.groups_invoice) as groups
    from unnest(
      ${notices.map(({ companyId }) => companyId)}::uuid[], ${notices.map(({ jobId }) => jobId)}::uuid[],
      ${notices.map(({ id }) => id)}::uuid[]
    ) as ask (company_id, job_id, notice_id)
    join decision
      on decision.company_id = ask.company_id and decision.job_id = ask.job_id and decision.notice_id = ask.notice_id
    join rule on rule.company_id = decision.company_id and rule.id = decision.rule_id
    where rule.owner_kind = 'customer' and decision.target = 'address'
    group by decision.notice_id`)

export async function keptPaper(
  db: Connection,
  companyId: string,
  id: string,
): Promise<{ name: string; bytes: Uint8Array } | undefined> {
  const [paper] = await db.query<{ name: string; bytes: Uint8Array }>(sql`
    select name, bytes
    from paper
    where company_id = ${companyId} and id = ${id}`)
  return paper
}
