import { Loader } from '@mantine/core'
import { IconFileTypeCsv, IconFileTypePdf } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ChannelMark } from '../look/channel.tsx'
import { StateMark } from '../look/mark.tsx'
import { Trouble } from '../look/page.tsx'
import { Moment } from '../look/time.tsx'
import { MessageDeeds } from './message-deeds.tsx'
import { isCaptured } from './message-row.tsx'
import { MessageStory } from './message-story.tsx'
import { type MessageSeen, messageQuery } from './queries.ts'
import './messages.css'

/**
 * One message: its exact words, every attempt, what carriers reported, what was answered, and what can be done with it.
 * Beside the log it has a head with a way to close it; among what happened to a job it stands by itself.
 */
export function MessageDetail({ id, close }: { id: string; close?: ReactNode }) {
  const { data: message, error, refetch } = useQuery(messageQuery(id))
  if (error && !message) return <Trouble error={error} again={() => void refetch()} />
  if (!message) return <Loader size="xs" m="md" aria-label="Loading" />
  return (
    <section className="message" aria-label={`Message to ${message.address}`}>
      {close && <Head message={message} close={close} />}
      <Standing message={message} />
      <MessageDeeds message={message} />
      <Words message={message} />
      <MessageStory message={message} />
    </section>
  )
}

function Head({ message, close }: { message: MessageSeen; close: ReactNode }) {
  const { channel, address, reference, site, report } = message
  return (
    <header className="message-head">
      <div>
        <h2>
          <ChannelMark channel={channel} /> {address}
        </h2>
        {reference ? (
          <Link to="/jobs/$reference" params={{ reference }}>
            <span className="figures">{reference}</span> {site}
          </Link>
        ) : (
          <span className="dim">Report: {report}</span>
        )}
      </div>
      {close}
    </header>
  )
}

/** How it stands in one line, and why. */
function Standing({ message }: { message: MessageSeen }) {
  const { state, lane, code, words, dueAt, useBy, timeZone: zone } = message
  const isOver = !['waiting', 'held', 'failed-for-now'].includes(state)
  const why = state !== 'delivered' && state !== 'accepted' && [code, words].filter(Boolean).join(' ')
  return (
    <div className="message-standing">
      <StateMark state={state} captured={isCaptured(message)} />
      {lane === 'urgent' && <span>urgent</span>}
      {why && <span className="why">{why}</span>}
      {!isOver && dueAt && (
        <span className="dim">
          due <Moment at={dueAt} zone={zone} />
        </span>
      )}
      {!isOver && (
        <span className="dim">
          of use until <Moment at={useBy} zone={zone} />
        </span>
      )}
    </div>
  )
}

const ENCODINGS = { 'gsm-7': 'GSM-7', 'ucs-2': 'UCS-2 (signs outside GSM-7)' } as Readonly<Record<string, string>>

/** Exactly what was sent: nothing in it is read as anything but text. */
function Words({ message }: { message: MessageSeen }) {
  const { id, subject, body, segments, encoding, paperName, spreadsheetName } = message
  return (
    <div className="message-words">
      {subject && <strong className="message-subject">{subject}</strong>}
      <pre>{body}</pre>
      <div className="message-papers">
        {segments !== null && (
          <span className="dim figures">
            {segments === 1 ? 'One segment' : `${segments} segments`}
            {encoding && `, ${ENCODINGS[encoding.toLowerCase()] ?? encoding}`}
          </span>
        )}
        {paperName && (
          <a href={`/api/v1/messages/${id}/paper`} target="_blank" rel="noreferrer">
            <IconFileTypePdf size={16} stroke={1.6} aria-hidden /> {paperName}
          </a>
        )}
        {spreadsheetName && (
          <a href={`/api/v1/messages/${id}/spreadsheet`} download={spreadsheetName}>
            <IconFileTypeCsv size={16} stroke={1.6} aria-hidden /> {spreadsheetName}
          </a>
        )}
      </div>
    </div>
  )
}
