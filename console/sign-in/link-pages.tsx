import { Anchor, Button, Loader } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import { Form } from '../look/form.tsx'
import { Said } from '../look/said.tsx'
import { Door, useLinkCode } from './door.tsx'
import { useEntered } from './entered.ts'
import { NewPasswordField, OfWhom } from './new-password-field.tsx'

/** Where somebody who is invited chooses his password, and is in. */
export function InvitationPage() {
  const code = useLinkCode()
  const found = useQuery({
    queryKey: ['me', 'invitation', code],
    queryFn: () => answer(api.POST('/invitations/by-code', { body: { code } })),
    enabled: code !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (code === '') return <NoCode title="Invitation" />
  return (
    <Door title={found.data ? `Welcome, ${found.data.person}` : 'Invitation'}>
      {found.isPending && <Loader size="sm" aria-label="Loading" />}
      <Said error={found.error} />
      {found.error && <ToSignIn />}
      {found.data && <Accept code={code} {...found.data} />}
    </Door>
  )
}

function Accept({ code, company, email }: { code: string; company: string; email: string }) {
  const [password, setPassword] = useState('')
  const entered = useEntered()
  const accepting = useMutation({
    mutationFn: () => answer(api.POST('/invitations/accept', { body: { code, password } })),
    onSuccess: entered,
  })
  return (
    <Form label="Choose a password" act={() => accepting.mutate()}>
      <p>
        <strong>{company}</strong> invites you to work its jobs on Callout. Choose a password; from then on you sign in
        as <strong>{email}</strong>.
      </p>
      <OfWhom email={email} />
      <NewPasswordField value={password} set={setPassword} error={accepting.error} autoFocus />
      <Said error={accepting.error} beside={['password']} />
      <Button type="submit" size="sm" loading={accepting.isPending}>
        Come in
      </Button>
    </Form>
  )
}

/** Where somebody who was given a link chooses a new password. */
export function NewPasswordPage() {
  const code = useLinkCode()
  const [password, setPassword] = useState('')
  const choosing = useMutation({
    mutationFn: () => answer(api.POST('/password-reset/finish', { body: { code, password } })),
  })
  if (choosing.data) return <Chosen email={choosing.data.email} />
  if (code === '') return <NoCode title="A new password" />
  return (
    <Door title="A new password">
      <Form label="Choose a new password" act={() => choosing.mutate()}>
        <p>Wherever you are signed in now you are signed out; then you sign in with the new one.</p>
        <NewPasswordField label="New password" value={password} set={setPassword} error={choosing.error} autoFocus />
        <Said error={choosing.error} beside={['password']} />
        <Button type="submit" size="sm" loading={choosing.isPending}>
          Save password
        </Button>
      </Form>
    </Door>
  )
}

const Chosen = ({ email }: { email: string }) => (
  <Door title="The new password is saved">
    <p role="status">
      Sign in with it as <strong>{email}</strong>.
    </p>
    <ToSignIn />
  </Door>
)

const NoCode = ({ title }: { title: string }) => (
  <Door title={title}>
    <p>
      This page opens by a link that you were given. Open that link again, whole: what stands behind{' '}
      <strong>#code=</strong> is the key, and it is not kept when the page is loaded anew.
    </p>
    <ToSignIn />
  </Door>
)

/** The way to where people sign in. */
export const ToSignIn = () => (
  <Anchor component={Link} to="/sign-in" size="sm">
    Go to sign in
  </Anchor>
)
