import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { answer, api, Refused } from '../api/client.ts'
import { useDeeds } from '../look/keys.tsx'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import type { Marked } from './log.ts'
import type { Filter } from './queries.ts'

/** What can be done with many messages at once, as buttons say it, and what is said of it when it is done. */
const DEEDS = {
  resend: { name: 'Resend', done: 'sent again', cannot: 'on the way, sent again already, or opted out' },
  hold: { name: 'Hold', done: 'held back', cannot: 'with a carrier, over, or held already' },
  release: { name: 'Release', done: 'released', cannot: 'not held' },
  cancel: { name: 'Cancel', done: 'cancelled', cannot: 'with a carrier or over' },
} as const
type Deed = keyof typeof DEEDS
type As = 'as-it-was' | 'afresh'
type Meant = { filter: Filter & { ids?: string[] } }

/** Does it to those that are meant when there are so many; without a count they are only counted. */
function doWith(deed: Deed, meant: Meant, { count, as = 'as-it-was' }: { count?: number; as?: As }) {
  const body = { ...meant, ...(count !== undefined && { count }) }
  return deed === 'resend'
    ? answer(api.POST('/messages/resend', { body: { ...body, as } }))
    : answer(api.POST(`/messages/${deed}` as '/messages/hold', { body }))
}

type Props = {
  marked: Marked
  /** What the list shows. */
  filter: Filter
  shown: number
  more: boolean
  setMarked: (marked: Marked) => void
  clear: () => void
}

/** What can be done with the messages that are selected: first they are counted, then it is done. */
export function Many({ marked, filter, shown, more, setMarked, clear }: Props) {
  const [counted, setCounted] = useState<{ deed: Deed; count: number } | null>(null)
  const meant: Meant = { filter: marked === 'all' ? filter : { ids: [...marked] } }
  const { act, isPending } = useManyDeeds(meant, {
    counted: (deed, count) => setCounted({ deed, count }),
    done: clear,
  })
  useDeeds(
    useMemo(
      () => [
        { name: 'Resend what is selected', keys: 'r', about: 'What is selected', act: () => act('resend', {}) },
        { name: 'Select nothing', keys: 'Escape', about: 'What is selected', act: clear },
      ],
      [act, clear],
    ),
  )
  if (counted) {
    return <Counted {...counted} marked={marked} isPending={isPending} act={act} back={() => setCounted(null)} />
  }
  return (
    <div className="many" role="toolbar" aria-label="What is selected">
      <strong>{marked === 'all' ? 'All that match' : `${marked.size} selected`}</strong>
      {(Object.keys(DEEDS) as Deed[]).map(deed => (
        <Button key={deed} variant="default" size="compact-sm" disabled={isPending} onClick={() => act(deed, {})}>
          {DEEDS[deed].name}
        </Button>
      ))}
      {marked !== 'all' && more && marked.size >= shown && (
        <Button variant="subtle" size="compact-sm" onClick={() => setMarked('all')}>
          Select all that match
        </Button>
      )}
      <Button variant="subtle" color="gray" size="compact-sm" onClick={clear}>
        Select nothing
      </Button>
    </div>
  )
}

type Act = (deed: Deed, how: { count?: number; as?: As }) => void

function useManyDeeds(meant: Meant, then: { counted: (deed: Deed, count: number) => void; done: () => void }) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['messages'] })
  const { mutate, isPending } = useMutation({
    mutationFn: async ({ deed, count, as }: { deed: Deed; count?: number; as?: As }) =>
      doWith(deed, meant, { ...(count !== undefined && { count }), ...(as && { as }) }),
    onSuccess: ({ count, done }, { deed }) => {
      if (!done) return then.counted(deed, count)
      saidDone(`${count === 1 ? 'One message is' : `${count} messages are`} ${DEEDS[deed].done}.`, undoOf(deed, count))
      then.done()
      void refresh()
    },
    onError: (error, { deed }) => {
      // Others were quicker: as many as there are now is asked again.
      const now = error instanceof Refused ? error.problem.count : undefined
      if (now === undefined) return saidFailed(error)
      then.counted(deed, now)
    },
  })
  // Of all that match nobody could say afterwards which they were.
  const undoOf = (deed: Deed, count: number) => {
    const back = deed === 'hold' ? 'release' : deed === 'release' ? 'hold' : null
    return back && meant.filter.ids ? () => doWith(back, meant, { count }).then(refresh) : undefined
  }
  const act: Act = (deed, how) => mutate({ deed, ...how })
  return { act, isPending }
}

type CountedProps = { deed: Deed; count: number; marked: Marked; isPending: boolean; act: Act; back: () => void }

function Counted({ deed, count, marked, isPending, act, back }: CountedProps) {
  const { name, cannot } = DEEDS[deed]
  const rest = marked === 'all' ? 0 : marked.size - count
  const many = count === 1 ? 'one message' : `${count} messages`
  return (
    <div className="many" role="toolbar" aria-label={`${name} what is selected`}>
      {count === 0 ? (
        <span role="status">None of them: they are {cannot}.</span>
      ) : (
        <>
          <span role="status">
            <strong>
              {name} {many}?
            </strong>{' '}
            {rest > 0 && (
              <span className="dim">
                {rest} more cannot be: {cannot}.
              </span>
            )}
          </span>
          {deed === 'resend' ? (
            <>
              <Button size="compact-sm" loading={isPending} onClick={() => act(deed, { count, as: 'as-it-was' })}>
                With the same words
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                loading={isPending}
                onClick={() => act(deed, { count, as: 'afresh' })}
              >
                Written afresh
              </Button>
            </>
          ) : (
            <Button size="compact-sm" autoFocus loading={isPending} onClick={() => act(deed, { count })}>
              {name} {many}
            </Button>
          )}
        </>
      )}
      <Button variant="subtle" color="gray" size="compact-sm" onClick={back}>
        Back
      </Button>
    </div>
  )
}
