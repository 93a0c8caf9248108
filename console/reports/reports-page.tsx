import '@mantine/charts/styles.css'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { ButtonLink } from '../look/button-link.tsx'
import { Nothing, Page, Trouble } from '../look/page.tsx'
import { dayInWords } from '../look/time.tsx'
import { useMe } from '../sign-in/me.ts'
import { type Days, daysOf } from './days.ts'
import { Filters } from './filters.tsx'
import { isQuiet } from './in-words.ts'
import { Parties } from './parties.tsx'
import { csvOf, type Figures, type FiguresAsked, figuresQuery } from './queries.ts'
import { Question } from './question.tsx'
import { Failures, NotTold, Reminders } from './reasons.tsx'
import { Response } from './response.tsx'
import { Jobs, Told } from './told.tsx'
import './reports.css'

/** How the work and the telling went: each chart answers a question, and its figures can be had. */
export function ReportsPage() {
  const { company } = useMe()
  const { period, from: _from, until: _until, ...narrowed } = useSearch({ from: '/inside/reports' })
  const search = useSearch({ from: '/inside/reports' })
  const days = daysOf(search, company.timeZone)
  const asked = { ...days, ...narrowed } as FiguresAsked
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(figuresQuery(asked))
  return (
    <Page title="Reports">
      <Filters days={days} />
      <Standing days={days} isFetching={isFetching} />
      {error && !isFetching ? (
        <Trouble error={error} again={() => void refetch()} />
      ) : data === undefined ? (
        <Questions />
      ) : isQuiet(data) ? (
        <Quiet isLong={period === '12-months'} />
      ) : (
        <Answers figures={data} asked={asked} isOld={isPlaceholderData} />
      )}
    </Page>
  )
}

/** Which days these are, and that the counting goes on when it takes long. */
function Standing({ days: { from, until }, isFetching }: { days: Days; isFetching: boolean }) {
  const { company } = useMe()
  const isLong = useLong(isFetching)
  return (
    <p className="standing">
      <span className="dim">
        {dayInWords(from)} {from.slice(0, 4)} to {dayInWords(until)} {until.slice(0, 4)}, on the clock of{' '}
        {company.timeZone}.
      </span>{' '}
      <span role="status">{isLong && 'Still counting: many days take some seconds.'}</span>
    </p>
  )
}

/** Milliseconds after which somebody wonders whether anything happens at all. */
const LONG = 1200

function useLong(isFetching: boolean): boolean {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (!isFetching) return setLong(false)
    const wondering = setTimeout(() => setLong(true), LONG)
    return () => clearTimeout(wondering)
  }, [isFetching])
  return isLong
}

function Answers({ figures, asked, isOld }: { figures: Figures; asked: FiguresAsked; isOld: boolean }) {
  const csv = useMemo(() => (table: Parameters<typeof csvOf>[0]) => csvOf(table, asked), [asked])
  return (
    <div className="questions" aria-busy={isOld}>
      <Response figures={figures} csv={csv('response')} />
      <Jobs figures={figures} csv={csv('jobs')} />
      <Told figures={figures} csv={csv('channels')} />
      <Failures figures={figures} csv={csv('failures')} />
      <NotTold figures={figures} csv={csv('reasons')} />
      <Reminders figures={figures} csv={csv('reminders')} />
      <Parties
        title="By customer"
        kind="customers"
        words={['customer', 'customers']}
        measured="from opening until somebody was on site"
        parties={figures.customers}
        csv={csv('customers')}
      />
      <Parties
        title="By provider"
        kind="providers"
        words={['provider', 'providers']}
        measured="from dispatch until somebody was on site"
        parties={figures.providers}
        csv={csv('providers')}
      />
    </div>
  )
}

const TITLES = [
  'How long until somebody was on site?',
  'How many jobs?',
  'How were people told?',
  'What failed, and why?',
  'Who was not told, and why?',
]

/** The page as it will be, before the answers are there. */
function Questions() {
  return (
    <div className="questions" aria-busy>
      {TITLES.map((title, i) => (
        <Question key={title} title={title} says={undefined} wide={i === 0}>
          <Skeleton height={i === 0 ? 262 : 236} />
        </Question>
      ))}
    </div>
  )
}

function Quiet({ isLong }: { isLong: boolean }) {
  return (
    <Nothing
      title="Nothing happened in these days"
      deed={
        !isLong && (
          <ButtonLink to="/reports" search={{ period: '12-months' }}>
            Look at 12 months
          </ButtonLink>
        )
      }
    >
      Here you see how long people waited, what was sent and what failed, as soon as there are jobs.
    </Nothing>
  )
}
