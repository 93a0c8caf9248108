import { useMediaQuery } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useNow } from '../look/time.tsx'
import type { BoardSearch } from '../routes.tsx'
import { useDeeds } from '../shell/keys.tsx'
import { useMe } from '../sign-in/me.ts'
import { BoardRow } from './board-row.tsx'
import type { BoardJob } from './queries.ts'
import type { Sort } from './rows.ts'
import { useSeen } from './seen.ts'

/** Pixels; on a phone a line has two storeys. */
const HEIGHT = 32
const TALL = 56

const HEADS: readonly { name: string; cell: string; sort?: Sort }[] = [
  { name: 'P', cell: 'priority', sort: 'priority' },
  { name: 'Age', cell: 'age', sort: 'age' },
  { name: 'Job', cell: 'reference' },
  { name: 'Site', cell: 'site', sort: 'site' },
  { name: 'Service', cell: 'type' },
  { name: 'Who', cell: 'who', sort: 'provider' },
  { name: 'Last', cell: 'last' },
  { name: 'Messages', cell: 'messages' },
  { name: 'Next', cell: 'next', sort: 'due' },
]

type Props = {
  jobs: readonly BoardJob[]
  left: ReadonlySet<string>
  open: string | undefined
  sort: Sort
  sortBy: (sort: Sort) => void
  hold: (still: boolean) => void
}

/** The lines of the board. Only those in sight are drawn, however many there are; j and k move, o opens. */
export function BoardList({ jobs, left, open, sort, sortBy, hold }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const now = useNow()
  const seen = useSeen()
  const isPhone = useMediaQuery('(max-width: 560px)')
  const { actor } = useMe()
  const [chosen, choose] = useChosen(jobs, open)
  const lines = useVirtualizer({
    count: jobs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isPhone ? TALL : HEIGHT),
    overscan: 12,
    getItemKey: i => jobs[i]!.id,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height is another measure
  useEffect(() => lines.measure(), [lines, isPhone])
  const move = useMemo(
    () => (step: number) => {
      const to = Math.max(0, Math.min(jobs.length - 1, chosen + step))
      choose(to)
      lines.scrollToIndex(to)
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>('[tabindex="0"][role=row]')?.focus())
    },
    [jobs.length, chosen, choose, lines],
  )
  const openChosen = useListKeys(jobs[chosen], move)
  const isNew = ({ id, version, last }: BoardJob) => last.by !== actor.name && (seen.get(id) ?? 0) < version
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.target as HTMLElement).role === 'row') return openChosen()
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -jobs.length, End: jobs.length }[
      event.key
    ]
    if (!step) return
    event.preventDefault()
    move(step)
  }
  return (
    <div
      ref={scroller}
      className="list board-list"
      role="grid"
      aria-label="Jobs"
      aria-rowcount={jobs.length + 1}
      aria-colcount={HEADS.length}
      onKeyDown={press}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
    >
      <Heads sort={sort} sortBy={sortBy} />
      <div className="lines" role="presentation" style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start, key }) => (
          <div
            key={key}
            role="presentation"
            className="line"
            style={{ transform: `translateY(${start}px)` }}
            onMouseDown={() => choose(index)}
          >
            <BoardRow
              job={jobs[index]!}
              now={now}
              isNew={isNew(jobs[index]!)}
              hasLeft={left.has(jobs[index]!.id)}
              isChosen={index === chosen}
              isOpen={jobs[index]!.reference === open}
            />
          </div>
        ))}
      </div>
    </div>
  )
}

function Heads({ sort, sortBy }: Pick<Props, 'sort' | 'sortBy'>) {
  return (
    <div role="row" className="row heads" aria-rowindex={1}>
      {HEADS.map(({ name, cell, sort: by }) => (
        <span
          key={cell}
          role="columnheader"
          className={`cell-${cell}`}
          aria-sort={by ? (by === sort ? 'ascending' : 'none') : undefined}
        >
          {by ? (
            <button type="button" onClick={() => sortBy(by)} aria-label={`Sort by ${by}`}>
              {name} {by === sort && <span aria-hidden>↓</span>}
            </button>
          ) : (
            name
          )}
        </span>
      ))}
    </div>
  )
}

/** Which line is chosen: the job stays chosen when the lines move. */
function useChosen(jobs: readonly BoardJob[], open: string | undefined) {
  const [id, setId] = useState<string | null>(null)
  useEffect(() => {
    const opened = jobs.find(({ reference }) => reference === open)
    if (opened) setId(opened.id)
  }, [open, jobs])
  const at = Math.max(
    0,
    jobs.findIndex(job => job.id === id),
  )
  const choose = (index: number) => setId(jobs[index]?.id ?? null)
  return [at, choose] as const
}

/** The keys that act on the chosen line; answers how it is opened. */
function useListKeys(chosen: BoardJob | undefined, move: (step: number) => void): () => void {
  const navigate = useNavigate()
  const reference = chosen?.reference
  const open = useMemo(
    () => (deed?: BoardSearch['do']) => {
      if (!reference) return
      const search = (before: BoardSearch) => ({ ...before, do: deed })
      void navigate({ to: '/board/$reference', params: { reference }, search })
    },
    [reference, navigate],
  )
  const deeds = useMemo(() => {
    const about = 'Board'
    return [
      { name: 'Next job', keys: 'j', about, act: () => move(1) },
      { name: 'Job before', keys: 'k', about, act: () => move(-1) },
      { name: 'Open the job', keys: 'o', about, act: () => open() },
      { name: 'Dispatch the chosen job', keys: 'd', about, act: () => open('dispatch') },
      { name: 'The chosen job: on site', keys: 's', about, act: () => open('on-site') },
      { name: 'The chosen job: off site', keys: 'f', about, act: () => open('off-site') },
    ]
  }, [open, move])
  useDeeds(deeds)
  return open
}
