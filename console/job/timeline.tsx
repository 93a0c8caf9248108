import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Mark, StateMark } from '../look/mark.tsx'
import { Trouble } from '../look/page.tsx'
import { Moment } from '../look/time.tsx'
import { MessageDetail } from '../messages/message-detail.tsx'
import { AlteredWords, worthReading } from './altered-words.tsx'
import {
  type Decision,
  decisionsQuery,
  eventsQuery,
  type JobEvent,
  type JobSeen,
  jobMessagesQuery,
  type Message,
} from './queries.ts'
import { type Recipient, recipientsQuery } from './recipients.ts'

/** One stream, the latest first: what is due, what happened, what was said to whom of it, and what became of that. */
export function Timeline({ job }: { job: JobSeen }) {
  const { reference, timeZone: zone } = job
  const events = useQuery(eventsQuery(reference))
  const decisions = useQuery(decisionsQuery(reference))
  const messages = useQuery(jobMessagesQuery(reference, job.id))
  const recipients = useQuery(recipientsQuery(reference))
  const error = events.error ?? decisions.error ?? messages.error
  if (error && !events.data) return <Trouble error={error} again={() => void events.refetch()} />
  const of = Map.groupBy(decisions.data?.items ?? [], ({ version, ordinal }) => (ordinal > 0 ? 0 : version))
  const byId = new Map(messages.data?.items.map(message => [message.id, message]))
  const again = messages.data?.items.filter(({ resendOf }) => resendOf !== null) ?? []
  const moments = [
    ...(events.data?.items ?? []).map(event => ({
      at: event.at,
      key: `event ${event.version}`,
      shown: <Event event={event} zone={zone} told={of.get(event.version) ?? []} byId={byId} />,
    })),
    ...(of.get(0) ?? []).map(decision => ({
      at: decision.at,
      key: `reminder ${decision.ruleId} ${decision.ordinal} ${decision.sentence}`,
      shown: <Told decision={decision} message={byId.get(decision.messageId ?? '')} />,
    })),
    ...again.map(message => ({
      at: message.at,
      key: message.id,
      shown: <Again message={message} />,
    })),
    ...(recipients.data?.items.flatMap(saidOfIt) ?? []),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
  return (
    <ol className="timeline" aria-label="Timeline">
      {(decisions.data?.due ?? []).map(({ ruleId, at, sentence }) => (
        <li key={`due ${ruleId} ${sentence}`} className="moment moment-due">
          <Moment at={at} zone={zone} />
          <div>
            <span className="dim">Due</span> {sentence}
          </div>
        </li>
      ))}
      {moments.map(({ at, key, shown }) => (
        <li key={key} className="moment">
          <Moment at={at} zone={zone} />
          <div>{shown}</div>
        </li>
      ))}
    </ol>
  )
}

/** What was said of this job alone, and that it was taken back. */
function saidOfIt({ id, sentence, by, at, removedBy, removedAt }: Recipient) {
  const said = (who: string, taken: string) => (
    <>
      <strong>{who}</strong> <span className="dim">{taken}</span> {sentence}
    </>
  )
  return [
    { at, key: `said ${id}`, shown: said(by.name, 'For this job only:') },
    ...(removedAt
      ? [{ at: removedAt, key: `unsaid ${id}`, shown: said(removedBy?.name ?? 'Somebody', 'Taken back:') }]
      : []),
  ]
}

type EventProps = { event: JobEvent; zone: string; told: readonly Decision[]; byId: ReadonlyMap<string, Message> }

function Event({ event, zone, told, byId }: EventProps) {
  return (
    <>
      <div className="happened">
        <strong>{event.version === 1 ? `Opened by ${event.by.name}` : event.by.name}</strong>
        {worthReading(event.changed).map(altered => (
          <AlteredWords key={`${altered.field} ${altered.personId}`} altered={altered} zone={zone} />
        ))}
      </div>
      {once(told).map(decision => (
        <Told
          key={`${decision.ruleId} ${decision.occasion} ${decision.sentence}`}
          decision={decision}
          message={byId.get(decision.messageId ?? '')}
        />
      ))}
    </>
  )
}

/** Whom several rules tell by one message is named once. */
const once = (told: readonly Decision[]): Decision[] => [
  ...new Map(told.map(decision => [`${decision.messageId} ${decision.sentence}`, decision])).values(),
]

function Told({
  decision: { because, sentence, muted },
  message,
}: {
  decision: Decision
  message: Message | undefined
}) {
  const isTold = because === 'told'
  return (
    <div className={isTold ? 'told' : 'told dim'}>
      <Mark told={isTold} /> {sentence}
      {message && <WithDetail message={message} />}
      {isTold && muted && <span className="dim"> Since then muted for this job by {muted.by.name}.</span>}
    </div>
  )
}

function Again({ message }: { message: Message }) {
  return (
    <div className="told">
      <Mark told /> Sent again to {message.address} by {message.resendBy?.name ?? 'somebody'}.
      <WithDetail message={message} />
    </div>
  )
}

/** How its message stands; its words, attempts and receipts when opened. */
function WithDetail({ message: { id, state, carrier } }: { message: Message }) {
  const [opened, setOpened] = useState(false)
  return (
    <>
      {' '}
      <Button
        variant="subtle"
        size="compact-xs"
        color="gray"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
        className="told-state"
      >
        <StateMark state={state} captured={state === 'accepted' && carrier === 'capture'} />
      </Button>
      {opened && <MessageDetail id={id} />}
    </>
  )
}
