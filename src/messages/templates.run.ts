import { LANGUAGES, type Language, languageOf } from '#base/language.ts'
import type { Connection } from '#db/sql.ts'
import { findCompany } from '#directory/directory.run.ts'
import type { Actor } from '#directory/directory.ts'
import { findRule } from '#rules/rules.run.ts'
import { OURS } from './built-in.run.ts'
import { allTemplatesOf, insertTemplate, type TemplateKey, type TemplateRow, versionsOf } from './style.sql.ts'
import { checkTemplate, type TemplateRefused } from './template.ts'
import { BUILT_IN, mediumOf, named, onShelf, type Template } from './template-names.ts'

/** Who wrote a version, and when; null for what Callout came with. */
export type Written = Readonly<{ version: number; by: Actor | null; at: Temporal.Instant | null }>
export const UNWRITTEN: Written = { version: 0, by: null, at: null }

export type Stale = Readonly<{ ok: false; because: 'stale'; explained: string }>
export const STALE: Stale = { ok: false, because: 'stale', explained: 'Somebody has saved another version meanwhile.' }

/** The words of one kind of message as they are now. `builtIn`: those Callout came with; a rule has none. */
export type CurrentTemplate = Template &
  Written &
  Readonly<{ name: string; language: Language; builtIn: Template | null; restores: number | null }>

type Wanted = Readonly<{ name?: string; language?: Language }>

/**
 * The words each kind of message of a company is made from: its own newest, or those Callout came with; and those its rules
 * have of their own. The company's language comes first.
 */
export async function currentTemplates(
  db: Connection,
  companyId: string,
  { name, language }: Wanted = {},
): Promise<CurrentTemplate[]> {
  const [company, written] = await Promise.all([findCompany(db, companyId), allTemplatesOf(db, companyId)])
  const own = new Map(written.map(row => [onShelf(row.language, row.name), row]))
  const ofRules = written.filter(row => named(row.name)?.ruleId && isOwn(row))
  const theirs = languageOf(company?.locale ?? '')
  return [...BUILT_IN, ...ofRules]
    .filter(each => (!name || each.name === name) && (!language || each.language === language))
    .map(each => currentOf(each, own.get(onShelf(each.language, each.name))))
    .sort((a, b) => rank(a.language, theirs) - rank(b.language, theirs))
}

const rank = (language: Language, first: Language): number => (language === first ? -1 : LANGUAGES.indexOf(language))

function currentOf({ name, language }: Omit<TemplateKey, 'companyId'>, own: TemplateRow | undefined): CurrentTemplate {
  const builtIn = OURS[onShelf(language, name)] ?? null
  const { version, by, at, restores = null } = own ?? { ...UNWRITTEN, restores: null }
  const { subject, body } = own && isOwn(own) ? own : builtIn!
  return { name, language, subject, body, version, by, at, restores, builtIn }
}

/** Whether these are words of the company's own, or it went back to those Callout came with. */
export const isOwn = ({ restores }: Pick<TemplateRow, 'restores'>): boolean => restores !== 0

type RuleUnfit = Readonly<{ ok: false; because: 'no-such-rule' | 'other-channel'; explained: string }>
export type TemplateSaved = { ok: true; version: number } | TemplateRefused | RuleUnfit | Stale

type Draft = TemplateKey & Readonly<{ version: number }> & Template

/**
 * Keeps a new version of a template, if it can be one. `version` is the one its author was looking at, 0 for the
 * built-in one: nobody overwrites what he has not seen. A rule's own words need that rule.
 */
export async function saveTemplate(
  db: Connection,
  draft: Draft,
  by: Actor,
  now: Temporal.Instant,
): Promise<TemplateSaved> {
  const { subject, body } = draft
  const checked = checkTemplate(draft.name, { subject, body })
  if (!checked.ok) return checked
  return (await unfit(db, draft)) ?? insert(db, draft, { restores: null, by, at: now })
}

async function insert(
  db: Connection,
  { companyId, name, language, version, subject, body }: Draft,
  more: Pick<TemplateRow, 'restores' | 'by' | 'at'>,
): Promise<TemplateSaved> {
  const next = { companyId, name, language, version: version + 1, subject, body, ...more }
  return (await insertTemplate(db, next)) ? { ok: true, version: next.version } : STALE
}

/** Why a rule cannot have words of its own by this name, if it is about a rule at all. */
async function unfit(db: Connection, { companyId, name }: TemplateKey): Promise<RuleUnfit | undefined> {
  const { ruleId, medium } = named(name)!
  if (ruleId === null) return undefined
  const rule = await findRule(db, companyId, ruleId)
  if (!rule) return { ok: false, because: 'no-such-rule', explained: 'There is no such rule.' }
  const speaks = rule.does === 'tell' && rule.via !== 'webhook' ? mediumOf(rule.via) : null
  if (speaks === medium) return undefined
  const explained = speaks ? `This rule tells by ${HOW[speaks]}.` : 'This rule tells nobody in words.'
  return { ok: false, because: 'other-channel', explained }
}

const HOW = {
  email: 'e-mail: its words are "rule-ID"',
  sms: 'text: its words are "rule-ID.sms"',
  call: 'call: its words are "rule-ID.call"',
} as const

/** One version of a template. */
export type TemplateVersion = Template & Written & Readonly<{ restores: number | null }>

/** Every version of one template with who wrote it and when, the newest first, and last the one Callout came with. */
export async function templateVersions(db: Connection, key: TemplateKey): Promise<TemplateVersion[] | undefined> {
  if (!named(key.name)) return undefined
  const written = await versionsOf(db, key)
  const builtIn = OURS[onShelf(key.language, key.name)]
  return [
    ...written.map(({ version, subject, body, restores, by, at }) => ({ version, subject, body, restores, by, at })),
    ...(builtIn ? [{ ...UNWRITTEN, ...builtIn, restores: null }] : []),
  ]
}

type NoSuchVersion = Readonly<{ ok: false; because: 'no-such-version' | 'unknown-template'; explained: string }>
export type TemplateRestored = TemplateSaved | NoSuchVersion

/**
 * Brings back an older version as a new one that says so. `of` 0 goes back to the words Callout comes with, whatever they
 * will be; of a rule, which has none of those, it takes its own words away.
 */
export async function restoreTemplate(
  db: Connection,
  { of, ...key }: TemplateKey & Readonly<{ version: number; of: number }>,
  by: Actor,
  now: Temporal.Instant,
): Promise<TemplateRestored> {
  const versions = await templateVersions(db, key)
  if (!versions) return { ok: false, because: 'unknown-template', explained: `There is no template "${key.name}".` }
  const older = versions.find(({ version }) => version === of) ?? (of === 0 && versions.length > 0 ? NO_WORDS : null)
  if (!older) return { ok: false, because: 'no-such-version', explained: `There is no version ${of} of it.` }
  const { subject, body } = older
  if (of === 0 || older.restores === 0) return insert(db, { ...key, subject, body }, { restores: 0, by, at: now })
  // What could be a template once may name a tag today that is none.
  const checked = checkTemplate(key.name, { subject, body })
  return checked.ok ? insert(db, { ...key, subject, body }, { restores: of, by, at: now }) : checked
}

// Of a rule that is to have no words of its own any more.
const NO_WORDS = { subject: null, body: '', restores: null } as const
