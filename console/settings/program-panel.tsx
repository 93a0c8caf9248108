import { Button, Loader } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { answer, api } from '../api/client.ts'
import type { Webhook } from '../api/schema.ts'
import { Said } from '../look/said.tsx'
import { Sure } from '../look/sure.tsx'
import { Moment } from '../look/time.tsx'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import { useMe } from '../sign-in/me.ts'
import { Panel } from './panel.tsx'
import { PanelDeed } from './person-panel.tsx'
import { ProgramMessages } from './program-messages.tsx'
import { SigningSecret } from './program-secret.tsx'
import { Standing } from './programs-page.tsx'
import { webhooksQuery } from './queries.ts'

/** One program that is told: how it goes, and what may be done about it. */
export function ProgramPanel() {
  const { id } = useParams({ from: '/inside/settings/programs/$id' })
  const { data, error } = useQuery(webhooksQuery)
  const webhook = data?.items.find(each => each.id === id)
  return (
    <Panel title="Program" list="/settings/programs">
      <Said error={error} />
      {!data && !error && <Loader size="sm" aria-label="Loading" />}
      {data && !webhook && <p>There is no such program. It may have been removed.</p>}
      {webhook && (
        <div key={id} className="panel-parts">
          <Facts webhook={webhook} />
          <Deeds webhook={webhook} />
          <ProgramMessages webhook={webhook} />
        </div>
      )}
    </Panel>
  )
}

function Facts({ webhook }: { webhook: Webhook }) {
  const { company } = useMe()
  const { url, secretEnds, secretBeforeUntil, disabledBecause } = webhook
  return (
    <dl className="pairs">
      <dt>Address</dt>
      <dd className="breaks">{url}</dd>
      <dt>How it goes</dt>
      <dd>
        <Standing webhook={webhook} /> {disabledBecause}
      </dd>
      <dt>Secret</dt>
      <dd>
        ends with <code>{secretEnds}</code>
        {secretBeforeUntil && (
          <>
            ; the one before signs too until <Moment at={secretBeforeUntil} zone={company.timeZone} />
          </>
        )}
      </dd>
    </dl>
  )
}

function Deeds({ webhook }: { webhook: Webhook }) {
  const params = { path: { id: webhook.id } }
  const queries = useQueryClient()
  const changed = () => queries.invalidateQueries({ queryKey: webhooksQuery.queryKey })
  const trying = useMutation({
    mutationFn: () => answer(api.POST('/webhooks/{id}/test', { params })),
    onSuccess: changed,
    onError: saidFailed,
  })
  const rotating = useMutation({
    mutationFn: () => answer(api.POST('/webhooks/{id}/rotate-secret', { params })),
    onSuccess: changed,
    onError: saidFailed,
  })
  return (
    <>
      <PanelDeed about="Sends it a signed example, and shows what it answers.">
        <Button variant="default" loading={trying.isPending} onClick={() => trying.mutate()}>
          Try it
        </Button>
      </PanelDeed>
      {trying.data && (
        <p role="status" className={trying.data.outcome === 'accepted' ? 'good' : 'act'}>
          {trying.data.outcome === 'accepted' ? '✓ It took the example. ' : '✕ It did not take the example. '}
          {trying.data.words}
        </p>
      )}
      <OnOff webhook={webhook} changed={changed} />
      <PanelDeed about="The present one signs beside it for 24 hours.">
        <Button variant="default" loading={rotating.isPending} onClick={() => rotating.mutate()}>
          Make a new secret
        </Button>
      </PanelDeed>
      {rotating.data && <SigningSecret secret={rotating.data.secret} />}
      <Removing webhook={webhook} changed={changed} />
    </>
  )
}

type Changing = { webhook: Webhook; changed: () => Promise<void> }

function OnOff({ webhook: { id, disabledAt, url }, changed }: Changing) {
  const to = disabledAt ? 'enable' : 'disable'
  const put = async (deed: typeof to) => {
    await answer(api.POST(`/webhooks/{id}/${deed}`, { params: { path: { id } } }))
    await changed()
  }
  const turning = useMutation({
    mutationFn: () => put(to),
    onSuccess: () =>
      saidDone(to === 'enable' ? `${url} is told again.` : `${url} is told nothing now.`, () =>
        put(to === 'enable' ? 'disable' : 'enable'),
      ),
    onError: saidFailed,
  })
  return (
    <PanelDeed
      about={disabledAt ? 'What was refused meanwhile is not sent by itself.' : 'What is for it is refused until then.'}
    >
      <Button variant="default" loading={turning.isPending} onClick={() => turning.mutate()}>
        {disabledAt ? 'Tell it again' : 'Switch off for now'}
      </Button>
    </PanelDeed>
  )
}

function Removing({ webhook: { id, url }, changed }: Changing) {
  const navigate = useNavigate()
  const removing = useMutation({
    mutationFn: () => answer(api.DELETE('/webhooks/{id}', { params: { path: { id } } })),
    onSuccess: async ({ rules: { length } }) => {
      const still = length === 1 ? ' One rule still names it.' : ` ${length} rules still name it.`
      saidDone(`${url} is removed.${length > 0 ? still : ''}`)
      await changed()
      await navigate({ to: '/settings/programs' })
    },
    onError: saidFailed,
  })
  return (
    <PanelDeed about="Its secret is forgotten.">
      <Sure verb="Remove" act={() => removing.mutate()} pending={removing.isPending}>
        It is told nothing any more, and messages on their way to it are refused. Rules that name it stay.
      </Sure>
    </PanelDeed>
  )
}
