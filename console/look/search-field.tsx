import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useMemo, useRef, useState } from 'react'
import { useDeeds } from '../shell/keys.tsx'

type Props = {
  /** What it does, as it is called by name: "Search messages". */
  label: string
  /** In what it looks. */
  placeholder: string
  value: string
  look: (words: string | undefined) => void
  className?: string
}

/** Where one types what to look for in a list; "/" goes there. */
export function SearchField({ label, placeholder, value, look, className }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const lookSoon = useDebouncedCallback((words: string) => look(words || undefined), 200)
  useDeeds(useMemo(() => [{ name: label, keys: '/', about: 'This list', act: () => field.current?.focus() }], [label]))
  return (
    <TextInput
      ref={field}
      type="search"
      className={className}
      aria-label={label}
      placeholder={`${placeholder} ( / )`}
      value={typed}
      onChange={event => {
        setTyped(event.currentTarget.value)
        lookSoon(event.currentTarget.value.trim())
      }}
      onKeyDown={event => event.key === 'Escape' && event.currentTarget.blur()}
    />
  )
}
