import { useMediaQuery } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useMemo } from 'react'
import { useChosen } from '../look/chosen.ts'
import { useDeeds } from '../look/keys.tsx'
import { Lines } from '../look/lines.tsx'
import { useNow } from '../look/time.tsx'
import { useMe } from '../sign-in/me.ts'
import { BoardRow } from './board-row.tsx'
import type { BoardJob } from './queries.ts'
import type { Sort } from './rows.ts'
import type { BoardSearch } from './search.ts'
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
  const now = useNow()
  const seen = useSeen()
  const isPhone = useMediaQuery('(max-width: 560px)')
  const { actor } = useMe()
  const [chosen, choose] = useChosen(jobs, jobs.find(({ reference }) => reference === open)?.id)
  const openChosen = useListKeys(jobs[chosen])
  const isNew = ({ id, version, last }: BoardJob) => last.by !== actor.name && (seen.get(id) ?? 0) < version
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.target as HTMLElement).role === 'row') openChosen()
  }
  return (
    <div className="board-list" onKeyDown={press} onPointerEnter={() => hold(true)} onPointerLeave={() => hold(false)}>
      <Lines
        label="Jobs"
        one="job"
        columns={HEADS.length}
        {...{ chosen, choose }}
        count={jobs.length}
        more={false}
        readMore={nothing}
        height={isPhone ? TALL : HEIGHT}
        keyOf={i => jobs[i]!.id}
        heads={<Heads sort={sort} sortBy={sortBy} />}
        line={i => (
          <BoardRow
            job={jobs[i]!}
            now={now}
            isNew={isNew(jobs[i]!)}
            hasLeft={left.has(jobs[i]!.id)}
            isChosen={i === chosen}
            isOpen={jobs[i]!.reference === open}
          />
        )}
      />
    </div>
  )
}

// All of the board is read without being asked for.
const nothing = () => {}

function Heads({ sort, sortBy }: Pick<Props, 'sort' | 'sortBy'>) {
  return HEADS.map(({ name, cell, sort: by }) => (
    <span
      key={cell}
      role="columnheader"
      className={`cell-${cell}`}
      aria-sort={by ? (by === sort ? 'ascending' : 'none') : undefined}
    >
      {by ? (
        <button type="button" onClick={() => sortBy(by)} title={`Sort by ${by}`}>
          {name} {by === sort && <span aria-hidden>↓</span>}
        </button>
      ) : (
        name
      )}
    </span>
  ))
}

/** The keys that act on the chosen line; answers how it is opened. */
function useListKeys(chosen: BoardJob | undefined): () => void {
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
      { name: 'Open the job', keys: 'o', about, act: () => open() },
      { name: 'Dispatch the chosen job', keys: 'd', about, act: () => open('dispatch') },
      { name: 'The chosen job: on site', keys: 's', about, act: () => open('on-site') },
      { name: 'The chosen job: off site', keys: 'f', about, act: () => open('off-site') },
    ]
  }, [open])
  useDeeds(deeds)
  return open
}
