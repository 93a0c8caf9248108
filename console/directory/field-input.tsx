import { NumberInput, Select, Switch, Textarea, TextInput, type TextInputProps } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import type { Editor } from '../look/edit.tsx'
import { EntrySelect } from '../look/entries.tsx'
import { TimeZoneSelect } from '../look/place-fields.tsx'
import { useMe } from '../sign-in/me.ts'
import type { Field } from './fields.ts'

type Props = Pick<TextInputProps, 'label' | 'description' | 'error' | 'required' | 'aria-label' | 'autoFocus'> & {
  field: Field
  value: string
  onChange: (value: string) => void
  onKeyDown?: (event: KeyboardEvent) => void
}

/** Where a field of an entry is written or chosen, each kind of field in its own way. */
export function FieldInput({ field, value, onChange, ...rest }: Props) {
  const { company } = useMe()
  const { is } = field
  // Whoever edits where it stands sees at once what there is to choose from.
  const choosing = {
    openOnFocus: rest.autoFocus ?? false,
    ...rest,
    value: value || null,
    onChange: (chosen: string | null) => onChange(chosen ?? ''),
    clearable: !field.required,
    clearButtonProps: { 'aria-label': `Clear ${field.label}` },
    ...(!field.required && { placeholder: field.empty ?? 'None' }),
  }
  if (typeof is === 'object') {
    if (isKind(is)) return <EntrySelect kind={is.of} {...choosing} />
    const data = Object.entries(is).map(([value, label]) => ({ value, label }))
    return <Select data={data} {...choosing} />
  }
  if (is === 'zone') return <TimeZoneSelect country={company.country} {...choosing} />
  if (is === 'yes-or-no') {
    const { required: _, ...switching } = rest
    return (
      <Switch
        {...switching}
        checked={value === 'true'}
        onChange={event => onChange(String(event.currentTarget.checked))}
      />
    )
  }
  if (is === 'minutes') {
    const typed = value === '' ? '' : Number(value)
    return (
      <NumberInput
        {...rest}
        {...MINUTES}
        value={typed}
        placeholder={field.empty}
        onChange={minutes => onChange(String(minutes))}
      />
    )
  }
  const writing = { ...rest, value, placeholder: field.empty }
  if (is === 'address') {
    return <Textarea {...writing} minRows={2} onChange={event => onChange(event.currentTarget.value)} />
  }
  return <TextInput {...writing} {...TYPED[is]} onChange={event => onChange(event.currentTarget.value)} />
}

const isKind = (is: object): is is { of: Parameters<typeof EntrySelect>[0]['kind'] } => 'of' in is

const MINUTES = { min: 1, max: 10_080, allowDecimal: false, suffix: ' min' }

// A phone shows the keys that are needed; what is wrong with an address the server says better than the browser.
const TYPED = {
  line: {},
  'e-mail': { inputMode: 'email', autoComplete: 'off' },
  phone: { inputMode: 'tel', autoComplete: 'off' },
  web: { inputMode: 'url', autoComplete: 'off' },
} as const

/** The same, for a value that is edited where it stands. Where one chooses, choosing is saving. */
export const editorOf = (field: Field) =>
  function editing({ value, set, take, label, onKeyDown }: Editor) {
    const chooses = typeof field.is === 'object' || field.is === 'zone'
    return (
      <FieldInput
        {...{ field, value }}
        aria-label={label}
        onChange={chooses ? take : set}
        onKeyDown={event => (!chooses || event.key === 'Escape') && onKeyDown(event)}
        autoFocus
      />
    )
  }
