import { SegmentedControl, Select } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'

type Props<Value extends string> = {
  label: string
  data: readonly { value: Value; label: string }[]
  value: Value
  choose: (value: Value) => void
}

/** One of a few, all of them in sight; on a phone, where there is no room for that, out of a list. */
export function Choice<Value extends string>({ label, data, value, choose }: Props<Value>) {
  const isPhone = useMediaQuery('(max-width: 640px)')
  if (isPhone) {
    return (
      <Select
        size="xs"
        aria-label={label}
        data={data as { value: Value; label: string }[]}
        value={value}
        onChange={chosen => chosen !== null && choose(chosen as Value)}
      />
    )
  }
  return (
    <SegmentedControl
      size="xs"
      transitionDuration={0}
      aria-label={label}
      data={data as { value: Value; label: string }[]}
      value={value}
      onChange={choose}
    />
  )
}
