import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { OwnerKind, Via } from './rule.ts'

/** A rule as people know it: whose it is, and whom it names. */
export type NamedRule = Readonly<{
  id: string
  ownerKind: OwnerKind
  ownerName: string
  recipient: string | null
  via: Via
  address: string | null
}>

/** These rules by name, those taken out of use too: a former provider is told by the rule that told him. */
export const namedRules = (db: Connection, companyId: string, ids: readonly string[]) =>
  db.query<NamedRule>(sql`
  select rule.id, rule.owner_kind, rule.recipient, rule.via, rule.address, case rule.owner_kind
    when 'customer' then (select x.name from customer x where x.company_id = rule.company_id and x.id = rule.owner_id)
    when 'alarm-company' then (
      select x.name from alarm_company x where x.company_id = rule.company_id and x.id = rule.owner_id
    )
    when 'site' then (select x.name from site x where x.company_id = rule.company_id and x.id = rule.owner_id)
    when 'provider' then (select x.name from provider x where x.company_id = rule.company_id and x.id = rule.owner_id)
    when 'region' then (select x.name from region x where x.company_id = rule.company_id and x.id = rule.owner_id)
    when 'status' then (select x.name from status x where x.company_id = rule.company_id and x.id = rule.owner_id)
  end as owner_name
  from rule
  where rule.company_id = ${companyId} and rule.id = any (${ids}::uuid[])`)

/** How often each rule has reminded of a job, those too that will not again. */
export const timesReminded = (db: Connection, companyId: string, jobId: string) =>
  db.query<{ ruleId: string; sent: number }>(sql`
  select rule_id, sent
  from reminder
  where company_id = ${companyId} and job_id = ${jobId}`)
