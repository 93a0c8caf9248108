import sql from 'sql-template-tag'

/** What whoever a `rule` is of is called. */
export const OWNER_NAME = sql`case rule.owner_kind
    when 'company' then (select x.name from company x where x.id = rule.company_id)
    when 'customer' then (select x.name from customer x where x.company_id = rule.company_id and x.id = rule.owner_id)
    when 'alarm-company' then (
      select x.name from alarm_company x where x.company_id = rule.company_id and x.id = rule.owner_id
    )
    when 'site' then (select x.name from site x where x.company_id = rule.company_id and x.id = rule.owner_id)
    when 'provider' then (select x.name from provider x where x.company_id = rule.company_id and x.id = rule.owner_id)
    when 'region' then (select x.name from region x where x.company_id = rule.company_id and x.id = rule.owner_id)
    when 'status' then (select x.name from status x where x.company_id = rule.company_id and x.id = rule.owner_id)
    when 'job' then 'this job'
  end`
