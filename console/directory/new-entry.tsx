import { Button, CloseButton, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { KINDS, type Kind } from '../look/entries.tsx'
import { Form } from '../look/form.tsx'
import { useDeeds } from '../look/keys.tsx'
import { faultAt, Said } from '../look/said.tsx'
import { saidDone } from '../shell/undo.tsx'
import { useMe } from '../sign-in/me.ts'
import { ABOUT } from './about.ts'
import { FieldInput } from './field-input.tsx'
import { asTyped, FIELDS, type Field, meant } from './fields.ts'
import { addEntry, directoryMoved } from './queries.ts'

/** A new entry, beside the list of its kind. */
export function NewEntry() {
  const { kind } = useParams({ from: '/inside/directory/$kind/new' }) as { kind: Kind }
  return <NewOf key={kind} kind={kind} />
}

function NewOf({ kind }: { kind: Kind }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { one } = KINDS[kind]
  const [needed, others] = [FIELDS[kind].filter(isNeeded), FIELDS[kind].filter(field => !isNeeded(field))]
  const fields = [...needed, ...others.filter(({ later }) => !later)]
  const [typed, setTyped] = useBeginning(fields)
  const close = useMemo(
    () => () => void navigate({ to: '/directory/$kind', params: { kind }, search: true }),
    [navigate, kind],
  )
  useDeeds(useMemo(() => [{ name: 'Close', keys: 'Escape', about: `New ${one}`, act: close }], [one, close]))
  const adding = useMutation({
    mutationFn: () =>
      addEntry(kind, Object.fromEntries(fields.map(field => [field.name, meant(field, typed[field.name] ?? '')]))),
    onSuccess: ({ id, name }) => {
      saidDone(`${name} was added.`)
      void directoryMoved(queries)
      return navigate({ to: '/directory/$kind/$entry', params: { kind, entry: id }, search: true })
    },
  })
  const isLacking = fields.some(({ required, name }) => required && !typed[name]?.trim())
  return (
    <aside className="panel entry" aria-label={`New ${one}`}>
      <header className="entry-head">
        <div>
          <h2>New {one}</h2>
          <p className="dim">{ABOUT[kind].teaches}</p>
        </div>
        <CloseButton aria-label="Close" onClick={close} />
      </header>
      <Form label={`New ${one}`} act={() => adding.mutate()}>
        {fields.map((field, i) => (
          <FieldInput
            key={field.name}
            field={field}
            label={field.label}
            description={field.hint}
            required={field.required ?? false}
            autoFocus={i === 0}
            value={typed[field.name] ?? ''}
            onChange={value => setTyped({ ...typed, [field.name]: value })}
            error={faultAt(adding.error, field.name)}
          />
        ))}
        <Said error={adding.error} beside={fields.map(({ name }) => name)} />
        <Group gap="xs">
          <Button type="submit" loading={adding.isPending} disabled={isLacking}>
            Add
          </Button>
          <Button variant="default" onClick={close}>
            Back
          </Button>
        </Group>
        {fields.length < FIELDS[kind].length && (
          <p className="dim">{listOf(FIELDS[kind].filter(({ later }) => later))} can be written in afterwards.</p>
        )}
      </Form>
    </aside>
  )
}

const isNeeded = ({ required }: Field): boolean => required === true

/** What a new entry begins with: what most say, the clock of the company, and whatever the list is narrowed to. */
function useBeginning(fields: readonly Field[]) {
  const { company } = useMe()
  const asked = useSearch({ from: '/inside/directory/$kind' })
  return useState<Record<string, string>>(() =>
    Object.fromEntries(
      fields.map(({ name, is, usual }) => [
        name,
        asked[name as keyof typeof asked] ?? (is === 'zone' ? company.timeZone : asTyped(usual)),
      ]),
    ),
  )
}

/** "Head office and language". */
const listOf = (fields: readonly Field[]): string =>
  fields.map(({ label }, i) => (i === 0 ? label : label.toLowerCase())).join(fields.length > 2 ? ', ' : ' and ')
