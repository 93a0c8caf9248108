import { Checkbox } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useRef } from 'react'
import { useChosen } from '../look/chosen.ts'
import { useDeeds } from '../look/keys.tsx'
import { Lines } from '../look/lines.tsx'
import { useNow } from '../look/time.tsx'
import { isMarked, type Marked, NONE, toggled } from './log.ts'
import { MessageRow } from './message-row.tsx'
import type { Message } from './queries.ts'

const HEADS = [
  ['state', 'State'],
  ['to', 'To'],
  ['gist', 'Message'],
  ['job', 'Job'],
  ['why', 'Why'],
  ['when', 'Written'],
] as const

type Props = {
  messages: readonly Message[]
  more: boolean
  readMore: () => void
  open: string | undefined
  marked: Marked
  /** Null for whoever may not do anything with messages. */
  setMarked: ((marked: Marked) => void) | null
}

/** The log of messages, the latest first; j and k move, o opens, x selects. */
export function MessageList({ messages, more, readMore, open, marked, setMarked }: Props) {
  const now = useNow()
  const { ref, width } = useElementSize()
  const [chosen, choose] = useChosen(messages, open)
  const mark = useMark(messages, marked, setMarked)
  useListKeys(messages[chosen], mark)
  const isAll = marked === 'all' || (marked.size > 0 && messages.every(({ id }) => marked.has(id)))
  return (
    <div ref={ref} className="log">
      <Lines
        label="Messages"
        one="message"
        columns={HEADS.length + 1}
        {...{ chosen, choose, more, readMore }}
        count={messages.length}
        height={width > 0 && width <= 640 ? 52 : 32}
        keyOf={i => messages[i]!.id}
        line={i => (
          <MessageRow
            message={messages[i]!}
            {...{ now, mark }}
            isChosen={i === chosen}
            isOpen={messages[i]!.id === open}
            isMarked={isMarked(marked, messages[i]!.id)}
          />
        )}
        heads={
          <>
            <span role="columnheader" className="cell-mark">
              {setMarked && (
                <Checkbox
                  size="xs"
                  aria-label="Select all that are shown"
                  checked={isAll}
                  indeterminate={!isAll && marked.size > 0}
                  onChange={() => setMarked(isAll ? NONE : new Set(messages.map(({ id }) => id)))}
                />
              )}
            </span>
            {HEADS.map(([cell, name]) => (
              <span key={cell} role="columnheader" className={`cell-${cell}`}>
                {name}
              </span>
            ))}
          </>
        }
      />
    </div>
  )
}

/** Marks one, or with the shift key all from the one before. Stays the same function, so that lines need not be redrawn. */
function useMark(messages: readonly Message[], marked: Marked, setMarked: Props['setMarked']) {
  const known = useRef({ messages, marked, setMarked, last: -1 })
  known.current = { ...known.current, messages, marked, setMarked }
  const mark = useCallback((id: string, isRange: boolean) => {
    const { messages, marked, setMarked, last } = known.current
    const ids = messages.map(message => message.id)
    const at = ids.indexOf(id)
    setMarked?.(toggled(marked, ids, { at, ...(isRange && last >= 0 && { from: last }) }))
    known.current.last = at
  }, [])
  return setMarked && mark
}

function useListKeys(chosen: Message | undefined, mark: ((id: string, isRange: boolean) => void) | null): void {
  const navigate = useNavigate()
  const id = chosen?.id
  useDeeds(
    useMemo(() => {
      const about = 'Messages'
      const open = () => void (id && navigate({ to: '/messages/$message', params: { message: id }, search: true }))
      return [
        { name: 'Open the message', keys: 'o', about, act: open },
        { name: 'Open the chosen message', keys: 'Enter', about, act: open },
        ...(mark ? [{ name: 'Select the message', keys: 'x', about, act: () => id && mark(id, false) }] : []),
      ]
    }, [id, mark, navigate]),
  )
}
