import { Kbd, Modal, Stack, Table, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMemo } from 'react'
import { useAllDeeds, useDeeds } from '../look/keys.tsx'

/** The list of all keys, at "?". */
export function KeyList() {
  const [opened, { open, close }] = useDisclosure()
  const all = useAllDeeds()
  useDeeds(useMemo(() => [{ name: 'Show all keys', keys: '?', about: 'Everywhere', act: open }], [open]))
  const groups = opened
    ? Map.groupBy(
        all().filter(({ keys }) => keys),
        ({ about }) => about,
      )
    : new Map()
  return (
    <Modal opened={opened} onClose={close} title="Keys" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="md">
        {[...groups].map(([about, deeds]) => (
          <section key={about} aria-label={about}>
            <Title order={3} size="md">
              {about}
            </Title>
            <Table>
              <Table.Tbody>
                {deeds.map(({ name, keys }: { name: string; keys: string }) => (
                  <Table.Tr key={name + keys}>
                    <Table.Td w={120}>
                      {keys.split(' ').map(key => (
                        <Kbd key={key} mr={4}>
                          {key}
                        </Kbd>
                      ))}
                    </Table.Td>
                    <Table.Td>{name}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        ))}
      </Stack>
    </Modal>
  )
}
