import { Button, Group, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { wordsOf } from '../api/words.ts'
import type { Expected, JobSeen } from './queries.ts'
import { useRecipients } from './recipients.ts'

const VIAS = [
  { value: 'sms', label: 'text' },
  { value: 'text-email', label: 'e-mail' },
  { value: 'pdf-email', label: 'e-mail with PDF' },
  { value: 'call', label: 'call' },
] as const
type Via = (typeof VIAS)[number]['value']

const NOBODY = { via: 'sms' as Via, address: '', recipient: '' }
type Somebody = typeof NOBODY

/** Somebody who is told of this job beside those whom the rules name. */
export function AddRecipient({ job, done }: { job: JobSeen; done: () => void }) {
  const { adding } = useRecipients(job)
  const add = (somebody: Somebody) => adding.mutate([{ does: 'add', ...named(somebody) }], { onSuccess: done })
  return <SomebodyForm verb="Tell" take={add} error={adding.error} isPending={adding.isPending} done={done} />
}

/** Somebody who is told of this job instead of one whom a rule names. */
export function ReplaceRecipient({ job, instead, done }: { job: JobSeen; instead: Expected; done: () => void }) {
  const { adding } = useRecipients(job)
  const { ruleId, target, via } = instead
  const begin: Somebody = { ...NOBODY, via: via === 'webhook' ? 'sms' : via }
  const replace = (somebody: Somebody) =>
    adding.mutate([{ does: 'replace', ruleId, target, ...named(somebody) }], { onSuccess: done })
  return (
    <SomebodyForm
      verb="Tell instead"
      begin={begin}
      take={replace}
      error={adding.error}
      isPending={adding.isPending}
      done={done}
    />
  )
}

const named = ({ via, address, recipient }: Somebody) => ({
  via,
  address: address.trim(),
  recipient: recipient.trim() || null,
})

type FormProps = {
  verb: string
  begin?: Somebody
  take: (somebody: Somebody) => void
  error: Error | null
  isPending: boolean
  done: () => void
}

// No form element: it stands in the form of a deed, which its button must not submit.
function SomebodyForm({ verb, begin = NOBODY, take, error, isPending, done }: FormProps) {
  const [somebody, setSomebody] = useState(begin)
  const set = (more: Partial<Somebody>) => setSomebody({ ...somebody, ...more })
  return (
    <fieldset className="somebody">
      <legend className="unseen">{verb} somebody for this job</legend>
      <Select
        label="By"
        data={VIAS}
        value={somebody.via}
        onChange={via => set({ via: via as Via })}
        comboboxProps={{ withinPortal: true }}
      />
      <TextInput
        label={somebody.via.endsWith('email') ? 'E-mail address' : 'Phone number'}
        required
        autoFocus
        value={somebody.address}
        onChange={event => set({ address: event.currentTarget.value })}
        error={error && `${wordsOf(error).title}. ${wordsOf(error).detail}`}
      />
      <TextInput
        label="Who that is"
        description="For people who look at the job; never part of a message."
        value={somebody.recipient}
        onChange={event => set({ recipient: event.currentTarget.value })}
      />
      <Group gap="xs">
        <Button loading={isPending} disabled={somebody.address.trim() === ''} onClick={() => take(somebody)}>
          {verb}
        </Button>
        <Button variant="default" onClick={done}>
          Back
        </Button>
      </Group>
    </fieldset>
  )
}
