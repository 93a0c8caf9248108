import { Button, Checkbox, MultiSelect, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { bodyOf, type Draft, GATHERED, groups, usesMore } from './draft.ts'
import { useChoices } from './part.tsx'
import type { Writing } from './rule-sentence.tsx'

/** What is rarely chosen. It stands open when something of it is. */
export function MoreChoices(writing: Writing) {
  const [opened, setOpened] = useState(() => usesMore(writing.draft))
  if (writing.draft.does === 'mute') return null
  return (
    <div className="more">
      <Button variant="subtle" size="compact-xs" aria-expanded={opened} onClick={() => setOpened(!opened)}>
        {opened ? 'Fewer choices' : 'More choices'}
      </Button>
      {opened && (
        <div className="more-choices">
          <Only {...writing} />
          <How {...writing} />
        </div>
      )}
    </div>
  )
}

const PRIORITIES = Array.from({ length: 9 }, (_, i) => String(i + 1))

function Only({ draft, set }: Writing) {
  const types = useChoices('service-types')
  const statuses = useChoices('statuses')
  return (
    <>
      {draft.serviceTypeId === null && (
        <MultiSelect
          label="Only these service types"
          placeholder={draft.onlyTypes.length === 0 ? 'All' : ''}
          data={types}
          value={draft.onlyTypes}
          onChange={onlyTypes => set({ onlyTypes })}
          hidePickedOptions
        />
      )}
      <MultiSelect
        label="Only these priorities"
        placeholder={draft.onlyPriorities.length === 0 ? 'All' : ''}
        data={PRIORITIES}
        value={draft.onlyPriorities.map(String)}
        onChange={chosen => set({ onlyPriorities: chosen.map(Number) })}
        hidePickedOptions
      />
      <MultiSelect
        label="Only when the job is then"
        placeholder={draft.onlyStatuses.length === 0 ? 'In any status' : ''}
        data={statuses}
        value={draft.onlyStatuses}
        onChange={onlyStatuses => set({ onlyStatuses })}
        hidePickedOptions
      />
    </>
  )
}

const LANGUAGES = [
  { value: '', label: "The customer's, else the company's" },
  { value: 'en', label: 'English' },
  { value: 'de', label: 'German' },
  { value: 'fr', label: 'French' },
  { value: 'es', label: 'Spanish' },
]

type Flag = 'leavesOutCancelled' | 'groupsInvoice' | 'tellsHeadOffice' | 'asksReview'

function How(writing: Writing) {
  const { draft, set, faults } = writing
  const body = bodyOf(draft)
  const toCustomer = body.does === 'tell' && body.destination === 'customer'
  return (
    <>
      {GATHERED.includes(draft.occasion) && (
        <NumberInput
          label="Gather what changes within so many minutes"
          description="They become one message; 0: each at once."
          value={draft.gathersMinutes}
          onChange={typed => set({ gathersMinutes: Number(typed) })}
          error={faults.gathersMinutes}
          allowDecimal={false}
          min={0}
        />
      )}
      {draft.via !== 'webhook' && (
        <Select
          label="Language"
          data={LANGUAGES}
          value={draft.language ?? ''}
          onChange={language => set({ language: (language || null) as Draft['language'] })}
        />
      )}
      <div className="more-flags">
        {draft.occasion !== 'job-report' && (
          <Choice {...writing} of="leavesOutCancelled" label="Leave out cancelled and abandoned jobs" />
        )}
        {groups(draft) && <Choice {...writing} of="groupsInvoice" label="All jobs of an invoice in one message" />}
        {toCustomer && <Choice {...writing} of="tellsHeadOffice" label="Its head office hears it too" />}
        {toCustomer && (
          <Choice {...writing} of="asksReview" label="It asks how it was: not while a complaint is open" />
        )}
      </div>
    </>
  )
}

function Choice({ draft, set, of, label }: Writing & { of: Flag; label: string }) {
  return (
    <Checkbox
      size="xs"
      label={label}
      checked={draft[of]}
      onChange={event => set({ [of]: event.currentTarget.checked })}
    />
  )
}

/** Of which jobs a recipient gets the report (S4.14). */
export function ReportChoices({ draft, set }: Writing) {
  if (draft.does === 'mute' || draft.occasion !== 'job-report') return null
  return (
    <fieldset className="more-flags">
      <legend>Reports of alarm calls and jobs with an incident, and:</legend>
      <Checkbox
        size="xs"
        label="every other kind of job"
        checked={draft.reportsEveryJob}
        onChange={event => set({ reportsEveryJob: event.currentTarget.checked })}
      />
      <Checkbox
        size="xs"
        label="cancelled jobs"
        checked={draft.reportsCancelled}
        onChange={event => set({ reportsCancelled: event.currentTarget.checked })}
      />
    </fieldset>
  )
}
