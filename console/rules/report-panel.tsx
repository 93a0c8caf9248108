import { Button, CloseButton, Group, Loader, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { NewReportSchedule, ReportSchedule } from '../api/schema.ts'
import { EntrySelect } from '../look/entries.tsx'
import { Nothing } from '../look/page.tsx'
import { useDeeds } from '../shell/keys.tsx'
import { wordsOf } from '../shell/undo.tsx'
import { useMay } from '../sign-in/me.ts'
import { sameAs, schedulesQuery, useRemoveReport, useSaveReport, WEEKDAYS } from './reports.ts'

/** One report that is sent by itself: what, to whom and when, and how the newest would look. */
export function ReportPanel() {
  const { scheduleId } = useParams({ from: '/inside/rules/reports/$scheduleId' })
  const { data } = useQuery(schedulesQuery)
  const navigate = useNavigate()
  const close = useMemo(() => () => void navigate({ to: '/rules/reports' }), [navigate])
  useDeeds(useMemo(() => [{ name: 'Close the report', keys: 'Escape', about: 'Reports', act: close }], [close]))
  const was = data?.items.find(({ id }) => id === scheduleId)
  const name = was?.name ?? 'New report'
  return (
    <aside className="panel report-panel" aria-label={name}>
      <header className="owner-head">
        <div>
          <h2>{name}</h2>
        </div>
        <CloseButton aria-label="Close the report" onClick={close} />
      </header>
      {!data && <Loader size="sm" aria-label="Loading" />}
      {data && !was && scheduleId !== 'new' && (
        <Nothing title="There is no such report">It may have been deleted. Choose one of the list.</Nothing>
      )}
      {was && <Newest schedule={was} />}
      {data && (was || scheduleId === 'new') && <ReportForm key={scheduleId} was={was} close={close} />}
    </aside>
  )
}

function Newest({ schedule: { id } }: { schedule: ReportSchedule }) {
  const href = (as: string) => `/api/v1/report-schedules/${id}/${as}`
  return (
    <Group gap="xs" mb="md">
      <Button component="a" variant="default" href={href('pdf')} target="_blank">
        Look at the newest (PDF)
      </Button>
      <Button component="a" variant="default" href={href('csv')} download>
        Spreadsheet
      </Button>
    </Group>
  )
}

const NEW: NewReportSchedule = { name: '', customerId: null, every: 'week', onDay: 1, at: '07:00', addresses: [] }

function ReportForm({ was, close }: { was: ReportSchedule | undefined; close: () => void }) {
  const may = useMay('administer')
  const [draft, setDraft] = useState<NewReportSchedule>(() => (was ? sameAs(was) : NEW))
  const save = useSaveReport(was)
  const set = (more: Partial<NewReportSchedule>) => setDraft({ ...draft, ...more })
  const problem = save.error && wordsOf(save.error)
  return (
    <form
      className="report-form"
      aria-label={was ? 'Change the report' : 'New report'}
      onSubmit={event => {
        event.preventDefault()
        save.mutate(draft, { onSuccess: close })
      }}
    >
      <fieldset disabled={!may}>
        <legend className="unseen">What is sent, and when</legend>
        <TextInput
          label="Name"
          description="Its subject and title."
          required
          autoFocus={!was}
          value={draft.name}
          onChange={event => set({ name: event.currentTarget.value })}
        />
        <EntrySelect
          kind="customers"
          label="Jobs of"
          placeholder="Every customer"
          clearable
          disabled={!may}
          value={draft.customerId ?? null}
          onChange={customerId => set({ customerId })}
        />
        <When draft={draft} set={set} />
        <TagsInput
          label="To"
          description="E-mail addresses; Enter after each."
          placeholder={draft.addresses.length === 0 ? 'office@example.com' : ''}
          required
          acceptValueOnBlur
          value={draft.addresses}
          onChange={addresses => set({ addresses })}
        />
      </fieldset>
      {problem && (
        <p role="alert" className="act">
          <strong>{problem.title}.</strong> {problem.detail}
        </p>
      )}
      {may && (
        <Group gap="xs">
          <Button type="submit" loading={save.isPending}>
            {was ? 'Save the report' : 'Add this report'}
          </Button>
          {was && <Delete schedule={was} close={close} />}
        </Group>
      )}
    </form>
  )
}

function Delete({ schedule, close }: { schedule: ReportSchedule; close: () => void }) {
  const { mutate } = useRemoveReport(schedule)
  return (
    <Button variant="default" onClick={() => mutate(undefined, { onSuccess: close })}>
      Delete
    </Button>
  )
}

const EVERY = [
  { value: 'day', label: 'every day' },
  { value: 'week', label: 'every week' },
  { value: 'month', label: 'every month' },
]

function When({ draft, set }: { draft: NewReportSchedule; set: (more: Partial<NewReportSchedule>) => void }) {
  const { every, onDay, at, timeZone } = draft
  const take = (chosen: string | null) =>
    set({ every: chosen as NewReportSchedule['every'], onDay: chosen === 'day' ? null : 1 })
  return (
    <div className="report-when">
      <Select label="Sent" data={EVERY} value={every} onChange={take} />
      {every === 'week' && (
        <Select label="On" data={WEEKDAYS} value={String(onDay)} onChange={day => set({ onDay: Number(day) })} />
      )}
      {every === 'month' && (
        <NumberInput label="On day" min={1} max={31} value={onDay ?? 1} onChange={day => set({ onDay: Number(day) })} />
      )}
      <TextInput
        type="time"
        label="At"
        description={timeZone}
        inputWrapperOrder={['label', 'input', 'description']}
        required
        value={at}
        onChange={event => set({ at: event.currentTarget.value })}
      />
    </div>
  )
}
