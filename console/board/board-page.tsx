import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Nothing, Trouble } from '../look/page.tsx'
import { SearchField } from '../look/search-field.tsx'
import { useDeeds } from '../shell/keys.tsx'
import { useMay } from '../sign-in/me.ts'
import { BoardList } from './board-list.tsx'
import { countsQuery, VIEWS, type View } from './queries.ts'
import { SORTS, type Sort } from './rows.ts'
import { useBoard } from './use-board.ts'
import './board.css'

/** The dispatcher's board: every job that wants something, by priority, kept up to date by itself. */
export function BoardPage() {
  const { view = 'open', search = '', sort = 'priority' } = useSearch({ from: '/inside/board' })
  const shown = VIEWS.find(each => each.view === view) ?? VIEWS[0]!
  return (
    <div className="split">
      <div className="whole">
        <title>{`${shown.name} · Callout`}</title>
        <h1 className="unseen">Board: {shown.name}</h1>
        <Bar view={shown.view} search={search} />
        <Jobs view={shown.view} search={search} sort={SORTS.find(each => each === sort) ?? 'priority'} />
      </div>
      <Outlet />
    </div>
  )
}

function Bar({ view, search }: { view: View; search: string }) {
  const navigate = useNavigate({ from: '/board' })
  const { data: counts } = useQuery(countsQuery)
  const may = useMay('dispatch')
  const look = (search: string | undefined) =>
    void navigate({ to: '.', search: before => ({ ...before, search }), replace: true })
  const begin = useMemo(() => () => void navigate({ to: '/board/new', search: true }), [navigate])
  useDeeds(
    useMemo(
      () => [
        ...(may ? [{ name: 'New job', keys: 'n', about: 'Board', act: begin }] : []),
        ...VIEWS.map(({ view, name }, i) => ({
          name: `Show ${name.toLowerCase()}`,
          keys: String(i + 1),
          about: 'Board',
          act: () => void navigate({ to: '.', search: before => ({ ...before, view }) }),
        })),
      ],
      [may, begin, navigate],
    ),
  )
  return (
    <div className="bar">
      <nav className="views" aria-label="Views">
        {VIEWS.map(({ view: each, name }) => (
          <Link
            key={each}
            to="."
            search={before => ({ ...before, view: each })}
            className="view"
            aria-current={each === view ? 'true' : undefined}
          >
            {name}{' '}
            <span className={each === 'late' && counts?.late ? 'count act' : 'count'}>{counts?.[each] ?? ''}</span>
          </Link>
        ))}
      </nav>
      <SearchField label="Search jobs" placeholder="Number, site, address" value={search} look={look} />
      {may && <Button onClick={begin}>New job</Button>}
    </div>
  )
}

function Jobs({ view, search, sort }: { view: View; search: string; sort: Sort }) {
  const navigate = useNavigate({ from: '/board' })
  const { reference } = useParams({ strict: false })
  const [still, hold] = useState(false)
  const { rows, reading, readAgain, arrange } = useBoard({ view, search, sort }, still)
  const sortBy = (by: Sort) => void navigate({ to: '.', search: before => ({ ...before, sort: by }) })
  const waits = rows.come.length + rows.left.size
  if (reading instanceof Error && rows.shown.length === 0) return <Trouble error={reading} again={readAgain} />
  if (rows.shown.length === 0 && rows.come.length === 0) {
    return reading === 'reading' ? (
      <Loader size="sm" m="md" aria-label="Loading" />
    ) : (
      <Empty view={view} search={search} />
    )
  }
  return (
    <>
      <div className="board-news" role="status">
        {reading === 'reading' && `${rows.shown.length} read …`}
        {waits > 0 && still && (
          <Button variant="subtle" size="compact-xs" onClick={arrange}>
            {newsOf(rows.come.length, rows.left.size)} Show
          </Button>
        )}
      </div>
      <BoardList {...{ sort, sortBy, hold }} jobs={rows.shown} left={rows.left} open={reference} />
    </>
  )
}

const newsOf = (come: number, left: number): string =>
  [come > 0 && `${come} new here.`, left > 0 && `${left} no longer here.`].filter(Boolean).join(' ')

function Empty({ view, search }: { view: View; search: string }) {
  const may = useMay('dispatch')
  if (search)
    return (
      <Nothing title="No job here matches">
        Search looks at numbers, sites, addresses and customers of this view.
      </Nothing>
    )
  const { name, empty } = VIEWS.find(each => each.view === view)!
  return (
    <Nothing
      title={empty}
      deed={
        may &&
        view === 'open' && (
          <Button component={Link} to="/board/new">
            Open a job
          </Button>
        )
      }
    >
      {view === 'open'
        ? 'Jobs stand here by priority, then age: who is on them, what happened last, and what to do next. They appear by themselves.'
        : `Jobs that are ${name.toLowerCase()} appear here by themselves.`}
    </Nothing>
  )
}
