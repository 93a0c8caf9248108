import { Button, Select, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFilter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { healthQuery } from '../health/queries.ts'
import { CHANNELS } from '../look/channel.tsx'
import { STATES } from '../look/mark.tsx'
import { SearchField } from '../look/search-field.tsx'
import { LANES, type MessagesSearch } from './search.ts'

/** Words to look for, and by what else the log is narrowed; all of it stands in the address. */
export function Filters() {
  const search = useSearch({ from: '/inside/messages' })
  const { view: _, search: words = '', ...narrowing } = search
  const count = Object.keys(narrowing).length
  const [opened, { toggle }] = useDisclosure(count > 0)
  const set = useSet()
  return (
    <>
      <SearchField
        className="message-search"
        label="Search messages"
        placeholder="Address, job, subject"
        value={words}
        look={search => set({ search })}
      />
      <Button
        variant={count > 0 ? 'light' : 'default'}
        leftSection={<IconFilter size={14} aria-hidden />}
        aria-expanded={opened}
        onClick={toggle}
      >
        {count > 0 ? `Filters: ${count}` : 'Filters'}
      </Button>
      {opened && <Narrowing search={search} count={count} />}
    </>
  )
}

function useSet() {
  const navigate = useNavigate()
  return (more: MessagesSearch) => void navigate({ to: '.', search: before => ({ ...before, ...more }), replace: true })
}

function Narrowing({ search, count }: { search: MessagesSearch; count: number }) {
  const set = useSet()
  const carriers = useCarriers()
  return (
    <div className="narrowing" role="group" aria-label="Filters">
      <Choice label="By" all="Any way" words={CHANNELS} value={search.channel} choose={channel => set({ channel })} />
      <Choice label="About" all="Anything" words={LANES} value={search.lane} choose={lane => set({ lane })} />
      {search.view === 'all' && (
        <Choice
          label="State"
          all="Any state"
          words={STATE_WORDS}
          value={search.state}
          choose={state => set({ state })}
        />
      )}
      <Choice
        label="Carrier"
        all="Any carrier"
        words={carriers}
        value={search.carrier}
        choose={carrier => set({ carrier })}
      />
      <Day label="From" value={search.from} choose={from => set({ from })} />
      <Day label="Until" value={search.until} choose={until => set({ until })} />
      {count > 0 && (
        <Button
          variant="subtle"
          onClick={() =>
            set({
              ...{ channel: undefined, lane: undefined, state: undefined },
              ...{ carrier: undefined, from: undefined, until: undefined },
            })
          }
        >
          Clear
        </Button>
      )}
    </div>
  )
}

const STATE_WORDS = Object.fromEntries(Object.entries(STATES).map(([state, { word }]) => [state, word])) as Record<
  keyof typeof STATES,
  string
>

/** The accounts at carriers, and the one that keeps everything here. */
function useCarriers(): Record<string, string> {
  const { data } = useQuery(healthQuery)
  const names = (data?.channels ?? []).flatMap(({ accounts }) => accounts.map(({ name }) => name))
  return { ...Object.fromEntries(names.map(name => [name, name])), capture: 'Captured here' }
}

type ChoiceProps<Key extends string> = {
  label: string
  all: string
  words: Readonly<Record<Key, string>>
  value: Key | undefined
  choose: (value: Key | undefined) => void
}

function Choice<Key extends string>({ label, all, words, value, choose }: ChoiceProps<Key>) {
  const data = (Object.entries(words) as [Key, string][]).map(([key, name]) => ({ value: key, label: name }))
  return (
    <Select
      size="xs"
      label={label}
      placeholder={all}
      data={data}
      value={value ?? null}
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label}` }}
      onChange={chosen => choose((chosen as Key | null) ?? undefined)}
    />
  )
}

type DayProps = { label: string; value: string | undefined; choose: (day: string | undefined) => void }

function Day({ label, value = '', choose }: DayProps) {
  return (
    <TextInput
      size="xs"
      type="date"
      label={label}
      value={value}
      onChange={event => choose(event.currentTarget.value || undefined)}
    />
  )
}
