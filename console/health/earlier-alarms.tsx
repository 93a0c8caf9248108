import { useQuery } from '@tanstack/react-query'
import { type Alarm, alarmsQuery } from '../api/health.ts'
import { Moment, spanOf } from '../look/time.tsx'
import { useMe } from '../sign-in/me.ts'

/** What was wrong and is over, the latest first: for how long, and who was told. */
export function EarlierAlarms() {
  const { company } = useMe()
  const { data } = useQuery(alarmsQuery)
  const over = data?.items.filter(({ overAt }) => overAt !== null) ?? []
  return (
    <section aria-labelledby="earlier">
      <h2 id="earlier">What was wrong</h2>
      {data && over.length === 0 && <p className="dim">Nothing that is over by now.</p>}
      <ul className="earlier">
        {over.map(alarm => (
          <li key={alarm.id}>
            <Moment at={alarm.since} zone={company.timeZone} />
            <div>
              {alarm.words} <span className="dim">{howItEnded(alarm)}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function howItEnded({ since, overAt, toldBy }: Alarm): string {
  const lasted = `Over after ${spanOf(Date.parse(overAt ?? since) - Date.parse(since))}`
  if (!toldBy) return `${lasted}.`
  return toldBy === 'log' ? `${lasted}; only the log was told.` : `${lasted}; the operators were told by ${toldBy}.`
}
