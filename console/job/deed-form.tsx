import { Button, Group, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { wordsOf } from '../api/words.ts'
import { EntriesSelect, EntrySelect } from '../look/entries.tsx'
import { daysLater } from '../look/wall-clock.ts'
import { DEEDS, type DeedName, DONE, doTo, type Given, SUPPOSES, undoOf } from './deeds.ts'
import { OvertakenWords } from './overtaken.tsx'
import type { JobSeen } from './queries.ts'
import { Overtaken, useSave } from './saving.ts'
import { WillTell } from './will-tell.tsx'

type Props = { job: JobSeen; deed: DeedName; done: () => void }

/** What a deed needs to know, whom it would tell, and the button that does it. */
export function DeedForm({ job, deed, done }: Props) {
  const [given, setGiven] = useState<Given>(() => startOf(job, deed))
  const save = useSave(job)
  const set = (more: Given) => setGiven({ ...given, ...more })
  const act = (event: React.FormEvent) => {
    event.preventDefault()
    const undo = undoOf(job, deed)
    save.mutate(
      {
        fields: ['statusId', ...Object.keys(given)],
        send: version => doTo(job.id, deed, { ...filled(given), version }),
        said: `${job.reference} ${DONE[deed]}.`,
        ...(undo && { undo }),
      },
      { onSuccess: done },
    )
  }
  return (
    <form className="deed-form" onSubmit={act} aria-label={DEEDS[deed]}>
      <Fields job={job} deed={deed} given={given} set={set} />
      {SUPPOSES[deed] && (
        <WillTell
          job={job}
          supposed={{
            if: SUPPOSES[deed],
            ...(deed === 'dispatch' && given.providerId && { providerId: given.providerId }),
          }}
        />
      )}
      {save.error && <Failed error={save.error} job={job} />}
      <Group gap="xs">
        <Button type="submit" loading={save.isPending}>
          {DEEDS[deed]}
        </Button>
        <Button variant="default" onClick={done}>
          Back
        </Button>
      </Group>
    </form>
  )
}

function Failed({ error, job }: { error: Error; job: JobSeen }) {
  if (error instanceof Overtaken) return <OvertakenWords since={error.since} zone={job.timeZone} />
  const { title, detail } = wordsOf(error)
  return (
    <p role="alert" className="act">
      <strong>{title}.</strong> {detail}
    </p>
  )
}

/** What the fields of a deed begin with. */
function startOf(job: JobSeen, deed: DeedName): Given {
  if (deed === 'dispatch') {
    const { providerId, orderNumber, docketNumber } = job
    return {
      providerId: providerId ?? '',
      technicianIds: [],
      orderNumber: orderNumber ?? '',
      docketNumber: docketNumber ?? '',
    }
  }
  if (deed === 'complete')
    return { outcome: job.outcome ?? '', docketNumber: job.docketNumber ?? '', orderNumber: job.orderNumber ?? '' }
  if (deed === 'off-site') return { outcome: job.outcome ?? '', docketNumber: job.docketNumber ?? '' }
  if (deed === 'cancel') return { outcome: job.outcome ?? '' }
  if (deed === 'defer') return { because: '', until: daysLater(1, job.timeZone) }
  if (deed === 'reject') return { because: '' }
  if (deed === 'advise')
    return { party: job.customerAdvisedAt === null && job.customerId ? 'customer' : 'alarm-company' }
  return {}
}

// What was left empty is not sent: the job keeps what it has.
const filled = (given: Given): Given =>
  Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0)),
  )

type FieldsProps = { job: JobSeen; deed: DeedName; given: Given; set: (more: Given) => void }

function Fields({ deed, given, set }: FieldsProps) {
  const text = (name: 'orderNumber' | 'docketNumber', label: string) =>
    given[name] !== undefined && (
      <TextInput label={label} value={given[name]} onChange={event => set({ [name]: event.currentTarget.value })} />
    )
  return (
    <>
      {deed === 'dispatch' && <WhoGoes given={given} set={set} />}
      {given.because !== undefined && (
        <Textarea
          label="Because"
          required
          autoFocus
          value={given.because}
          onChange={event => set({ because: event.currentTarget.value })}
        />
      )}
      {given.until !== undefined && (
        <TextInput
          type="date"
          label="Look at it again on"
          required
          value={given.until}
          onChange={event => set({ until: event.currentTarget.value })}
        />
      )}
      {given.party !== undefined && (
        <Select
          label="Who has been told?"
          data={[
            { value: 'customer', label: 'The customer' },
            { value: 'alarm-company', label: 'The alarm company' },
          ]}
          value={given.party}
          onChange={party => party && set({ party })}
        />
      )}
      {given.outcome !== undefined && (
        <Textarea
          label="Outcome"
          minRows={2}
          autoFocus
          value={given.outcome}
          onChange={event => set({ outcome: event.currentTarget.value })}
        />
      )}
      <Group gap="sm" grow preventGrowOverflow={false}>
        {text('docketNumber', 'Docket number')}
        {text('orderNumber', 'Order number')}
      </Group>
    </>
  )
}

function WhoGoes({ given, set }: Pick<FieldsProps, 'given' | 'set'>) {
  const { providerId = '', technicianIds = [] } = given
  const isTheirs = (person: object) =>
    'role' in person &&
    person.role === 'technician' &&
    (!providerId || ('providerId' in person && person.providerId === providerId))
  return (
    <>
      <EntrySelect
        kind="providers"
        label="Provider"
        placeholder="Type a name"
        autoFocus
        value={providerId || null}
        onChange={id => set({ providerId: id ?? '', technicianIds: [] })}
      />
      <EntriesSelect
        kind="people"
        label="Technicians"
        placeholder={technicianIds.length === 0 ? 'Nobody by name' : ''}
        description="The first one leads."
        where={isTheirs}
        value={technicianIds}
        onChange={ids => set({ technicianIds: ids })}
      />
    </>
  )
}
