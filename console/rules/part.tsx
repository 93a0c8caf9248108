import { NumberInput, Select, type SelectProps, TextInput, type TextInputProps } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'

type Item = { value: string; label: string }
type PartProps = Omit<SelectProps, 'data' | 'onChange' | 'value'> & {
  label: string
  data: readonly (Item | { group: string; items: readonly Item[] })[]
  value: string
  take: (value: string) => void
}

const itemsIn = (data: PartProps['data']): Item[] => data.flatMap(each => ('items' in each ? each.items : each))

/** A part of a sentence that can be chosen: as wide as its words. */
export function Part({ label, data, value, take, ...rest }: PartProps) {
  const shown = itemsIn(data).find(each => each.value === value)?.label ?? ''
  return (
    <Select
      aria-label={label}
      data={data as NonNullable<SelectProps['data']>}
      value={value}
      onChange={chosen => chosen !== null && take(chosen)}
      className="part"
      w={`calc(${Math.max(5, shown.length)}ch * 0.84 + 28px)`}
      rightSectionWidth={20}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      maxDropdownHeight={320}
      withCheckIcon={false}
      {...rest}
    />
  )
}

/** A part of a sentence that is written. */
export function Written({ label, ...rest }: TextInputProps & { label: string }) {
  return <TextInput aria-label={label} className="part part-written" {...rest} />
}

type CountedProps = {
  label: string
  value: number | null
  take: (value: number | null) => void
  error?: string | undefined
}

/** A part of a sentence that is a whole number. */
export function Counted({ label, value, take, error }: CountedProps) {
  return (
    <NumberInput
      aria-label={label}
      className="part"
      w={64}
      hideControls
      value={value ?? ''}
      onChange={typed => take(typed === '' ? null : Number(typed))}
      allowDecimal={false}
      allowNegative={false}
      error={error}
    />
  )
}

/** All entries of a kind of which there are not many, to choose among. */
export function useChoices(kind: 'service-types' | 'statuses'): Item[] {
  const { data } = useQuery({
    queryKey: ['directory', kind, 'all'],
    queryFn: () => answer(api.GET(`/${kind}`, { params: { query: { limit: 200 } } })),
    staleTime: 300_000,
  })
  return (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
}
