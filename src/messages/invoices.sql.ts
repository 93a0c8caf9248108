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
    with recursive asked as (
      select company_id, job_id, id, id as told_by
      from unnest(
        ${notices.map(({ companyId }) => companyId)}::uuid[], ${notices.map(({ jobId }) => jobId)}::uuid[],
        ${notices.map(({ id }) => id)}::uuid[]
      ) as ask (company_id, job_id, id)
      union all
      -- What is sent again was decided when it was first told.
      select asked.company_id, asked.job_id, asked.id, again.resend_of
      from asked
      join notice again on again.company_id = asked.company_id and again.id = asked.told_by
      where again.resend_of is not null
    )
    select asked.id, bool_or(rule.groups_invoice) as groups
    from asked
    join decision
      on decision.company_id = asked.company_id and decision.job_id = asked.job_id
      and decision.notice_id = asked.told_by
    join rule on rule.company_id = decision.company_id and rule.id = decision.rule_id
    where rule.owner_kind = 'customer' and decision.target = 'address'
    group by asked.id`)

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
