import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import { Form } from '../look/form.tsx'
import { Said } from '../look/said.tsx'
import { Door } from './door.tsx'
import { ToSignIn } from './link-pages.tsx'

/** Where somebody who forgot his password asks for a link to choose another. */
export function PasswordResetPage() {
  const [email, setEmail] = useState('')
  const asking = useMutation({ mutationFn: () => answer(api.POST('/password-reset', { body: { email } })) })
  if (asking.data) return <Asked email={email} mail={asking.data.mail} />
  return (
    <Door title="Forgot the password?">
      <Form label="Ask for a link" act={() => asking.mutate()}>
        <p>You are sent a link by which you choose a new one. It opens once, within an hour.</p>
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <Said error={asking.error} />
        <Button type="submit" size="sm" loading={asking.isPending}>
          Send link
        </Button>
        <ToSignIn />
      </Form>
    </Door>
  )
}

function Asked({ email, mail }: { email: string; mail: 'on-its-way-if-known' | 'not-configured' }) {
  const isSent = mail === 'on-its-way-if-known'
  return (
    <Door title={isSent ? 'Look into your mailbox' : 'This server sends no e-mail'}>
      <p role="status">
        {isSent ? (
          <>
            If somebody signs in as <strong>{email}</strong>, the link is on its way there. If nothing comes within a
            few minutes, look among the unwanted mail, or ask your administrator.
          </>
        ) : (
          <>
            Ask an administrator of your company: under Settings, People, they make you a link by which you choose a new
            password.
          </>
        )}
      </p>
      <ToSignIn />
    </Door>
  )
}
