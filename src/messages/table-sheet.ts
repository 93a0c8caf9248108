import type { SheetFact } from './sheet.ts'

/** A printed table under a heading: an invoice, a report. Words already chosen and in their final form. */
export type TableSheet = Readonly<{
  kind: 'table'
  company: string
  title: string
  subtitle: string
  facts: readonly SheetFact[]
  /** `share`: of the width, beside the shares of the others. */
  columns: readonly Readonly<{ label: string; align: 'start' | 'end'; share: number }>[]
  /** One text for each column. */
  rows: readonly (readonly string[])[]
  totals: readonly SheetFact[]
  footer: string
  locale: string
}>
