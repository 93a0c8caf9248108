import { Loader, MultiSelect, type MultiSelectProps, Select, type SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'

/** The kinds of entries of the directory, by the name they have in addresses. */
export const KINDS = {
  customers: { one: 'customer', many: 'Customers' },
  'alarm-companies': { one: 'alarm company', many: 'Alarm companies' },
  sites: { one: 'site', many: 'Sites' },
  providers: { one: 'provider', many: 'Providers' },
  people: { one: 'person', many: 'People' },
  regions: { one: 'region', many: 'Regions' },
  'service-types': { one: 'service type', many: 'Service types' },
  statuses: { one: 'status', many: 'Statuses' },
} as const
export type Kind = keyof typeof KINDS

type Named = { id: string; name: string }

// All kinds are asked for alike; the type of one stands for all where only the name is wanted.
const pathOf = (kind: Kind) => `/${kind}` as '/regions'

/** One entry, by its id. */
export const entryQuery = (kind: Kind, id: string) => ({
  queryKey: ['directory', kind, id],
  queryFn: () => answer(api.GET(`/${kind}/{id}` as '/regions/{id}', { params: { path: { id } } })) as Promise<Named>,
  staleTime: 300_000,
})

/** Entries of a kind by the beginning of their names or what is in them. */
export const entriesQuery = (kind: Kind, search: string) => ({
  queryKey: ['directory', kind, 'named', search],
  queryFn: () => answer(api.GET(pathOf(kind), { params: { query: { limit: 50, ...(search && { search }) } } })),
  staleTime: 60_000,
})

/** The name of an entry, wherever only its id is known. */
export function EntryName({ kind, id }: { kind: Kind; id: string }) {
  const { data } = useQuery(entryQuery(kind, id))
  return <>{data?.name ?? '…'}</>
}

type Choosing<Props> = Omit<Props, 'data' | 'searchValue' | 'onSearchChange'> & {
  kind: Kind
  where?: (entry: Named) => boolean
}

/** One entry, chosen by typing some of its name. */
export function EntrySelect({ kind, where, value = null, ...rest }: Choosing<SelectProps>) {
  const [typed, setTyped] = useState('')
  const chosen = useQuery({ ...entryQuery(kind, value ?? ''), enabled: Boolean(value) }).data
  // The name of what is chosen is not what somebody looks for: the others are shown beside it.
  const { data, isFetching } = useEntries(kind, typed === chosen?.name ? '' : typed)
  const found = (data ?? []).filter(where ?? Boolean)
  const shown = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found
  return (
    <Select
      data={shown.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={`No ${KINDS[kind].one} is called that.`}
      rightSection={isFetching ? <Loader size={14} /> : undefined}
      {...rest}
    />
  )
}

/** Several entries, chosen in the same way; the first leads where that means something. */
export function EntriesSelect({ kind, where, ...rest }: Choosing<MultiSelectProps>) {
  const [typed, setTyped] = useState('')
  const { data } = useEntries(kind, typed)
  const found = (data ?? []).filter(where ?? Boolean)
  return (
    <MultiSelect
      data={found.map(({ id, name }) => ({ value: id, label: name }))}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={`No ${KINDS[kind].one} is called that.`}
      hidePickedOptions
      {...rest}
    />
  )
}

function useEntries(kind: Kind, typed: string) {
  const [search] = useDebouncedValue(typed.trim(), 200)
  const { data, isFetching } = useQuery({ ...entriesQuery(kind, search), placeholderData: keepPreviousData })
  return { data: data?.items as Named[] | undefined, isFetching }
}
