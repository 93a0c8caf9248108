import type { CsvRefused } from '#base/csv-file.ts'
import { newId } from '#base/id.ts'
import type { Connection, Database } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import { lockNames } from '#directory/names.run.ts'
import { namesAmong } from '#directory/names.ts'
import { type AskedRow, type Judged, judge, kindsIn, type RowFault, readRow } from './import.ts'
import { readFile } from './import-file.ts'
import { CALLED, type Outcome, type Run } from './import-words.ts'
import { channelOf, OCCASIONS, type Rule } from './rule.ts'
import { rulesOf, writeRules } from './rules.sql.ts'
import { providersUnreached } from './warnings.run.ts'
import type { Warning } from './warnings.ts'

/** A CSV file of SMART's notification rows, and what to do with it. */
export type Import = Readonly<{ companyId: string; file: Uint8Array; run: Run }>

/** What became of one row of the file. */
export type ImportedRow = Readonly<{
  line: number
  outcome: Outcome
  /** The rule that was made, or the one that was there already. */
  ruleId: string | null
  because: RowFault | null
  /** The rule in words, or what is wrong and what to do about it. */
  sentence: string
  notes: readonly string[]
  warnings: readonly Warning[]
}>

export type Imported =
  | Readonly<{ ok: true; rows: readonly ImportedRow[]; unusedColumns: readonly string[] }>
  | CsvRefused

/** Makes rules of the rows of a CSV file, in one transaction and at most six statements (S1.15). The same adds nothing twice. */
export async function importRules(
  db: Database,
  { companyId, file, run }: Import,
  by: Actor,
  now: Temporal.Instant,
): Promise<Imported> {
  const read = readFile(file)
  if (!read.ok) return read
  const asked = read.rows.map(row => ({ ...row, id: newId() }))
  const rows = await db.begin(async tx => {
    const judged = await judgeAll(tx, companyId, asked)
    const ready = judged.flatMap(row => (row.outcome === 'ready' ? [row.rule] : []))
    const isGood = run === 'partly' || judged.every(({ outcome }) => outcome !== 'refused')
    const makes = run !== 'dry' && isGood
    if (makes && ready.length > 0) await writeRules(tx, ready, by, now)
    const warnings = await warningsAbout(tx, ready)
    return judged.map(row => told(row, warnings, makes ? 'made' : 'ready'))
  })
  return { ok: true, rows, unusedColumns: read.unusedColumns }
}

async function judgeAll(tx: Connection, companyId: string, asked: readonly AskedRow[]): Promise<Judged[]> {
  const { country, entries } = await lockNames(tx, companyId, kindsIn(asked))
  const names = namesAmong(entries, CALLED)
  const rows = asked.map(row => ({ line: row.line, read: readRow(row, { companyId, country, names }) }))
  const owners = rows.flatMap(({ read }) => (read.ok ? [{ ...read.rule.owner, companyId }] : []))
  const distinct = [...new Map(owners.map(owner => [`${owner.kind} ${owner.id}`, owner])).values()]
  const there = await rulesOf(tx, distinct, OCCASIONS)
  return judge(
    rows,
    there.filter(rule => rule.does !== 'mute-one'),
  )
}

type WarningsOf = (rule: Rule) => readonly Warning[]

/** What adding each of these rules by hand would warn of. Rules that go to providers by one channel share it. */
async function warningsAbout(tx: Connection, rules: readonly Rule[]): Promise<WarningsOf> {
  const keyOf = (rule: Rule) => (rule.does === 'tell' && rule.destination === 'provider' ? channelOf(rule.via) : '')
  const distinct = new Map(rules.map(rule => [keyOf(rule), rule]))
  const warnings = new Map<string, Warning[]>()
  for (const [key, rule] of distinct) warnings.set(key, await providersUnreached(tx, rule))
  return rule => warnings.get(keyOf(rule)) ?? []
}

function told(row: Judged, warningsOf: WarningsOf, done: 'made' | 'ready'): ImportedRow {
  const { line, sentence, notes } = row
  const shared = { line, sentence, notes, because: null, warnings: [] }
  if (row.outcome === 'refused') return { ...shared, outcome: 'refused', ruleId: null, because: row.because }
  if (row.outcome === 'there-already') return { ...shared, outcome: 'there-already', ruleId: row.ruleId }
  const ruleId = done === 'made' ? row.rule.id : null
  return { ...shared, outcome: done, ruleId, warnings: warningsOf(row.rule) }
}
