import { readFileSync } from 'node:fs'
import type { Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import { WORDED, type Worded } from '#rules/rule.ts'
import { checkLayout, type Layout, type LayoutFault, STARTING_LAYOUT } from './fields.ts'
import { insertLayout, insertTemplate, layoutsOf, templatesOf } from './style.sql.ts'
import { checkTemplate, readTemplate, type Template, type TemplateRefused, type Templates } from './template.ts'
import type { Style } from './words.ts'

/** Who wrote a version, and when; null for what Callout came with. */
type Written = Readonly<{ version: number; by: Actor | null; at: Temporal.Instant | null }>
export type CurrentTemplate = Readonly<{ name: Worded; builtIn: Template }> & Template & Written
export type CurrentLayout = Readonly<{ fields: Layout }> & Written

type Stale = Readonly<{ ok: false; because: 'stale'; explained: string }>
export type TemplateSaved = { ok: true; version: number } | TemplateRefused | Stale
export type LayoutSaved =
  | { ok: true; version: number }
  | Readonly<{ ok: false; because: LayoutFault; explained: string }>
  | Stale

const BUILT_IN = Object.fromEntries(
  WORDED.map(via => [
    via,
    readTemplate(readFileSync(new URL(`../../templates/${via}.mustache`, import.meta.url), 'utf8')),
  ]),
) as Templates

const UNWRITTEN: Written = { version: 0, by: null, at: null }

/** The words each kind of message of a company is made from: its own newest, or those Callout came with. */
export async function currentTemplates(db: Connection, companyId: string): Promise<CurrentTemplate[]> {
  const own = await templatesOf(db, [companyId])
  return WORDED.map(name => {
    const { subject, body, version, by, at } = own.find(each => each.name === name) ?? {
      ...UNWRITTEN,
      ...BUILT_IN[name],
    }
    return { name, subject, body, version, by, at, builtIn: BUILT_IN[name] }
  })
}

/**
 * Keeps a new version of a template, if it can be one. `version` is the one its author was looking at, 0 for the
 * built-in one: nobody overwrites what he has not seen.
 */
export async function saveTemplate(
  db: Connection,
  { companyId, name, version, ...words }: { companyId: string; name: string; version: number } & Template,
  by: Actor,
  now: Temporal.Instant,
): Promise<TemplateSaved> {
  const checked = checkTemplate(name, words)
  if (!checked.ok) return checked
  const next = { companyId, name: name as Worded, version: version + 1, ...words, by, at: now }
  return (await insertTemplate(db, next)) ? { ok: true, version: next.version } : STALE
}

const STALE: Stale = { ok: false, because: 'stale', explained: 'Somebody has saved another version meanwhile.' }

/** Which fields of a job a company shows, and in which order (S1.48). */
export async function currentLayout(db: Connection, companyId: string): Promise<CurrentLayout> {
  const [own] = await layoutsOf(db, [companyId])
  const { fields, version, by, at } = own ?? { ...UNWRITTEN, fields: STARTING_LAYOUT }
  return { fields, version, by, at }
}

/** Keeps a new layout. `version` is the one its author was looking at, 0 for the one Callout came with. */
export async function saveLayout(
  db: Connection,
  { companyId, version, fields }: { companyId: string; version: number; fields: readonly string[] },
  by: Actor,
  now: Temporal.Instant,
): Promise<LayoutSaved> {
  const checked = checkLayout(fields)
  if (!checked.ok) return checked
  const next = { companyId, version: version + 1, fields: checked.layout, by, at: now }
  return (await insertLayout(db, next)) ? { ok: true, version: next.version } : STALE
}

export type CompanyStyle = Style & Readonly<{ layoutVersion: number }>

/** How each of these companies words its messages, by its id. */
export async function stylesOf(db: Connection, companyIds: readonly string[]): Promise<Map<string, CompanyStyle>> {
  const [ownTemplates, ownLayouts] = await Promise.all([templatesOf(db, companyIds), layoutsOf(db, companyIds)])
  const templates = Map.groupBy(ownTemplates, ({ companyId }) => companyId)
  const layouts = new Map(ownLayouts.map(row => [row.companyId, row]))
  return new Map(
    companyIds.map(id => {
      const own = Object.fromEntries((templates.get(id) ?? []).map(row => [row.name, row]))
      const { fields: layout, version: layoutVersion } = layouts.get(id) ?? { fields: STARTING_LAYOUT, version: 0 }
      return [id, { templates: { ...BUILT_IN, ...own }, layout, layoutVersion }]
    }),
  )
}
