import { Button, Group, PasswordInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import { Form } from '../look/form.tsx'
import { Said } from '../look/said.tsx'
import { saidDone } from '../shell/undo.tsx'
import { NewPasswordField, OfWhom } from '../sign-in/new-password-field.tsx'
import { sessionsQuery } from './queries.ts'
import { Setting } from './setting.tsx'

/** One's own password. */
export function OwnPassword({ email }: { email: string }) {
  const [isChanging, setChanging] = useState(false)
  return (
    <Setting name="Password" about="When you change it, you stay signed in here and are signed out everywhere else.">
      {isChanging ? (
        <PasswordForm email={email} done={() => setChanging(false)} />
      ) : (
        <Button variant="default" onClick={() => setChanging(true)}>
          Change password
        </Button>
      )}
    </Setting>
  )
}

function PasswordForm({ email, done }: { email: string; done: () => void }) {
  const [old, setOld] = useState('')
  const [next, setNext] = useState('')
  const queries = useQueryClient()
  const changing = useMutation({
    mutationFn: () => answer(api.POST('/password', { body: { old, new: next } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: sessionsQuery.queryKey })
      saidDone('Your new password is saved. You are signed out everywhere else.')
      done()
    },
  })
  return (
    <Form label="Change password" act={() => changing.mutate()}>
      <OfWhom email={email} />
      <PasswordInput
        label="Present password"
        autoComplete="current-password"
        required
        autoFocus
        value={old}
        onChange={event => setOld(event.currentTarget.value)}
      />
      <NewPasswordField label="New password" value={next} set={setNext} error={changing.error} field="new" />
      <Said error={changing.error} beside={['new']} />
      <Group gap="xs">
        <Button type="submit" loading={changing.isPending}>
          Save password
        </Button>
        <Button variant="default" onClick={done}>
          Back
        </Button>
      </Group>
    </Form>
  )
}
