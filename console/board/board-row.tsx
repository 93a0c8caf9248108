import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { briefly, dayInWords, exactly, spanOf } from '../look/time.tsx'
import type { BoardJob } from './queries.ts'

/** How urgent what is due is at this moment. */
export function urgencyOf({ due, openedAt, dispatchedAt }: BoardJob, now: number): 'calm' | 'soon' | 'late' {
  if (!due) return 'calm'
  const by = Date.parse(due.by)
  if (now > by) return 'late'
  const since = Date.parse(due.step === 'dispatch' ? openedAt : (dispatchedAt ?? openedAt))
  // The last third of the time there is.
  return now - since > ((by - since) * 2) / 3 ? 'soon' : 'calm'
}

const URGENCY = { calm: '', soon: 'watch', late: 'act' }
const DUE = { dispatch: 'to be dispatched', 'on-site': 'to be on site' }

/** What the next deed is called on its button. */
const NEXT: Partial<Record<BoardJob['next'], string>> = {
  accept: 'Accept',
  dispatch: 'Dispatch',
  chase: 'Chase',
  'on-site': 'On site',
  'off-site': 'Off site',
  complete: 'Complete',
  advise: 'Advise',
  review: 'Review',
  'approve-report': 'Approve report',
}

type Props = { job: BoardJob; now: number; isNew: boolean; hasLeft: boolean; isChosen: boolean; isOpen: boolean }

/** One line of the board: all that matters of a job. */
export const BoardRow = memo(function Row({ job, now, isNew, hasLeft, isChosen, isOpen }: Props) {
  const { reference, site, timeZone: zone, last } = job
  const urgency = urgencyOf(job, now)
  return (
    <div
      role="row"
      className={hasLeft ? 'row row-left' : 'row'}
      aria-selected={isOpen}
      data-job={reference}
      tabIndex={isChosen ? 0 : -1}
    >
      <span role="gridcell" className={`cell-priority priority-${Math.min(job.priority, 5)}`}>
        <span title={`Priority ${job.priority}`}>{job.priority}</span>
      </span>
      <span role="gridcell" className={`cell-age figures ${URGENCY[urgency]}`} title={dueWords(job, now)}>
        {urgency === 'late' && <span aria-hidden>▲ </span>}
        {spanOf(now - Date.parse(job.openedAt))}
        {urgency !== 'calm' && <span className="unseen">{dueWords(job, now)}</span>}
      </span>
      <span role="gridcell" className="cell-reference figures">
        <Link to="/board/$reference" params={{ reference }} search={true} tabIndex={-1}>
          {reference}
        </Link>
        {isNew && (
          <span className="dot" title="New since you last looked">
            <span className="unseen">new</span>
          </span>
        )}
      </span>
      <span role="gridcell" className="cell-site">
        <strong>{site.name}</strong> <span className="dim">{suburbOf(site.address)}</span>
      </span>
      <span role="gridcell" className="cell-type">
        {job.serviceType.name}
      </span>
      <span role="gridcell" className="cell-who">
        <Who job={job} />
      </span>
      <span role="gridcell" className="cell-last dim" title={`${last.by}, ${exactly(last.at, zone)}`}>
        {briefly(last.at, zone, now)} {last.what}
      </span>
      <span role="gridcell" className="cell-messages figures">
        <MessageCounts job={job} />
      </span>
      <span role="gridcell" className="cell-next">
        {hasLeft ? <span className="dim">{job.status.name}</span> : <NextDeed job={job} />}
      </span>
    </div>
  )
})

function dueWords({ due }: BoardJob, now: number): string {
  if (!due) return ''
  const by = Date.parse(due.by)
  return now > by ? `late by ${spanOf(now - by)} ${DUE[due.step]}` : `${DUE[due.step]} within ${spanOf(by - now)}`
}

// "12 Mill Road, Orange NSW": what comes after the street tells a dispatcher where it is.
const suburbOf = (address: string): string => address.split(',').slice(1).join(',').trim() || address

function Who({ job: { provider, technicians, status, deferredUntil } }: { job: BoardJob }) {
  const named = technicians.map(({ name, status }) => (status ? `${name} ${status.toLowerCase()}` : name))
  if (deferredUntil) return <span className="watch">deferred until {dayInWords(deferredUntil)}</span>
  return (
    <>
      {provider?.name ?? <span className="dim">nobody yet</span>}{' '}
      <span className="dim">{named.length > 0 ? named.join(', ') : provider && status.name.toLowerCase()}</span>
    </>
  )
}

function MessageCounts({ job: { messages } }: { job: BoardJob }) {
  const { told, failed, waiting } = messages
  return (
    <>
      {told > 0 && <span>told {told}</span>}
      {waiting > 0 && <span className="dim"> waiting {waiting}</span>}
      {failed > 0 && <strong className="act"> failed {failed}</strong>}
    </>
  )
}

function NextDeed({ job: { next, reference } }: { job: BoardJob }) {
  const word = NEXT[next]
  if (!word) return null
  const deed = next === 'review' || next === 'chase' || next === 'none' ? undefined : next
  return (
    <Link
      to="/board/$reference"
      params={{ reference }}
      search={before => ({ ...before, do: deed })}
      className={next === 'chase' ? 'next act' : 'next'}
      aria-label={`${word} ${reference}`}
      tabIndex={-1}
    >
      {word}
    </Link>
  )
}
