import { readFileSync, statSync } from 'node:fs'
import { wallClock } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import { listCompanies } from '#directory/directory.run.ts'
import type { Actor } from '#directory/directory.ts'
import { type ImportedRow, importRules } from '#rules/import.run.ts'
import { importInWords, type Run } from '#rules/import-words.ts'
import type { Config } from '../config.ts'
import type { Log } from '../station.ts'
import { onDatabase } from './server.ts'

const IMPORT: Actor = { kind: 'callout', id: 'import-rules', name: 'Import of notification rows' }

type Asked = Readonly<{ file: string; code: string; run: Run }>
type Say = (line: string) => void

/** Makes rules of a CSV file of SMART's notification rows and says what became of them. False when a row is refused. */
export async function importNotifications(config: Config, asked: Asked, tools: { log: Log; say: Say }) {
  const { log, say } = tools
  if (!statSync(asked.file, { throwIfNoEntry: false })?.isFile()) {
    say(`There is no file ${asked.file}.`)
    return false
  }
  return await onDatabase(config, log, db => importInto(db, asked, say))
}

async function importInto(db: Database, { file, code, run }: Asked, say: Say): Promise<boolean> {
  const companies = await listCompanies(db)
  const company = companies.find(each => each.code === code)
  if (!company) {
    say(`There is no company ${code}. There are: ${companies.map(each => each.code).join(', ') || 'none yet'}.`)
    return false
  }
  const asked = { companyId: company.id, file: readFileSync(file), run }
  const imported = await importRules(db, asked, IMPORT, wallClock())
  if (!imported.ok) {
    say(imported.explained)
    return false
  }
  const { rows, unusedColumns } = imported
  if (unusedColumns.length > 0) say(`Not read: the columns ${unusedColumns.map(name => `"${name}"`).join(', ')}.`)
  // Of thousands of rows only those that somebody should look at; a dry run is asked to show all.
  for (const row of rows) if (run === 'dry' || row.outcome === 'refused' || row.notes.length > 0) sayRow(row, say)
  for (const warning of new Set(rows.flatMap(warningsOf))) say(warning)
  say(
    importInWords(
      rows.map(({ outcome }) => outcome),
      run,
    ),
  )
  return rows.every(({ outcome }) => outcome !== 'refused')
}

const OUTCOME: Record<ImportedRow['outcome'], string> = {
  made: 'made',
  ready: 'can be made',
  'there-already': 'is there',
  refused: 'refused',
}

function sayRow({ line, outcome, sentence, notes }: ImportedRow, say: Say): void {
  say(`line ${String(line).padEnd(5)} ${OUTCOME[outcome].padEnd(12)} ${[sentence, ...notes].join(' | ')}`)
}

const warningsOf = ({ warnings }: ImportedRow): string[] => warnings.map(({ sentence }) => sentence)
