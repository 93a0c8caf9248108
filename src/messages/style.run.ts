import type { Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import { OURS } from './built-in.run.ts'
import { checkLayout, type Layout, type LayoutFault, STARTING_LAYOUT } from './fields.ts'
import { insertLayout, layoutsOf, templatesOf } from './style.sql.ts'
import { BUILT_IN_NAMES, namesOfRule, onShelf } from './template-names.ts'
import { isOwn, STALE, type Stale, UNWRITTEN, type Written } from './templates.run.ts'
import type { Style } from './words.ts'

export type CurrentLayout = Readonly<{ fields: Layout }> & Written

export type LayoutSaved =
  | { ok: true; version: number }
  | Readonly<{ ok: false; because: LayoutFault; explained: string }>
  | Stale

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

/**
 * How each of these companies words its messages, by its id. `ruleIds`: the rules whose own words may be asked for; those of
 * other rules are not read.
 */
export async function stylesOf(
  db: Connection,
  companyIds: readonly string[],
  ruleIds: readonly string[] = [],
): Promise<Map<string, CompanyStyle>> {
  const names = [...BUILT_IN_NAMES, ...ruleIds.flatMap(namesOfRule)]
  const [written, ownLayouts] = await Promise.all([templatesOf(db, companyIds, names), layoutsOf(db, companyIds)])
  const templates = Map.groupBy(written.filter(isOwn), ({ companyId }) => companyId)
  const layouts = new Map(ownLayouts.map(row => [row.companyId, row]))
  return new Map(
    companyIds.map(id => {
      const own = templates.get(id) ?? []
      const shelf = Object.fromEntries(own.map(row => [onShelf(row.language, row.name), row]))
      const { fields: layout, version: layoutVersion } = layouts.get(id) ?? { fields: STARTING_LAYOUT, version: 0 }
      return [id, { templates: own.length > 0 ? { ...OURS, ...shelf } : OURS, layout, layoutVersion }]
    }),
  )
}
