import sql from 'sql-template-tag'
import type { Language } from '#base/language.ts'
import type { Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import type { Layout } from './fields.ts'
import type { Template } from './template-names.ts'

type Written = { companyId: string; version: number; by: Actor; at: Temporal.Instant }
/** `restores`: the older version it brought back, 0 for the one Callout comes with; null: it was written. */
export type TemplateRow = Written & { name: string; language: Language; restores: number | null } & Template
export type LayoutRow = Written & { fields: Layout }

/** The newest version of each template of these names that these companies have written themselves. */
export const templatesOf = (db: Connection, companyIds: readonly string[], names: readonly string[]) =>
  db.query<TemplateRow>(sql`
    select distinct on (company_id, name, language)
           company_id, name, language, version, subject, body, restores, by, at
    from template
    where company_id = any (${companyIds}::uuid[]) and name = any (${names}::text[])
    order by company_id, name, language, version desc`)

/** The newest version of each template a company has written itself, whatever its name. */
export const allTemplatesOf = (db: Connection, companyId: string) =>
  db.query<TemplateRow>(sql`
    select distinct on (name, language) company_id, name, language, version, subject, body, restores, by, at
    from template
    where company_id = ${companyId}
    order by name, language, version desc`)

export type TemplateKey = Readonly<{ companyId: string; name: string; language: Language }>

/** Every version of one template, the newest first. */
export const versionsOf = (db: Connection, { companyId, name, language }: TemplateKey) =>
  db.query<TemplateRow>(sql`
    select company_id, name, language, version, subject, body, restores, by, at
    from template
    where company_id = ${companyId} and name = ${name} and language = ${language}
    order by version desc`)

/** The newest sheet layout of each of these companies that has chosen one. */
export const layoutsOf = (db: Connection, companyIds: readonly string[]) =>
  db.query<LayoutRow>(sql`
    select distinct on (company_id) company_id, version, fields, by, at
    from sheet_layout
    where company_id = any (${companyIds}::uuid[])
    order by company_id, version desc`)

type Next = Written & { version: number }

/** Writes a version if it follows the newest; false when somebody else was faster. */
export async function insertTemplate(db: Connection, next: TemplateRow): Promise<boolean> {
  const { companyId, name, language, version, subject, body, restores, by, at } = next
  const rows = await db.query<{ version: number }>(sql`
    insert into template (company_id, name, language, version, subject, body, restores, by, at)
    select ${companyId}, ${name}, ${language}, ${version}, ${subject}, ${body}, ${restores}, ${by}, ${at}
    where ${version} = (
      select coalesce(max(version), 0) + 1
      from template
      where company_id = ${companyId} and name = ${name} and language = ${language}
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
