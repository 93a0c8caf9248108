import { Button, Loader, Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { answer, api } from '../api/client.ts'
import type { Account } from '../api/schema.ts'
import { Said } from '../look/said.tsx'
import { Sure } from '../look/sure.tsx'
import { Moment } from '../look/time.tsx'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import { useMe } from '../sign-in/me.ts'
import { GivenLink } from './given-link.tsx'
import { Panel } from './panel.tsx'
import { accountsQuery } from './queries.ts'
import { isSignInRole, ROLES, SIGN_IN_ROLES, type SignInRole } from './words.ts'

/** One who signs in, and what an administrator may do about that. */
export function PersonPanel() {
  const { personId } = useParams({ from: '/inside/settings/people/$personId' })
  const { data, error } = useQuery(accountsQuery)
  const account = data?.items.find(each => each.personId === personId)
  return (
    <Panel title={account?.name ?? 'Person'} list="/settings/people">
      <Said error={error} />
      {!data && !error && <Loader size="sm" aria-label="Loading" />}
      {data && !account && <p>This person does not sign in. Invite them, if they are to.</p>}
      {account && <Facts key={personId} account={account} />}
    </Panel>
  )
}

function Facts({ account }: { account: Account }) {
  const { person, company } = useMe()
  const { email, twoFactor, createdAt, lastSeenAt, personId } = account
  return (
    <>
      <dl className="pairs">
        <dt>Signs in as</dt>
        <dd>{email}</dd>
        <dt>Second factor</dt>
        <dd>{twoFactor ? <span className="good">● On</span> : <span className="dim">○ Off</span>}</dd>
        <dt>Since</dt>
        <dd>
          <Moment at={createdAt} zone={company.timeZone} />
        </dd>
        <dt>Last seen</dt>
        <dd>{lastSeenAt ? <Moment at={lastSeenAt} zone={company.timeZone} /> : 'Never'}</dd>
      </dl>
      {person?.id === personId ? (
        <p className="dim">This is you. Your password, second factor and sessions are under You.</p>
      ) : (
        <Deeds account={account} />
      )}
    </>
  )
}

function Deeds({ account }: { account: Account }) {
  const { personId, name, sessions } = account
  const params = { path: { personId } }
  const queries = useQueryClient()
  const changed = () => queries.invalidateQueries({ queryKey: accountsQuery.queryKey })
  const ending = useMutation({
    mutationFn: () => answer(api.POST('/accounts/{personId}/end-sessions', { params })),
    onSuccess: () => {
      saidDone(`${name} is signed out everywhere.`)
      return changed()
    },
    onError: saidFailed,
  })
  const linking = useMutation({
    mutationFn: () => answer(api.POST('/accounts/{personId}/reset-link', { params })),
    onError: saidFailed,
  })
  const removing = useMutation({
    mutationFn: () => answer(api.DELETE('/accounts/{personId}', { params })),
    onSuccess: () => {
      saidDone(`${name} is let in no longer.`)
      return changed()
    },
    onError: saidFailed,
  })
  return (
    <>
      <RoleSelect account={account} changed={changed} />
      <PanelDeed about={sessions === 0 ? 'Signed in nowhere now.' : 'Ends every session within a second.'}>
        <Button variant="default" disabled={sessions === 0} loading={ending.isPending} onClick={() => ending.mutate()}>
          Sign out everywhere
        </Button>
      </PanelDeed>
      <PanelDeed about="For when the password is forgotten. It opens once, within a day.">
        <Button variant="default" loading={linking.isPending} onClick={() => linking.mutate()}>
          Make a password link
        </Button>
      </PanelDeed>
      {linking.data && <GivenLink given={linking.data} name={name} />}
      <PanelDeed about="Stays in the directory, and may be invited again.">
        <Sure verb="Let in no longer" act={() => removing.mutate()} pending={removing.isPending}>
          {name} is signed out everywhere and cannot sign in any more. The password and the second factor are forgotten.
        </Sure>
      </PanelDeed>
    </>
  )
}

/** A button of a panel, and what it does. */
export const PanelDeed = ({ about, children }: { about: ReactNode; children: ReactNode }) => (
  <div className="panel-deed">
    {children}
    <span className="dim">{about}</span>
  </div>
)

function RoleSelect({ account, changed }: { account: Account; changed: () => Promise<void> }) {
  const { personId, name, role: before } = account
  const put = async (role: SignInRole) => {
    await answer(api.PATCH('/people/{id}', { params: { path: { id: personId } }, body: { role } }))
    await changed()
  }
  const changing = useMutation({
    mutationFn: put,
    onSuccess: (_, role) =>
      saidDone(
        `${name} is ${ROLES[role].name.toLowerCase()} now.`,
        isSignInRole(before) ? () => put(before) : undefined,
      ),
  })
  const shown = changing.isPending ? changing.variables : before
  return (
    <>
      <Select
        label="Role"
        description={`${ROLES[shown].name} ${ROLES[shown].about}`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maw={260}
        data={SIGN_IN_ROLES.map(value => ({ value, label: ROLES[value].name }))}
        value={shown}
        onChange={role => role && isSignInRole(role) && role !== before && changing.mutate(role)}
      />
      <Said error={changing.error} />
    </>
  )
}
