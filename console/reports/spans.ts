import type { Figures } from './queries.ts'

/** What the first of a span is called in a table. */
export const SPANS = { day: 'Day', week: 'Week from' } as const

/** What is told of single days, together for each day or week that the report shows. */
export function bySpan<Item extends { day: string }, Told>(
  { responses }: Pick<Figures, 'responses'>,
  items: readonly Item[],
  together: (items: Item[]) => Told,
): ({ from: string } & Told)[] {
  const spans = responses[0]!.spans.map(({ from }) => from)
  const inSpan = Map.groupBy(items, ({ day }) => spans.findLast(from => from <= day))
  return spans.map(from => ({ from, ...together(inSpan.get(from) ?? []) }))
}
