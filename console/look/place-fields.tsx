import { Select, type SelectProps } from '@mantine/core'
import { useMemo } from 'react'
import { countries, zonesOf } from './places.ts'
import { useNow } from './time.tsx'

/** One country, chosen by typing some of its name. */
export function CountrySelect(props: Omit<SelectProps, 'data'>) {
  const data = useMemo(countries, [])
  return <Select data={data} searchable nothingFoundMessage="No country is called that." {...props} />
}

/** One time zone; those of the country come first, and what the clock shows there is said beneath. */
export function TimeZoneSelect({ country, ...props }: Omit<SelectProps, 'data'> & { country: string }) {
  const data = useMemo(() => zones(country, props.value ?? null), [country, props.value])
  return (
    <Select
      data={data}
      searchable
      nothingFoundMessage="No time zone is called that. Type the name of a large city."
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={props.value && <ClockThere zone={props.value} />}
      {...props}
    />
  )
}

function zones(country: string, inUse: string | null) {
  const near = zonesOf(country)
  const all = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...(inUse ? [inUse] : [])])
  const far = [...all].filter(zone => !near.includes(zone)).sort()
  return near.length > 0
    ? [
        { group: 'In this country', items: near },
        { group: 'Elsewhere', items: far },
      ]
    : far
}

function ClockThere({ zone }: { zone: string }) {
  const now = useNow()
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(now)
  return <>It is {clock} there now.</>
}
