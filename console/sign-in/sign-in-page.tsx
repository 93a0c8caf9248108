import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import { Door, Said } from './door.tsx'

/** Where people say who they are. */
export function SignInPage() {
  const { next = '/board' } = useSearch({ from: '/sign-in' })
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const entering = useMutation({
    mutationFn: () => answer(api.POST('/session', { body: { email, password } })),
    onSuccess: async () => {
      queries.clear()
      await navigate({ href: next })
    },
  })
  return (
    <Door title="Sign in" onSubmit={() => entering.mutate()}>
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        onChange={event => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        value={password}
        onChange={event => setPassword(event.currentTarget.value)}
      />
      <Said error={entering.error} />
      <Button type="submit" size="sm" loading={entering.isPending}>
        Sign in
      </Button>
    </Door>
  )
}
