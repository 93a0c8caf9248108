import type { BoardJob } from './queries.ts'

export const SORTS = ['priority', 'age', 'site', 'provider', 'due'] as const
export type Sort = (typeof SORTS)[number]

type Compare = (a: BoardJob, b: BoardJob) => number

const byText = (text: (job: BoardJob) => string): Compare => {
  const collator = new Intl.Collator()
  return (a, b) => collator.compare(text(a), text(b))
}
const byAge: Compare = (a, b) => (a.openedAt < b.openedAt ? -1 : a.openedAt > b.openedAt ? 1 : a.number - b.number)

const COMPARE: Record<Sort, Compare> = {
  priority: (a, b) => a.priority - b.priority || byAge(a, b),
  age: byAge,
  site: byText(({ site }) => site.name),
  provider: byText(({ provider }) => provider?.name ?? '\uffff'),
  due: (a, b) => Date.parse(a.due?.by ?? '9999-01-01') - Date.parse(b.due?.by ?? '9999-01-01') || byAge(a, b),
}

/** The rows of a board as they are shown, and what has come since that would move them. */
export type Rows = Readonly<{
  /** In the order in which they stand. */
  shown: readonly BoardJob[]
  /** Jobs that left the view while their rows were held still: shown as they last were, without a deed. */
  left: ReadonlySet<string>
  /** Jobs that came while the rows were held still. */
  come: readonly BoardJob[]
}>

export const NO_ROWS: Rows = { shown: [], left: new Set(), come: [] }

/** All rows, in the order asked for. Complete jobs keep the order they came in: the latest first. */
export function arranged(rows: Rows, sort: Sort, view: string): Rows {
  const jobs = [...rows.come, ...rows.shown].filter(({ id }) => !rows.left.has(id))
  const isGiven = view === 'complete' && sort === 'priority'
  return { shown: isGiven ? jobs : jobs.sort(COMPARE[sort]), left: new Set(), come: [] }
}

/** One more page of the list. */
export function withPage(rows: Rows, page: readonly BoardJob[]): Rows {
  const known = new Set(rows.shown.map(({ id }) => id))
  return { ...rows, shown: [...rows.shown, ...page.filter(({ id }) => !known.has(id))] }
}

/**
 * What became of these jobs: a row changes where it stands. No row moves, goes or comes until the rows are arranged again,
 * so that nothing moves under the mouse.
 */
export function patched(rows: Rows, asked: readonly string[], found: readonly BoardJob[]): Rows {
  const byId = new Map(found.map(job => [job.id, job]))
  const isKnown = new Set([...rows.shown, ...rows.come].map(({ id }) => id))
  const gone = asked.filter(id => !byId.has(id))
  const left = new Set([...rows.left, ...gone].filter(id => !byId.has(id)))
  const newer = (job: BoardJob) => byId.get(job.id) ?? job
  return {
    shown: rows.shown.map(newer),
    left,
    come: [...rows.come.map(newer), ...found.filter(({ id }) => !isKnown.has(id))].filter(({ id }) => !left.has(id)),
  }
}
