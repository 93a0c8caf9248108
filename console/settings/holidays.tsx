import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import type { HolidaysAsked } from '../api/schema.ts'
import { Said } from '../look/said.tsx'
import { dayInWords } from '../look/time.tsx'
import { saidDone } from '../shell/undo.tsx'
import { holidaysQuery } from './queries.ts'
import { Setting } from './setting.tsx'

type Days = HolidaysAsked['items']

/** The days that are quiet beside the public holidays, and which of those come next. */
export function Holidays() {
  const { data } = useSuspenseQuery(holidaysQuery)
  const { items, next, quiet } = data
  const saving = useSaveDays(items)
  const { error } = saving
  return (
    <>
      <Setting name="Your own quiet days" about="Quiet all day: a local show day, or a day on which you close.">
        <ul className="settings-list days">
          {items.map(({ day, name }) => (
            <li key={day}>
              <span>
                {dayInWords(day, 'with year')} <strong>{name}</strong>
              </span>
              <Button
                variant="default"
                aria-label={`Remove ${name}`}
                onClick={() =>
                  saving.mutate({
                    days: items.filter(each => each.day !== day),
                    said: `${name} is not quiet any more.`,
                  })
                }
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
        <AddDay add={day => saving.mutateAsync({ days: [...items, day], said: `${day.name} is quiet.` })} />
        <Said error={error} />
      </Setting>
      <Setting name="Next public holidays" about={quiet ? 'Quiet all day.' : 'Not quiet: switch it on above.'}>
        {next.length === 0 && <span className="dim">None are known of this place. Add the days yourself.</span>}
        <ul className="settings-days">
          {next.slice(0, 5).map(({ day, name }) => (
            <li key={day + name}>
              {dayInWords(day, 'with year')} <span className="dim">{name}</span>
            </li>
          ))}
        </ul>
      </Setting>
    </>
  )
}

function useSaveDays(before: Days) {
  const queries = useQueryClient()
  const put = async (days: Days) => {
    const items = days.toSorted((a, b) => a.day.localeCompare(b.day))
    queries.setQueryData(holidaysQuery.queryKey, await answer(api.PUT('/company/holidays', { body: { items } })))
  }
  return useMutation({
    mutationFn: ({ days }: { days: Days; said: string }) => put(days),
    onSuccess: (_, { said }) => saidDone(said, () => put(before)),
  })
}

function AddDay({ add }: { add: (day: Days[number]) => Promise<unknown> }) {
  const [day, setDay] = useState('')
  const [name, setName] = useState('')
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    // Why it failed is said beside; what was typed stays.
    add({ day, name }).then(
      () => {
        setDay('')
        setName('')
      },
      () => {},
    )
  }
  return (
    <form className="add-day" aria-label="Add a quiet day" onSubmit={submit}>
      <TextInput
        type="date"
        aria-label="Day"
        required
        value={day}
        onChange={event => setDay(event.currentTarget.value)}
      />
      <TextInput
        aria-label="What the day is called"
        placeholder="Show Day"
        required
        value={name}
        onChange={event => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        Add
      </Button>
    </form>
  )
}
