import { useEffect, useReducer, useRef, useState } from 'react'
import { type BoardJob, boardPage, type View } from './queries.ts'
import { arranged, NO_ROWS, patched, type Rows, type Sort, withPage } from './rows.ts'

type Asked = { view: View; search: string; sort: Sort }
type Act =
  | { do: 'begin' }
  | { do: 'page'; items: readonly BoardJob[] }
  | { do: 'all'; items: readonly BoardJob[] }
  | { do: 'patch'; asked: readonly string[]; found: readonly BoardJob[] }
  | { do: 'arrange' }

const PAGE = 500
/** Ids asked for at once. */
const MOST = 200

/**
 * The rows of a view of the board: read page by page, then kept up to date by the changes the server tells of. While they
 * are held still (somebody points at them) nothing moves; what came meanwhile is counted.
 */
export function useBoard({ view, search, sort }: Asked, still: boolean) {
  const [rows, act] = useReducer((rows: Rows, action: Act) => next(rows, action, sort, view), NO_ROWS)
  const [reading, setReading] = useState<'reading' | 'read' | Error>('reading')
  const [again, setAgain] = useState(0)
  const shows = useRef('')
  const held = useRef(still)
  held.current = still

  useEffect(() => {
    let isOver = false
    const asked = { view, ...(search && { search }) }
    // What is shown stays until all of it has been read again; another view shows each page as it comes.
    const isOther = shows.current !== `${view} ${search}`
    shows.current = `${view} ${search}`
    if (isOther) {
      act({ do: 'begin' })
      setReading('reading')
    }
    const readAll = async () => {
      const all: BoardJob[] = []
      for await (const items of pagesOf(asked)) {
        if (isOver) return
        all.push(...items)
        if (isOther) act({ do: 'page', items })
      }
      if (!isOther) act({ do: 'all', items: all })
      setReading('read')
    }
    readAll().catch(error => !isOver && isOther && setReading(error))
    const hear = (event: Event) => {
      const ids = (event as CustomEvent<string[]>).detail
      const isAll = ids.length === 0 || ids.length > MOST
      if (isAll) return setAgain(count => count + 1)
      boardPage({ ...asked, ids: ids.join(','), limit: PAGE }).then(({ items }) => {
        if (isOver) return
        act({ do: 'patch', asked: ids, found: items })
        if (!held.current) act({ do: 'arrange' })
      }, ignoreOutage)
    }
    window.addEventListener('jobs-changed', hear)
    return () => {
      isOver = true
      window.removeEventListener('jobs-changed', hear)
    }
  }, [view, search, again])

  useEffect(() => {
    if (!still) act({ do: 'arrange' })
  }, [still])
  useEffect(() => act({ do: 'arrange' }), [sort])
  return { rows, reading, readAgain: () => setAgain(again + 1), arrange: () => act({ do: 'arrange' }) }
}

async function* pagesOf(asked: Pick<Asked, 'view'> & { search?: string }): AsyncGenerator<readonly BoardJob[]> {
  let after: string | null = null
  do {
    const { items, next } = await boardPage({ ...asked, limit: PAGE, ...(after && { after }) })
    yield items
    after = next
  } while (after)
}

// The stream says when the server is back, and then everything is read again.
const ignoreOutage = () => {}

function next(rows: Rows, action: Act, sort: Sort, view: View): Rows {
  if (action.do === 'begin') return NO_ROWS
  if (action.do === 'page') return arranged(withPage(rows, action.items), sort, view)
  if (action.do === 'all') return arranged({ ...NO_ROWS, shown: action.items }, sort, view)
  if (action.do === 'patch') return patched(rows, action.asked, action.found)
  return arranged(rows, sort, view)
}
