import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { CHANNELS } from '../look/channel.tsx'
import { STATES } from '../look/mark.tsx'
import { failuresInWords, notToldInWords, REMINDERS, remindersInWords } from './in-words.ts'
import type { Figures } from './queries.ts'
import { Question } from './question.tsx'

type Props = { figures: Figures; csv: string }

/** Why messages did not arrive, each reason with the way to its messages. */
export function Failures({ figures: { failures, from, until }, csv }: Props) {
  const reasons = failures.map(each => ({ ...each, words: [each.code, each.reason].filter(Boolean).join(' ') }))
  return (
    <Question title="What failed, and why?" says={failuresInWords(reasons)} csv={csvIf(reasons, csv)}>
      <Reasons
        label="Reasons why messages failed"
        reasons={reasons.map(({ words, count, channel, state }) => ({
          key: `${channel} ${state} ${words}`,
          count,
          words: (
            <>
              {words}
              <div className="dim">
                {CHANNELS[channel]}, {STATES[state].word}.{' '}
                <Link to="/messages" search={{ view: 'all', state, channel, from, until }}>
                  Show the messages
                </Link>
              </div>
            </>
          ),
        }))}
      />
    </Question>
  )
}

/** Why people whom a rule names were not told. */
export function NotTold({ figures: { notTold }, csv }: Props) {
  const reasons = notTold.map(({ because, sentence, count }) => ({ key: because, words: sentence, count }))
  return (
    <Question title="Who was not told, and why?" says={notToldInWords(reasons)} csv={csvIf(reasons, csv)}>
      <Reasons label="Reasons why people were not told" reasons={reasons} />
    </Question>
  )
}

/** Where there is nothing, there is no spreadsheet of it. */
const csvIf = (rows: readonly unknown[], csv: string): string | undefined => (rows.length > 0 ? csv : undefined)

type Reason = Readonly<{ key: string; words: ReactNode; count: number }>

function Reasons({ label, reasons }: { label: string; reasons: readonly Reason[] }) {
  const most = Math.max(...reasons.map(({ count }) => count))
  return (
    <ol className="reasons" aria-label={label}>
      {reasons.map(({ key, words, count }) => (
        <li key={key}>
          <div>{words}</div>
          <Bar count={count} most={most} />
        </li>
      ))}
    </ol>
  )
}

/** A number, and a bar that shows how it compares with the most. */
export function Bar({ count, most }: { count: number; most: number }) {
  return (
    <span className="bar-of figures">
      <span aria-hidden className="bar-length" style={{ width: `${most > 0 ? (count / most) * 100 : 0}%` }} />
      <span>{count.toLocaleString()}</span>
    </span>
  )
}

/** How often reminders fell due, told somebody, and were not needed any more. */
export function Reminders({ figures: { reminders }, csv }: Props) {
  const used = reminders.filter(({ due, stopped }) => due + (stopped ?? 0) > 0)
  const most = Math.max(...used.flatMap(({ due, stopped }) => [due, stopped ?? 0]))
  return (
    <Question wide title="Do reminders help?" says={remindersInWords(reminders)} csv={csvIf(used, csv)}>
      {used.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Reminder</th>
              <th scope="col">Fell due</th>
              <th scope="col">Told somebody</th>
              <th scope="col" title="How many were still to come when what was missing came">
                Not needed any more
              </th>
            </tr>
          </thead>
          <tbody>
            {used.map(({ occasion, due, told, stopped }) => (
              <tr key={occasion}>
                <th scope="row">{REMINDERS[occasion]}</th>
                <td>
                  <Bar count={due} most={most} />
                </td>
                <td>
                  <Bar count={told} most={most} />
                </td>
                <td>
                  {stopped === null ? <span className="dim">not known</span> : <Bar count={stopped} most={most} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Question>
  )
}
