import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import type { Webhook } from '../api/schema.ts'
import { StateMark } from '../look/mark.tsx'
import { faultAt, Said } from '../look/said.tsx'
import { Moment } from '../look/time.tsx'
import { daysLater, momentOf } from '../look/wall-clock.ts'
import { saidDone } from '../shell/undo.tsx'
import { useMe } from '../sign-in/me.ts'

const messagesQuery = (address: string) => ({
  queryKey: ['messages', 'to program', address],
  queryFn: () => answer(api.GET('/messages', { params: { query: { channel: 'webhook', address, limit: 10 } } })),
})

/** What a program was told last, and how to send it again what did not reach it. */
export function ProgramMessages({ webhook }: { webhook: Webhook }) {
  const { data, error } = useQuery(messagesQuery(webhook.url))
  return (
    <section aria-label="Messages to it">
      <h3>What it was told last</h3>
      <Said error={error} />
      {data?.items.length === 0 && <p className="dim">Nothing yet. It is told when a rule says so, by webhook.</p>}
      <ul className="settings-list">
        {data?.items.map(({ id, reference, site, report, state, at, timeZone, words }) => (
          <li key={id}>
            <div>
              {reference ? (
                <Link to="/jobs/$reference" params={{ reference }}>
                  {reference}
                </Link>
              ) : (
                report
              )}{' '}
              {site}
              <div className="dim">{words}</div>
            </div>
            <div className="message-state">
              <StateMark state={state} />
              <div className="dim">
                <Moment at={at} zone={timeZone} />
              </div>
            </div>
          </li>
        ))}
      </ul>
      {!webhook.disabledAt && <Again webhook={webhook} />}
    </section>
  )
}

function Again({ webhook: { id } }: { webhook: Webhook }) {
  const { timeZone: zone } = useMe().company
  const [since, setSince] = useState(`${daysLater(-1, zone)}T00:00`)
  const queries = useQueryClient()
  const replaying = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/webhooks/{id}/replay', {
          params: { path: { id } },
          body: { since: momentOf(since, zone) ?? since },
        }),
      ),
    onSuccess: ({ count }) => {
      saidDone(count === 0 ? 'Everything since then has reached it.' : `${count} are sent again.`)
      return queries.invalidateQueries({ queryKey: ['messages'] })
    },
  })
  return (
    <>
      <div className="again">
        <TextInput
          type="datetime-local"
          label="Send again what did not reach it since"
          description={`On the clock of ${zone}`}
          error={faultAt(replaying.error, 'since')}
          value={since}
          onChange={event => setSince(event.currentTarget.value)}
        />
        <Button variant="default" loading={replaying.isPending} onClick={() => replaying.mutate()}>
          Send again
        </Button>
      </div>
      <Said error={replaying.error} beside={['since']} />
    </>
  )
}
