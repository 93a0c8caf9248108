import { writeFileSync } from 'node:fs'
import { styleText } from 'node:util'
import Table from 'cli-table3'
import type { Machine } from './machine.ts'
import type { Finding, Found } from './row.ts'

export type Measured = Found & Readonly<{ row: string; about: string; load: number; seconds: number }>

/** Prints what was found as a table, goal by goal. */
export function print(machine: Machine, measured: readonly Measured[]): void {
  const table = new Table({
    head: ['row', 'what', 'ours', 'against', 'ratio', 'goal', 'met'],
    style: { head: [], border: [] },
    colWidths: [8, 46, 24, 30, 7, 22, 5],
    wordWrap: true,
  })
  for (const { row, findings } of measured) for (const finding of findings) table.push(lineOf(row, finding))
  const { date, cores, processor, node, postgresql, load } = machine
  console.log(`\n${date}, ${cores} cores (${processor}), Node ${node}, PostgreSQL ${postgresql ?? '-'}, load ${load}`)
  console.log(table.toString())
}

const lineOf = (row: string, { what, ours, against = '', ratio, goal = '', met }: Finding): string[] => [
  row,
  what,
  ours,
  against,
  ratio === undefined ? '' : ratio.toFixed(2),
  goal,
  met === undefined ? '' : met ? styleText('green', 'yes') : styleText('red', 'NO'),
]

/** Writes the same, with every single measurement, as JSON. */
export function write(file: URL, machine: Machine, measured: readonly Measured[]): void {
  writeFileSync(file, `${JSON.stringify({ machine, measured }, null, 2)}\n`)
}
