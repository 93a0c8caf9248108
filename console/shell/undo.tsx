import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { wordsOf } from '../api/words.ts'

/** Says quietly what was done, and takes it back if asked to. */
export function saidDone(what: string, undo?: () => Promise<unknown>): void {
  const id = notifications.show({
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{what}</Text>
        {undo && (
          <Button
            variant="default"
            onClick={() => {
              notifications.hide(id)
              undo().then(() => saidDone('Taken back.'), saidFailed)
            }}
          >
            Undo
          </Button>
        )}
      </Group>
    ),
    autoClose: undo ? 10_000 : 4000,
    withCloseButton: false,
    role: 'status',
  })
}

/** Says that something was not done, why, and what to do. It stays until somebody has read it. */
export function saidFailed(error: unknown): void {
  const { title, detail } = wordsOf(error)
  notifications.show({
    title,
    message: detail,
    color: 'red',
    autoClose: false,
    role: 'alert',
    closeButtonProps: { 'aria-label': 'Close' },
  })
}
