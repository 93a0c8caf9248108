import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import type { Worded } from '#rules/rule.ts'
import type { Layout } from './fields.ts'
import type { Template } from './template.ts'

type Written = { companyId: string; version: number; by: Actor; at: Temporal.Instant }
export type TemplateRow = Written & { name: Worded } & Template
export type LayoutRow = Written & { fields: Layout }

/** The newest version of each template these companies have written themselves. */
export const templatesOf = (db: Connection, companyIds: readonly string[]) =>
  db.query<TemplateRow>(sql`
    select distinct on (company_id, name) company_id, name, version, subject, body, by, at
    from template
    where company_id = any (${companyIds}::uuid[])
    order by company_id, name, version desc`)

/** The newest sheet layout of each of these companies that has chosen one. */
export const layoutsOf = (db: Connection, companyIds: readonly string[]) =>
  db.query<LayoutRow>(sql`
    select distinct on (company_id) company_id, version, fields, by, at
    from sheet_layout
    where company_id = any (${companyIds}::uuid[])
    order by company_id, version desc`)

type Next = Written & { version: number }

/** Writes a version if it follows the newest; false when somebody else was faster. */
export async function insertTemplate(db: Connection, next: Next & { name: Worded } & Template): Promise<boolean> {
  const rows = await db.query<{ version: number }>(sql`
    insert into template (company_id, name, version, subject, body, by, at)
    select ${next.companyId}, ${next.name}, ${next.version}, ${next.subject}, ${next.body}, ${next.by}, ${next.at}
    where ${next.version} = (
      select coalesce(max(version), 0) + 1
      from template
      where company_id = ${next.companyId} and name = ${next.name}
    )
    on conflict do nothing
    returning version`)
  return rows.length > 0
}

/** Writes a version if it follows the newest; false when somebody else was faster. */
export async function insertLayout(db: Connection, next: Next & { fields: Layout }): Promise<boolean> {
  const rows = await db.query<{ version: number }>(sql`
    insert into sheet_layout (company_id, version, fields, by, at)
    select ${next.companyId}, ${next.version}, ${next.fields}, ${next.by}, ${next.at}
    where ${next.version} = (
      select coalesce(max(version), 0) + 1
      from sheet_layout
      where company_id = ${next.companyId}
    )
    on conflict do nothing
    returning version`)
  return rows.length > 0
}
