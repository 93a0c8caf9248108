import { Button, CloseButton, Group, NumberInput, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { answer, api } from '../api/client.ts'
import { wordsOf } from '../api/words.ts'
import { EntrySelect } from '../look/entries.tsx'
import { useDeeds } from '../look/keys.tsx'
import { saidDone } from '../shell/undo.tsx'

const EMPTY = { siteId: '', serviceTypeId: '', initialRequest: '', priority: 5 }

/** A new job, beside the board. Customer and alarm company are those of the site. */
export function NewJob() {
  const navigate = useNavigate()
  const [opening, setOpening] = useState(EMPTY)
  const set = (more: Partial<typeof EMPTY>) => setOpening({ ...opening, ...more })
  const close = useMemo(() => () => void navigate({ to: '/board', search: true }), [navigate])
  useDeeds(useMemo(() => [{ name: 'Close', keys: 'Escape', about: 'New job', act: close }], [close]))
  const opened = useMutation({
    mutationFn: () => answer(api.POST('/jobs', { body: opening })),
    onSuccess: ({ job: { reference } }) => {
      saidDone(`${reference} is open.`)
      return navigate({ to: '/board/$reference', params: { reference }, search: { do: 'dispatch' } })
    },
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    opened.mutate()
  }
  return (
    <aside className="panel" aria-label="New job">
      <form className="new-job" onSubmit={submit}>
        <Group justify="space-between">
          <h2>New job</h2>
          <CloseButton aria-label="Close" onClick={close} />
        </Group>
        <EntrySelect
          kind="sites"
          label="Site"
          placeholder="Type a name"
          required
          autoFocus
          value={opening.siteId || null}
          onChange={id => set({ siteId: id ?? '' })}
        />
        <EntrySelect
          kind="service-types"
          label="Service type"
          required
          value={opening.serviceTypeId || null}
          onChange={id => set({ serviceTypeId: id ?? '' })}
        />
        <Textarea
          label="Initial request"
          description="What is the matter, as it was said."
          required
          minRows={3}
          value={opening.initialRequest}
          onChange={event => set({ initialRequest: event.currentTarget.value })}
        />
        <NumberInput
          label="Priority"
          description="1 is the most urgent, 9 the least."
          min={1}
          max={9}
          value={opening.priority}
          onChange={priority => set({ priority: Number(priority) })}
        />
        {opened.error && (
          <p role="alert" className="act">
            <strong>{wordsOf(opened.error).title}.</strong> {wordsOf(opened.error).detail}
          </p>
        )}
        <Group gap="xs">
          <Button type="submit" loading={opened.isPending} disabled={!opening.siteId || !opening.serviceTypeId}>
            Open job
          </Button>
          <Button variant="default" onClick={close}>
            Back
          </Button>
        </Group>
      </form>
    </aside>
  )
}
