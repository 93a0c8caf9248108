import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { STATES } from '../look/mark.tsx'
import { Moment } from '../look/time.tsx'
import { ReplyLine } from './answers.tsx'
import type { MessageSeen } from './queries.ts'

const OUTCOMES = {
  accepted: { words: 'took it', tone: 'good' },
  refused: { words: 'refused it', tone: 'act' },
  unreachable: { words: 'could not be reached', tone: 'watch' },
  unknown: { words: 'was given it, but its answer was lost', tone: 'watch' },
  'not-tried': { words: 'was not tried', tone: 'dim' },
} as const

const SAYS: Readonly<Record<MessageSeen['receipts'][number]['says'], string>> = {
  'handed-on': 'it is handed on',
  delivered: 'it has arrived',
  'not-delivered': 'it did not arrive',
  delayed: 'it is delayed',
  answered: 'somebody answered the call',
  machine: 'a machine answered the call',
  busy: 'the line was busy',
  'no-answer': 'nobody answered',
  'key-pressed': 'a key was pressed',
  complained: 'it was called spam',
}

/** What became of a message, from its writing on: every attempt, every report of a carrier, every hand laid on it. */
export function MessageStory({ message }: { message: MessageSeen }) {
  const { timeZone: zone } = message
  return (
    <ol className="story" aria-label="What became of it">
      {momentsOf(message).map(({ at, key, shown }) => (
        <li key={key}>
          <Moment at={at} zone={zone} to="second" />
          <div>{shown}</div>
        </li>
      ))}
    </ol>
  )
}

type Told = { at: string; key: string; shown: ReactNode }

function momentsOf(message: MessageSeen): Told[] {
  const { tries, receipts, changes, replies } = message
  const told = [
    { at: message.at, key: 'written', shown: <Written message={message} /> },
    ...tries.map(attempt => ({
      at: attempt.startedAt,
      key: `attempt ${attempt.number}`,
      shown: <Attempt {...{ attempt }} />,
    })),
    ...receipts.map(({ at, says, carrier, code, words }) => ({
      at,
      key: `receipt ${at} ${says}`,
      shown: (
        <>
          {carrier} reports: {SAYS[says]} <Said code={code} words={words} />
        </>
      ),
    })),
    ...changes.map(({ at, by, from, to, note }) => ({
      at,
      key: `change ${at} ${to}`,
      shown: (
        <>
          {by.name}: {STATES[from].word} → {STATES[to].word}
          {note && <span className="dim"> “{note}”</span>}
        </>
      ),
    })),
    ...replies.map(reply => ({ at: reply.at, key: reply.id, shown: <ReplyLine reply={reply} isAlone /> })),
  ]
  return told.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

function Attempt({ attempt: { number, carrier, outcome, code, words } }: { attempt: MessageSeen['tries'][number] }) {
  const said = outcome ? OUTCOMES[outcome] : { words: 'has it in hand', tone: 'dim' }
  return (
    <>
      Attempt {number}: {carrier === 'capture' ? 'captured, nothing left this server' : carrier}{' '}
      {carrier !== 'capture' && <span className={said.tone}>{said.words}</span>}{' '}
      {carrier !== 'capture' && <Said code={code} words={words} />}
    </>
  )
}

/** A carrier's own code and words. */
function Said({ code, words }: { code: string | null; words: string | null }) {
  const said = [code, words].filter(Boolean).join(' ')
  return said && <span className="dim">({said})</span>
}

/** Written for the first time or again, and what sends it again. */
function Written({ message: { resendOf, resendAs, resendBy, resentAs } }: { message: MessageSeen }) {
  return (
    <>
      {resendOf ? (
        <>
          Sent again by {resendBy?.name ?? 'somebody'},{' '}
          {resendAs === 'afresh' ? 'written afresh' : 'with the same words'}:{' '}
          <Other id={resendOf}>the one before</Other>
        </>
      ) : (
        'Written'
      )}
      {resentAs.map((id, i) => (
        <span key={id}>
          {' · '}
          <Other id={id}>{resentAs.length === 1 ? 'sent again since' : `sent again since (${i + 1})`}</Other>
        </span>
      ))}
    </>
  )
}

const Other = ({ id, children }: { id: string; children: ReactNode }) => (
  <Link to="/messages/$message" params={{ message: id }} search={true}>
    {children}
  </Link>
)
