import { Group, TextInput } from '@mantine/core'
import type { QuietHours } from '../api/schema.ts'
import type { Editor } from '../look/edit.tsx'

/** Quiet hours as one text that can be edited: "22:00 06:00"; empty: there are none. */
export const wordOfHours = (hours: QuietHours | null): string => (hours ? `${hours.from} ${hours.until}` : '')

export const hoursInWords = (hours: QuietHours | null) =>
  hours ? `From ${hours.from} until ${hours.until}` : <span className="dim">None: messages go out at any hour</span>

/** The same text read again. */
export function hoursOf(text: string): QuietHours | null {
  const [from = '', until = ''] = text.trim().split(' ')
  if (from === '' && until === '') return null
  if (from === '' || until === '') throw new Error('Fill in both times, or neither for no quiet hours.')
  return { from, until }
}

/** Two times of day; both emptied: no quiet hours. */
export function hoursEditor({ value, set, label, onKeyDown }: Editor) {
  const [from = '', until = ''] = value.split(' ')
  return (
    <Group gap="sm" align="flex-end">
      <TextInput
        type="time"
        label="From"
        aria-label={`${label} from`}
        value={from}
        onChange={event => set(`${event.currentTarget.value} ${until}`)}
        onKeyDown={onKeyDown}
        autoFocus
      />
      <TextInput
        type="time"
        label="Until"
        aria-label={`${label} until`}
        value={until}
        onChange={event => set(`${from} ${event.currentTarget.value}`)}
        onKeyDown={onKeyDown}
      />
    </Group>
  )
}
