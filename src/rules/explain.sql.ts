import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import { OWNER_NAME } from './owners.sql.ts'
import type { Owner, Via } from './rule.ts'

/** A rule as people know it: whose it is, and whom it names. */
export type NamedRule = Readonly<{
  id: string
  ownerKind: Owner['kind']
  ownerName: string
  recipient: string | null
  via: Via
  address: string | null
}>

/** These rules by name, those taken out of use too: a former provider is told by the rule that told him. */
export const namedRules = (db: Connection, companyId: string, ids: readonly string[]) =>
  db.query<NamedRule>(sql`
  select rule.id, rule.owner_kind, rule.recipient, rule.via, rule.address, ${OWNER_NAME} as owner_name
  from rule
  where rule.company_id = ${companyId} and rule.id = any (${ids}::uuid[])`)

/** How often each rule has reminded of a job, those too that will not again. */
export const timesReminded = (db: Connection, companyId: string, jobId: string) =>
  db.query<{ ruleId: string; sent: number }>(sql`
  select rule_id, sent
  from reminder
  where company_id = ${companyId} and job_id = ${jobId}`)
