import { ActionIcon, Button, Checkbox, Group, Loader } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { answer, api } from '../api/client.ts'
import { Page, Trouble } from '../look/page.tsx'
import { Moment } from '../look/time.tsx'
import { useDeeds } from '../shell/keys.tsx'
import { saidDone, wordsOf } from '../shell/undo.tsx'
import { useMay, useMe } from '../sign-in/me.ts'
import { jobsQuery, type Layout, layoutQuery } from './queries.ts'
import './templates.css'

/** Which fields of a job are shown in its messages and on its sheet, and in which order. */
export function SheetPage() {
  const { data, error, refetch } = useQuery(layoutQuery)
  const job = useQuery(jobsQuery('')).data?.items[0]
  return (
    <Page
      title="What is printed"
      deeds={
        <Group gap="xs">
          {job && (
            <Button component="a" variant="default" href={`/api/v1/jobs/${job.id}/pdf`} target="_blank">
              Print {job.reference}
            </Button>
          )}
          <Button component={Link} to="/templates" variant="default">
            All templates
          </Button>
        </Group>
      }
    >
      <p className="dim templates-about">
        These fields stand on the sheet of a job, in this order; the short ones in its texts too. A field that is left
        out appears nowhere, even where a template names it.
      </p>
      {error && !data && <Trouble error={error} again={() => void refetch()} />}
      {!data && !error && <Loader size="sm" aria-label="Loading" />}
      {data && <Fields key={data.version} layout={data} />}
    </Page>
  )
}

function useSaving({ version, fields: before }: Layout) {
  const queries = useQueryClient()
  const put = (fields: readonly string[], seen: number) =>
    answer(api.PUT('/sheet-layout', { body: { version: seen, fields: [...fields] } }))
  const refresh = () => queries.invalidateQueries({ queryKey: ['templates'] })
  return useMutation({
    mutationFn: (fields: readonly string[]) => put(fields, version),
    onSuccess: ({ version: made }) => {
      saidDone('From now on it is printed so.', () => put(before, made).then(refresh))
      void refresh()
    },
  })
}

function Fields({ layout }: { layout: Layout }) {
  const may = useMay('administer')
  const { company } = useMe()
  const known = layout.known.map(({ name }) => name)
  const [order, setOrder] = useState(() => [...layout.fields, ...known.filter(name => !layout.fields.includes(name))])
  const [shown, setShown] = useState(() => new Set<string>(layout.fields))
  const fields = useMemo(() => order.filter(name => shown.has(name)), [order, shown])
  const isChanged = fields.join() !== layout.fields.join()
  const { mutate, isPending, error } = useSaving(layout)
  useDeeds(
    useMemo(
      () => [
        { name: 'Save what is printed', keys: 'Ctrl-s', about: 'This page', act: () => isChanged && mutate(fields) },
      ],
      [isChanged, mutate, fields],
    ),
  )
  const move = (at: number, step: number) => {
    const next = [...order]
    next.splice(at + step, 0, ...next.splice(at, 1))
    setOrder(next)
  }
  return (
    <>
      <ol className="sheet-fields" aria-label="Fields">
        {order.map((name, i) => (
          <li key={name}>
            <SheetField
              {...layout.known.find(each => each.name === name)!}
              isShown={shown.has(name)}
              show={may && name !== 'number' ? () => setShown(shown.symmetricDifference(new Set([name]))) : null}
              up={may && i > 0 ? () => move(i, -1) : null}
              down={may && i < order.length - 1 ? () => move(i, 1) : null}
            />
          </li>
        ))}
      </ol>
      {error && (
        <p role="alert" className="act">
          {wordsOf(error).title}. {wordsOf(error).detail}
        </p>
      )}
      {may && (
        <Button disabled={!isChanged} loading={isPending} onClick={() => mutate(fields)}>
          Save
        </Button>
      )}
      {layout.at && (
        <p className="dim">
          Last changed by {layout.by?.name}, <Moment at={layout.at} zone={company.timeZone} />.
        </p>
      )}
    </>
  )
}

type FieldProps = Layout['known'][number] & {
  isShown: boolean
  show: (() => void) | null
  up: (() => void) | null
  down: (() => void) | null
}

function SheetField({ label, example, isShown, show, up, down }: FieldProps) {
  return (
    <>
      <Checkbox size="sm" label={label} checked={isShown} disabled={show === null} onChange={() => show?.()} />
      <span className="dim">{example}</span>
      <span>
        <ActionIcon size="md" aria-label={`Move ${label} up`} disabled={up === null} onClick={() => up?.()}>
          <IconArrowUp size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon size="md" aria-label={`Move ${label} down`} disabled={down === null} onClick={() => down?.()}>
          <IconArrowDown size={15} aria-hidden />
        </ActionIcon>
      </span>
    </>
  )
}
