import { Button, Group, NumberInput, Text, Textarea, TextInput, Tooltip } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'

/** What an editor is given: the value being typed, how to change it, and the keys that end it. */
export type Editor = {
  value: string
  set: (value: string) => void
  /** Takes this value at once, for editors in which choosing is saving. */
  take: (value: string) => void
  label: string
  onKeyDown: (event: KeyboardEvent) => void
}

type Props = {
  label: string
  /** As it is kept; empty when there is nothing. */
  value: string
  /** How it is shown, when not as it is kept. */
  shown?: ReactNode | undefined
  /** Who wrote it last, and when. */
  written?: string | undefined
  save: (value: string) => Promise<unknown>
  editor?: ((editor: Editor) => ReactNode) | undefined
  /** What to show under the editor when it could not be saved; nothing: the error in its own words. */
  trouble?: (error: unknown, again: { typed: string; leave: () => void }) => ReactNode
  readOnly?: boolean
}

/** A value under its name, edited where it stands. */
export function Fact({ wide, ...edit }: Props & { wide?: boolean | undefined }) {
  return (
    <div className={wide ? 'fact fact-wide' : 'fact'}>
      <dt>{edit.label}</dt>
      <dd>
        <Edit {...edit} />
      </dd>
    </div>
  )
}

/** A value that is edited where it stands: Enter saves, Escape undoes, and what could not be saved stays typed. */
export function Edit({ label, value, shown, written, save, editor = oneLine, trouble, readOnly }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const button = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  useEffect(() => {
    if (wasEditing.current && typed === null) button.current?.focus()
    wasEditing.current = typed !== null
  }, [typed])
  const leave = () => {
    setTyped(null)
    setError(null)
  }
  const take = (text: string) => {
    if (text.trim() === value.trim()) return leave()
    setTyped(text)
    save(text.trim()).then(leave, setError)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const isMany = event.target instanceof HTMLTextAreaElement
    if (event.key === 'Escape') leave()
    else if (event.key !== 'Enter' || (isMany && event.shiftKey)) return
    else if (typed !== null) take(typed)
    event.preventDefault()
    event.stopPropagation()
  }
  if (typed !== null) {
    return (
      <div className="edit">
        {editor({ value: typed, set: setTyped, take, label, onKeyDown })}
        {error !== null && (
          <div role="alert" className="edit-trouble">
            {trouble?.(error, { typed, leave }) ?? <Text size="sm">{String((error as Error).message)}</Text>}
          </div>
        )}
        <Group gap="xs" mt={4}>
          <Button onClick={() => take(typed)}>Save</Button>
          <Button variant="default" onClick={leave}>
            Back
          </Button>
        </Group>
      </div>
    )
  }
  const text = shown ?? (value || <span className="dim">None</span>)
  if (readOnly) return <div className="edit-shown">{text}</div>
  return (
    <Tooltip label={written ?? 'Edit'} multiline maw={320}>
      <button ref={button} type="button" className="edit-shown" onClick={() => setTyped(value)}>
        <span className="unseen">Edit {label}: </span>
        {text}
      </button>
    </Tooltip>
  )
}

function oneLine({ value, set, label, onKeyDown }: Editor) {
  return (
    <TextInput
      aria-label={label}
      value={value}
      onChange={event => set(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      autoFocus
    />
  )
}

/** Of several lines; Shift-Enter begins another. */
export function manyLines({ value, set, label, onKeyDown }: Editor) {
  return (
    <Textarea
      aria-label={label}
      value={value}
      onChange={event => set(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      minRows={2}
      autoFocus
    />
  )
}

/** A whole number between two others. */
export const wholeNumber = (min: number, max: number) =>
  function number({ value, set, label, onKeyDown }: Editor) {
    return (
      <NumberInput
        {...{ min, max, onKeyDown }}
        aria-label={label}
        value={value === '' ? '' : Number(value)}
        onChange={typed => set(String(typed))}
        allowDecimal={false}
        autoFocus
      />
    )
  }

/** A moment on the clock of a site. */
export function dateAndTime({ value, set, label, onKeyDown }: Editor) {
  return (
    <TextInput
      type="datetime-local"
      step={60}
      aria-label={label}
      value={value}
      onChange={event => set(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      autoFocus
    />
  )
}
