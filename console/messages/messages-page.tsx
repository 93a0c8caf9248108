import { Kbd, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { Nothing, Trouble } from '../look/page.tsx'
import { useDeeds } from '../shell/keys.tsx'
import { useMay, useMe } from '../sign-in/me.ts'
import { Answers } from './answers.tsx'
import { failuresFrom, filterOf } from './filter.ts'
import { Filters } from './filters.tsx'
import { isAny, type Marked, NONE } from './log.ts'
import { Many } from './many.tsx'
import { MessageList } from './message-list.tsx'
import { countsQuery, type Filter, MOST_COUNTED } from './queries.ts'
import { daysShown, isNarrowed, type MessagesSearch, VIEWS, type View } from './search.ts'
import { useLog } from './use-log.ts'
import './messages.css'

/** Every message that was written: what became of it, and what can still be done with it. Failures come first. */
export function MessagesPage() {
  const search = useSearch({ from: '/inside/messages' })
  const view = useView(search)
  const name = VIEWS.find(each => each.view === view)?.name ?? ''
  return (
    <>
      <title>{`${name} messages · Callout`}</title>
      <h1 className="unseen">Messages: {name}</h1>
      <div className="split">
        <div className="whole">
          <Bar view={view} />
          {view === undefined ? (
            <Loader size="sm" m="md" aria-label="Loading" />
          ) : view === 'answers' ? (
            <Answers />
          ) : (
            <Log search={{ ...search, view }} />
          )}
        </div>
        <Outlet />
      </div>
    </>
  )
}

function useCounts() {
  const { company } = useMe()
  return useQuery(countsQuery(failuresFrom(company.timeZone))).data
}

/** The view of the address. Where it names none: the failures if there are any, else all. */
function useView({ view, ...rest }: MessagesSearch): View | undefined {
  const navigate = useNavigate()
  const counts = useCounts()
  const begins = isNarrowed(rest) ? 'all' : counts && (counts.failed > 0 ? 'failed' : 'all')
  useEffect(() => {
    if (view === undefined && begins !== undefined)
      void navigate({ to: '.', search: before => ({ ...before, view: begins }), replace: true })
  }, [view, begins, navigate])
  return view
}

function Bar({ view }: { view: View | undefined }) {
  const navigate = useNavigate()
  const counts = useCounts()
  useDeeds(
    useMemo(
      () =>
        VIEWS.map(({ view, name }, i) => ({
          name: `Show ${name.toLowerCase()} messages`,
          keys: String(i + 1),
          about: 'Messages',
          act: () => void navigate({ to: '.', search: { view } }),
        })),
      [navigate],
    ),
  )
  return (
    <div className="bar">
      <nav className="views" aria-label="Views">
        {VIEWS.map(({ view: each, name }) => (
          <Link
            key={each}
            to="."
            search={{ view: each }}
            className="view"
            aria-current={each === view ? 'true' : undefined}
          >
            {name}{' '}
            {each !== 'all' && (
              <span className={each === 'failed' && counts?.failed ? 'count act' : 'count'}>
                {counts && (counts[each] < MOST_COUNTED ? counts[each] : `${MOST_COUNTED - 1}+`)}
              </span>
            )}
          </Link>
        ))}
      </nav>
      {view !== undefined && view !== 'answers' && <Filters key={view} />}
    </div>
  )
}

function Log({ search }: { search: MessagesSearch }) {
  const { company } = useMe()
  const filter = useMemo(() => filterOf(search, company.timeZone), [search, company.timeZone])
  // What is selected in one view is not meant in another.
  return <LogOf key={JSON.stringify(filter)} filter={filter} search={search} />
}

function LogOf({ filter, search }: { filter: Filter; search: MessagesSearch }) {
  const { message: open } = useParams({ strict: false })
  const may = useMay('dispatch')
  const { messages, error, more, readMore, readAgain } = useLog(filter)
  const [marked, setMarked] = useState<Marked>(NONE)
  const clear = useMemo(() => () => setMarked(NONE), [])
  if (error && !messages) return <Trouble error={error} again={readAgain} />
  if (!messages) return <Loader size="sm" m="md" aria-label="Loading" />
  if (messages.length === 0) return <Empty search={search} />
  return (
    <>
      <div className="message-news">
        {isAny(marked) ? (
          <Many {...{ marked, setMarked, filter, more, clear }} shown={messages.length} />
        ) : (
          <>
            <HowFarBack search={search} />
            <span className="dim keys-hint">
              <Kbd>j</Kbd> <Kbd>k</Kbd> move, <Kbd>o</Kbd> opens, <Kbd>x</Kbd> selects, <Kbd>r</Kbd> resends
            </span>
          </>
        )}
      </div>
      <MessageList {...{ messages, more, readMore, open, marked }} setMarked={may ? setMarked : null} />
    </>
  )
}

/** Older messages are looked for when somebody asks for them. */
function HowFarBack({ search }: { search: MessagesSearch }) {
  const days = daysShown(search)
  if (days === undefined) return null
  return (
    <span className="dim">
      In the last {days} days.{' '}
      <Link to="." search={{ ...search, from: '2000-01-01' }}>
        Older too
      </Link>
    </span>
  )
}

function Empty({ search }: { search: MessagesSearch }) {
  if (isNarrowed(search)) {
    return (
      <Nothing
        title="No message here matches"
        deed={
          <>
            <HowFarBack search={search} />{' '}
            <Link to="/messages" search={{ view: search.view }}>
              Show all of this view
            </Link>
          </>
        }
      >
        Search looks at job numbers, addresses and subjects; of texts, at their words.
      </Nothing>
    )
  }
  const { empty } = VIEWS.find(({ view }) => view === search.view)!
  return (
    <Nothing title={empty} deed={search.view === 'all' && <Link to="/rules">See which rules tell whom</Link>}>
      {HOW[search.view ?? 'all']}
    </Nothing>
  )
}

const HOW: Record<View, string> = {
  failed:
    'What cannot be delivered appears here with the reason, and can be sent again. The last seven days are shown.',
  waiting: 'What is due, or is tried again, stands here until a carrier has it.',
  held: 'Hold a message that has not left yet, and it waits here until somebody lets it go.',
  answers: 'What people write back appears here until somebody has dealt with it.',
  all: 'When a job is dispatched or changes, everybody its rules name is told; each message stands here with what became of it.',
}
