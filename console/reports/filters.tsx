import { TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { EntrySelect, type Kind } from '../look/entries.tsx'
import { PERIODS, type Period, type ReportAsked } from './asked.ts'
import { Choice } from './choice.tsx'
import type { Days } from './days.ts'

const NARROWING = [
  { by: 'customerId', kind: 'customers', all: 'All customers', label: 'Customer' },
  { by: 'providerId', kind: 'providers', all: 'All providers', label: 'Provider' },
  { by: 'serviceTypeId', kind: 'service-types', all: 'All service types', label: 'Service type' },
] as const satisfies readonly { by: keyof ReportAsked; kind: Kind; all: string; label: string }[]

/** Which days, and whose jobs; all of it stands in the address. */
export function Filters({ days }: { days: Days }) {
  const asked = useSearch({ from: '/inside/reports' })
  const navigate = useNavigate()
  const set = (more: ReportAsked) =>
    void navigate({ to: '.', search: before => ({ ...before, ...more }), replace: true })
  const { period = '30-days' } = asked
  // Other days begin with those that are shown.
  const choose = (chosen: Period) =>
    set(chosen === 'own' ? { period: 'own', ...days } : { period: chosen, from: undefined, until: undefined })
  return (
    <div className="report-filters" role="group" aria-label="Which days, and whose jobs">
      <Choice
        label="Days"
        data={Object.entries(PERIODS).map(([value, label]) => ({ value: value as Period, label }))}
        value={period}
        choose={choose}
      />
      {period === 'own' && (
        <>
          <Day label="From" day={days.from} set={from => set({ from })} />
          <Day label="Until" day={days.until} set={until => set({ until })} />
        </>
      )}
      {NARROWING.map(({ by, kind, all, label }) => (
        <EntrySelect
          key={by}
          kind={kind}
          size="xs"
          aria-label={label}
          placeholder={all}
          clearable
          clearButtonProps={{ 'aria-label': `Clear ${label}` }}
          value={asked[by] ?? null}
          onChange={id => set({ [by]: id ?? undefined })}
        />
      ))}
    </div>
  )
}

function Day({ label, day, set }: { label: string; day: string; set: (day: string) => void }) {
  return (
    <TextInput
      size="xs"
      type="date"
      aria-label={label}
      value={day}
      onChange={event => event.currentTarget.value && set(event.currentTarget.value)}
    />
  )
}
