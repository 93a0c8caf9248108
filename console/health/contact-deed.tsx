import { Button, Group, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import type { Contact, Trouble } from '../api/health.ts'
import { saidDone, saidFailed } from '../shell/undo.tsx'

/** What helps an address in trouble: trying it again, or noting that its owner wants messages after all. */
export function ContactDeed({ contact, trouble }: { contact: Contact; trouble: Trouble }) {
  return trouble === 'dead' ? <TryAgain contact={contact} /> : <OptIn contact={contact} />
}

const pathOf = ({ channel, address }: Contact) => ({ path: { channel, address } })

function useContactDeed(act: () => Promise<unknown>, said: string, undo?: () => Promise<unknown>) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['health'] })
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      saidDone(said, undo && (() => undo().then(refresh)))
      void refresh()
    },
    onError: saidFailed,
  })
}

function TryAgain({ contact }: { contact: Contact }) {
  const { mutate, isPending } = useContactDeed(
    () => answer(api.POST('/contacts/{channel}/{address}/try-again', { params: pathOf(contact) })),
    `The next message to ${contact.address} is sent again.`,
  )
  return (
    <Button variant="default" loading={isPending} onClick={() => mutate()} aria-label={`Try again: ${contact.address}`}>
      Try again
    </Button>
  )
}

function OptIn({ contact }: { contact: Contact }) {
  const [because, setBecause] = useState<string | null>(null)
  const was = contact.optedOutBecause ?? 'as it was'
  const { mutate, isPending } = useContactDeed(
    () =>
      answer(
        api.POST('/contacts/{channel}/{address}/opt-in', { params: pathOf(contact), body: { because: because ?? '' } }),
      ),
    `${contact.address} gets messages again.`,
    () =>
      answer(api.POST('/contacts/{channel}/{address}/opt-out', { params: pathOf(contact), body: { because: was } })),
  )
  if (because === null) {
    return (
      <Button variant="default" onClick={() => setBecause('')} aria-label={`Opt in again: ${contact.address}`}>
        Opt in again
      </Button>
    )
  }
  return (
    <form
      className="opt-in"
      aria-label={`Opt in again: ${contact.address}`}
      onSubmit={event => {
        event.preventDefault()
        mutate()
      }}
    >
      <TextInput
        size="xs"
        label="How do you know?"
        placeholder="asked so on the phone"
        required
        autoFocus
        value={because}
        onChange={event => setBecause(event.currentTarget.value)}
      />
      <Group gap="xs" mt={4}>
        <Button type="submit" loading={isPending}>
          Opt in
        </Button>
        <Button variant="default" onClick={() => setBecause(null)}>
          Back
        </Button>
      </Group>
    </form>
  )
}
