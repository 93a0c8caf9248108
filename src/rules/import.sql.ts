import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Entry } from './import-names.ts'

/** The company's country. Another import waits here until this transaction ends: it must see what this one added. */
export async function lockForImport(tx: Connection, companyId: string): Promise<string> {
  const [company] = await tx.query<{ country: string }>(sql`
    select country
    from company
    where id = ${companyId}
    for no key update`)
  return company!.country
}

/** Every entry a row of these kinds may name. */
export const entriesOf = (db: Connection, companyId: string, kinds: readonly Entry['kind'][]) =>
  db.query<Entry>(sql`
    select 'customer' as kind, id, name, null as address
    from customer
    where company_id = ${companyId} and 'customer' = any (${kinds}::text[])
    union all
    select 'alarm-company', id, name, null
    from alarm_company
    where company_id = ${companyId} and 'alarm-company' = any (${kinds}::text[])
    union all
    select 'site', id, name, address
    from site
    where company_id = ${companyId} and 'site' = any (${kinds}::text[])
    union all
    select 'provider', id, name, null
    from provider
    where company_id = ${companyId} and 'provider' = any (${kinds}::text[])
    union all
    select 'service-type', id, name, null
    from service_type
    where company_id = ${companyId} and 'service-type' = any (${kinds}::text[])`)
