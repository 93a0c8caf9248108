import { Link } from '@tanstack/react-router'
import type { Health } from '../api/health.ts'
import { spanOf, useNow } from '../look/time.tsx'
import { LANES } from '../messages/search.ts'

/** Seconds after which what is due in a lane is late. */
const LATE = { urgent: 30, normal: 300, slow: 1800 } as const
/** Milliseconds after which a part of the house stands still. */
const STILL = 60_000

/** What waits in each lane and for how long, and whether every part of Callout is at work. */
export function Machine({ health }: { health: Health }) {
  return (
    <>
      <section aria-labelledby="lanes">
        <h2 id="lanes">What waits</h2>
        <Lanes health={health} />
      </section>
      <Stations stations={health.stations} />
    </>
  )
}

function Lanes({ health: { lanes, unplanned } }: { health: Health }) {
  const now = useNow()
  return (
    <table className="figures-table">
      <thead>
        <tr>
          <th scope="col">Lane</th>
          <th scope="col">Waiting</th>
          <th scope="col">The oldest is due for</th>
        </tr>
      </thead>
      <tbody>
        {lanes.map(({ lane, waiting, oldestDueSeconds }) => (
          <tr key={lane}>
            <th scope="row">
              <Link to="/messages" search={{ view: 'waiting', lane }}>
                {LANES[lane]}
              </Link>
            </th>
            <td>{waiting >= 10_000 ? '10,000 or more' : waiting}</td>
            <td className={oldestDueSeconds > LATE[lane] ? 'act' : ''}>
              {oldestDueSeconds > 0 ? spanOf(oldestDueSeconds * 1000) : <span className="dim">nothing is due</span>}
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">Changes nobody has planned for</th>
          <td>{unplanned.waiting}</td>
          <td>{unplanned.oldest ? spanOf(now - Date.parse(unplanned.oldest)) : <span className="dim">none</span>}</td>
        </tr>
      </tbody>
    </table>
  )
}

function Stations({ stations }: Pick<Health, 'stations'>) {
  const now = useNow()
  const still = stations.filter(({ lastTurn }) => lastTurn === null || now - Date.parse(lastTurn) > STILL)
  return (
    <section aria-labelledby="stations">
      <h2 id="stations">Parts of Callout</h2>
      <details className="stations" open={still.length > 0}>
        <summary>
          {still.length === 0 ? (
            <>
              <span className="good" aria-hidden>
                ●
              </span>{' '}
              All {stations.length} are at work.
            </>
          ) : (
            <span className="act">
              <span aria-hidden>▲</span> {still.length} of {stations.length} stand still.
            </span>
          )}
        </summary>
        <ul>
          {stations.map(({ name, lastTurn }) => (
            <li key={name} className={still.some(each => each.name === name) ? 'act' : ''}>
              {name}{' '}
              <span className="dim figures">
                {lastTurn ? `${spanOf(now - Date.parse(lastTurn))} ago` : 'has not begun'}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}
