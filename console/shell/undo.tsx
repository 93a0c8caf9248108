import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Refused } from '../api/client.ts'

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

/** An error in words for people. */
export function wordsOf(error: unknown): { title: string; detail: string } {
  if (error instanceof Refused) {
    const { title, detail, errors = [] } = error.problem
    return { title, detail: [detail, ...errors.map(({ field, problem }) => `${field}: ${problem}.`)].join(' ') }
  }
  return { title: 'This page had trouble', detail: 'Load it again. What was saved is kept.' }
}
