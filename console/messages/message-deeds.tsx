import { Button, Group, Radio, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { answer, api } from '../api/client.ts'
import { wordsOf } from '../api/words.ts'
import { useDeeds } from '../look/keys.tsx'
import type { State } from '../look/mark.tsx'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import { useMay } from '../sign-in/me.ts'
import type { MessageSeen } from './queries.ts'

const CAN: Readonly<Record<'hold' | 'release' | 'cancel' | 'resend', readonly State[]>> = {
  hold: ['waiting', 'failed-for-now'],
  release: ['held'],
  cancel: ['waiting', 'held', 'failed-for-now', 'unknown'],
  resend: ['held', 'unknown', 'failed-for-good', 'expired', 'cancelled', 'accepted', 'delivered'],
}
const NAMES = { hold: 'Hold', release: 'Release', cancel: 'Cancel' } as const
const SAID = {
  hold: 'The message is held back.',
  release: 'The message is released.',
  cancel: 'The message is cancelled.',
}
type Plain = keyof typeof NAMES

const BACK: Partial<Record<Plain, Plain>> = { hold: 'release', release: 'hold' }

const doTo = (id: string, deed: Plain) =>
  answer(api.POST(`/messages/{id}/${deed}` as '/messages/{id}/hold', { params: { path: { id } }, body: {} }))

/** What can be done with a message as it stands: hold it, let it go, stop it, or send it again. */
export function MessageDeeds({ message }: { message: MessageSeen }) {
  const { id, state } = message
  const may = useMay('dispatch')
  const queries = useQueryClient()
  const [resends, setResends] = useState(false)
  const { mutate, isPending } = useMutation({
    mutationFn: (deed: Plain) => doTo(id, deed),
    onSuccess: (_, deed) => {
      const back = BACK[deed]
      saidDone(SAID[deed], back && (() => doTo(id, back).then(refresh)))
    },
    onError: saidFailed,
    onSettled: () => refresh(),
  })
  const refresh = () => Promise.all(['messages', 'job'].map(key => queries.invalidateQueries({ queryKey: [key] })))
  const mayResend = may && CAN.resend.includes(state)
  useDeeds(
    useMemo(
      () =>
        mayResend
          ? [{ name: 'Resend this message', keys: 'r', about: 'This message', act: () => setResends(true) }]
          : [],
      [mayResend],
    ),
  )
  if (!may) return null
  const plain = (Object.keys(NAMES) as Plain[]).filter(deed => CAN[deed].includes(state))
  if (!mayResend && plain.length === 0) return null
  return (
    <div className="message-deeds">
      <Group gap="xs">
        {mayResend && (
          <Button
            variant={NEEDED.includes(state) && !resends ? 'filled' : 'default'}
            aria-expanded={resends}
            onClick={() => setResends(!resends)}
          >
            Resend
          </Button>
        )}
        {plain.map(deed => (
          <Button key={deed} variant="default" disabled={isPending} onClick={() => mutate(deed)}>
            {NAMES[deed]}
          </Button>
        ))}
      </Group>
      {resends && mayResend && <ResendForm message={message} done={() => setResends(false)} />}
    </div>
  )
}

const NEEDED: readonly State[] = ['failed-for-good', 'expired', 'unknown']

/** How it is sent again: with the same words or written afresh, to the same address or another. */
function ResendForm({ message: { id, address, channel }, done }: { message: MessageSeen; done: () => void }) {
  const queries = useQueryClient()
  const [as, setAs] = useState<'as-it-was' | 'afresh'>('as-it-was')
  const [to, setTo] = useState(address)
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => {
      const elsewhere = to.trim() !== address && { address: to.trim() }
      return answer(api.POST('/messages/{id}/resend', { params: { path: { id } }, body: { as, ...elsewhere } }))
    },
    onSuccess: () => {
      saidDone(`It is sent again to ${to.trim()}.`)
      done()
      for (const key of ['messages', 'job']) void queries.invalidateQueries({ queryKey: [key] })
    },
  })
  return (
    <form
      className="resend-form"
      aria-label="Resend"
      onSubmit={event => {
        event.preventDefault()
        mutate()
      }}
    >
      <Radio.Group label="In which words" value={as} onChange={value => setAs(value as typeof as)}>
        <Radio size="xs" value="as-it-was" autoFocus label="The same words and papers" />
        <Radio size="xs" value="afresh" label="Written afresh, of the job as it is now" />
      </Radio.Group>
      {channel !== 'webhook' && (
        <TextInput
          label="To"
          value={to}
          onChange={event => setTo(event.currentTarget.value)}
          error={error ? `${wordsOf(error).title}. ${wordsOf(error).detail}` : undefined}
        />
      )}
      {error && channel === 'webhook' && <p role="alert">{wordsOf(error).detail}</p>}
      <Group gap="xs">
        <Button type="submit" loading={isPending}>
          Send it again
        </Button>
        <Button variant="default" onClick={done}>
          Back
        </Button>
      </Group>
    </form>
  )
}
