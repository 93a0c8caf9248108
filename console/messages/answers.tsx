import { Button, Loader, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import { ChannelMark } from '../look/channel.tsx'
import { Nothing, Trouble } from '../look/page.tsx'
import { Moment } from '../look/time.tsx'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import { useMay, useMe } from '../sign-in/me.ts'
import { type Reply, repliesPage } from './queries.ts'

/** What people wrote or pressed in answer to messages, until somebody has dealt with it. */
export function Answers() {
  const [done, setDone] = useState<'true' | 'false'>('false')
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['messages', 'answers', done],
    queryFn: ({ pageParam }) => repliesPage(pageParam, done),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: 10_000,
  })
  if (error && !data) return <Trouble error={error} again={() => void refetch()} />
  const replies = data?.pages.flatMap(({ items }) => items)
  return (
    <div className="answers">
      <SegmentedControl
        size="xs"
        aria-label="Which answers"
        value={done}
        onChange={value => setDone(value as typeof done)}
        data={[
          { value: 'false', label: 'To be dealt with' },
          { value: 'true', label: 'Dealt with' },
        ]}
      />
      {!replies && <Loader size="sm" m="md" aria-label="Loading" />}
      {replies?.length === 0 && (
        <Nothing title={done === 'false' ? 'No answer waits for anybody' : 'No answer has been dealt with yet'}>
          What people write back to a text or an e-mail, or press in a call, appears here beside the job it is about,
          until somebody has dealt with it. STOP and START count by themselves.
        </Nothing>
      )}
      <ul>
        {replies?.map(reply => (
          <li key={reply.id}>
            <ReplyLine reply={reply} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </div>
  )
}

const MEANS = {
  stop: 'They want no more messages, and get none but urgent ones.',
  start: 'They want messages again, and get them.',
  help: 'They ask for help.',
  reply: null,
} as const

/** One answer, with the job and the message it is about, and the button by which somebody has dealt with it. */
export function ReplyLine({ reply, isAlone }: { reply: Reply; isAlone?: boolean }) {
  const { company } = useMe()
  const zone = reply.timeZone ?? company.timeZone
  const means = MEANS[reply.meaning]
  return (
    <div className="reply">
      <div className="reply-from dim">
        <ChannelMark channel={reply.channel} /> {reply.from} <Moment at={reply.at} zone={zone} />
      </div>
      <blockquote>{reply.words}</blockquote>
      {means && <div className="watch">{means}</div>}
      <div className="reply-deeds">
        {!isAlone && reply.reference && (
          <Link to="/jobs/$reference" params={{ reference: reply.reference }}>
            {reply.reference} {reply.site}
          </Link>
        )}
        {!isAlone && reply.messageId && (
          <Link to="/messages/$message" params={{ message: reply.messageId }} search={{ view: 'answers' }}>
            The message
          </Link>
        )}
        <Done reply={reply} zone={zone} />
      </div>
    </div>
  )
}

function Done({ reply: { id, doneAt, doneBy }, zone }: { reply: Reply; zone: string }) {
  const queries = useQueryClient()
  const may = useMay('dispatch')
  const { mutate, isPending } = useMutation({
    mutationFn: () => answer(api.POST('/replies/{id}/done', { params: { path: { id } } })),
    onSuccess: () => {
      saidDone('The answer has been dealt with.')
      void queries.invalidateQueries({ queryKey: ['messages'] })
    },
    onError: saidFailed,
  })
  if (doneAt) {
    return (
      <span className="dim">
        dealt with by {doneBy?.name ?? 'somebody'} <Moment at={doneAt} zone={zone} />
      </span>
    )
  }
  if (!may) return <span className="dim">to be dealt with</span>
  return (
    <Button variant="default" size="compact-sm" loading={isPending} onClick={() => mutate()}>
      Dealt with
    </Button>
  )
}
