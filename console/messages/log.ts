import type { Message, Page } from './queries.ts'

/** The log as far as it has been read: in pages, as it was asked for. */
export type Log = Readonly<{ pages: readonly Page[]; pageParams: readonly unknown[] }>

/**
 * The log with its latest messages as they are now. What those pages do not show any more is gone; what is older stays as
 * it was read. When too much came meanwhile to know what lies between, it is read anew from the top.
 */
export function withLatest(log: Log, latest: Page): Log {
  const rows = log.pages.flatMap(({ items }) => items)
  const isTold = latest.items.every((item, i) => rows[i] === item)
  if (isTold && rows.length >= latest.items.length && (latest.next !== null || rows.length === latest.items.length))
    return log
  const last = latest.items.at(-1)
  const known = new Set(rows.map(({ id }) => id))
  if (!last || latest.next === null || !latest.items.some(({ id }) => known.has(id)))
    return { pages: [latest], pageParams: [''] }
  const shown = new Set(latest.items.map(({ id }) => id))
  const older = rows.filter(row => isOlder(row, last) && !shown.has(row.id))
  const next = older.length === 0 ? latest.next : log.pages.at(-1)!.next
  return { pages: [{ items: [...latest.items, ...older], next }], pageParams: [''] }
}

function isOlder(message: Message, than: Message): boolean {
  const difference = Date.parse(message.at) - Date.parse(than.at)
  return difference === 0 ? message.id < than.id : difference < 0
}

/** Messages somebody has marked to do something with: these, or all that are asked for. */
export type Marked = ReadonlySet<string> | 'all'

export const NONE: Marked = new Set()

/** Marks a message or takes its mark away; with `from`, all between the two are as it is then. */
export function toggled(marked: Marked, ids: readonly string[], { at, from }: { at: number; from?: number }): Marked {
  const now = new Set(marked === 'all' ? ids : marked)
  const id = ids[at]!
  const [low, high] = [Math.min(at, from ?? at), Math.max(at, from ?? at)]
  const marks = !now.has(id)
  for (const each of ids.slice(low, high + 1)) {
    if (marks) now.add(each)
    else now.delete(each)
  }
  return now
}

export const isMarked = (marked: Marked, id: string): boolean => marked === 'all' || marked.has(id)
export const isAny = (marked: Marked): boolean => marked === 'all' || marked.size > 0
