import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { ChannelMark } from '../look/channel.tsx'
import { STATES, StateMark } from '../look/mark.tsx'
import { briefly, exactly } from '../look/time.tsx'
import type { Message } from './queries.ts'

/** Whether it was only kept here, because no carrier is set up. */
export const isCaptured = ({ state, carrier }: Pick<Message, 'state' | 'carrier'>): boolean =>
  carrier === 'capture' && (state === 'accepted' || state === 'delivered')

/** What it says at first sight: its subject or, where it has none, how it begins. */
export const gistOf = ({ subject, body }: Pick<Message, 'subject' | 'body'>): string =>
  subject ?? body.slice(0, 200).replace(/\s+/g, ' ')

type Props = {
  message: Message
  now: number
  isChosen: boolean
  isOpen: boolean
  isMarked: boolean
  mark: ((id: string, isRange: boolean) => void) | null
}

/** One line of the log: how a message stands, to whom it went, what it says, about which job, when, and why it failed. */
export const MessageRow = memo(function Row({ message, now, isChosen, isOpen, isMarked, mark }: Props) {
  const { id, channel, address, state, timeZone, at, site, reference, report } = message
  return (
    <div role="row" className="row message-row" aria-selected={isOpen} tabIndex={isChosen ? 0 : -1}>
      <span role="gridcell" className="cell-mark">
        {mark && (
          <Checkbox
            size="xs"
            aria-label={`Select the message to ${address}`}
            checked={isMarked}
            onChange={event => mark(id, (event.nativeEvent as MouseEvent).shiftKey)}
            tabIndex={-1}
          />
        )}
      </span>
      <span role="gridcell" className="cell-state" title={STATES[state].word}>
        <StateMark state={state} captured={isCaptured(message)} brief />
      </span>
      <span role="gridcell" className="cell-to">
        <ChannelMark channel={channel} /> <span title={address}>{address}</span>
      </span>
      <span role="gridcell" className="cell-gist">
        <Link to="/messages/$message" params={{ message: id }} search={true} tabIndex={-1} className="opens">
          {gistOf(message)}
        </Link>
      </span>
      <span role="gridcell" className="cell-job">
        <span className="figures">{reference ?? 'Report'}</span> <span className="dim">{site ?? report}</span>
      </span>
      <span role="gridcell" className="cell-why dim">
        {whyOf(message, now)}
      </span>
      <span role="gridcell" className="cell-when figures dim" title={exactly(at, timeZone)}>
        {briefly(at, timeZone, now)}
      </span>
    </div>
  )
})

/** Why it stands where it stands, and what comes next. */
function whyOf({ state, attempts, words, code, dueAt, timeZone }: Message, now: number): string {
  const tone = STATES[state].tone
  const said = tone === 'dim' || tone === 'good' ? '' : [code, words].filter(Boolean).join(' ')
  const tried = attempts > 1 ? `${attempts} attempts` : ''
  const isDue = state === 'waiting' || state === 'failed-for-now'
  const next = isDue && dueAt && Date.parse(dueAt) > now ? `due ${briefly(dueAt, timeZone, now)}` : ''
  return [said, tried, next].filter(Boolean).join(' · ')
}
