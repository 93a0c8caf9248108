import { Button, Group, Popover, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'

type Props = {
  /** On the button that opens this. */
  verb: string
  /** On the button that does it. */
  done?: string
  children: ReactNode
  act: () => void
  pending?: boolean
}

/** A button for what cannot be taken back: it says what will be so afterwards, and asks once more. */
export function Sure({ verb, done = verb, children, act, pending = false }: Props) {
  const [opened, { close, toggle }] = useDisclosure()
  return (
    <Popover opened={opened} onClose={close} trapFocus returnFocus width={300} position="bottom-end" shadow="md">
      <Popover.Target>
        <Button variant="default" onClick={toggle} loading={pending}>
          {verb}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={verb}>
        <Text size="sm">{children}</Text>
        <Group gap="xs" mt="sm">
          <Button
            color="red"
            onClick={() => {
              close()
              act()
            }}
          >
            {done}
          </Button>
          <Button variant="default" onClick={close} data-autofocus>
            Back
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}
