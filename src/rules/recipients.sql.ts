import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Said } from './recipients.ts'
import type { AnyRule } from './rule.ts'
import { asRule, COLUMNS, type RuleRow } from './rules.sql.ts'

/** Everything that was said of these jobs alone, those rules too that were taken back, in the order of their making. */
export async function saidOf(db: Connection, companyId: string, jobIds: readonly string[]): Promise<Said[]> {
  const rows = await db.query<RuleRow & Omit<Said, 'rule'>>(sql`
    select ${COLUMNS}, made.by, made.at, rule.removed_at, gone.by as removed_by
    from rule
    join rule_change made on made.company_id = rule.company_id and made.rule_id = rule.id and made.version = 1
    left join rule_change gone
      on rule.removed_at is not null and gone.company_id = rule.company_id and gone.rule_id = rule.id
      and gone.version = rule.version
    where rule.company_id = ${companyId} and rule.owner_kind = 'job' and rule.owner_id = any (${jobIds}::uuid[])
    order by made.at, rule.recipient_id, rule.id`)
  return rows.map(({ by, at, removedAt, removedBy, ...row }) => {
    return { rule: asRule(row as RuleRow), by, at, removedAt, removedBy }
  })
}

/** The rules of one recipient that are in force, kept from others until this transaction ends. */
export async function lockRecipient(
  db: Connection,
  { companyId, jobId, id }: { companyId: string; jobId: string; id: string },
): Promise<AnyRule[]> {
  const rows = await db.query<RuleRow>(sql`
    select ${COLUMNS}
    from rule
    where company_id = ${companyId} and owner_kind = 'job' and owner_id = ${jobId} and recipient_id = ${id}
      and removed_at is null
    order by rule.id
    for update`)
  return rows.map(asRule)
}
