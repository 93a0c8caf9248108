import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Holiday } from './holidays.ts'

/** The days these companies have named themselves. */
export const selectHolidays = (db: Connection, companyIds: readonly string[]) =>
  db.query<Holiday & { companyId: string }>(sql`
    select company_id, on_day::text as day, name
    from company_holiday
    where company_id = any (${companyIds}::uuid[])
    order by on_day
  `)

export const replaceHolidays = async (db: Connection, companyId: string, holidays: readonly Holiday[]) => {
  await db.query(sql`
    delete from company_holiday
    where company_id = ${companyId}
  `)
  await db.query(sql`
    insert into company_holiday (company_id, on_day, name)
    select ${companyId}, day, name
    from jsonb_to_recordset(${asJson(holidays)}::jsonb) as r (day date, name text)
  `)
}
