import { ActionIcon, Menu, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots } from '@tabler/icons-react'
import { saidFailed } from '../shell/undo.tsx'
import type { Expected, JobSeen } from './queries.ts'
import { ReplaceRecipient } from './recipient-form.tsx'
import { useRecipients } from './recipients.ts'

/** What can be said of one recipient, for this job alone; and the rule that names him. */
export function RecipientMenu({ job, same }: { job: JobSeen; same: readonly [Expected, ...Expected[]] }) {
  const { adding, removing } = useRecipients(job)
  const [replacing, { open, close }] = useDisclosure()
  const [first] = same
  const named = first.recipient ?? first.address ?? first.ownerName
  const mute = () =>
    adding.mutate(
      same.map(({ ruleId, target }) => ({ does: 'mute' as const, ruleId, target })),
      { onError: saidFailed },
    )
  const muted = same.flatMap(({ muted }) => muted?.recipientId ?? [])
  const ofJob = first.ownerKind === 'job'
  return (
    <>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <ActionIcon size="xs" aria-label={`For this job only: ${named}`}>
            <IconDots size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {muted.length > 0 && <Menu.Item onClick={() => removing.mutate(muted)}>Tell after all</Menu.Item>}
          {muted.length === 0 && !ofJob && <Menu.Item onClick={mute}>Mute for this job</Menu.Item>}
          {muted.length === 0 && !ofJob && <Menu.Item onClick={open}>Tell somebody else instead …</Menu.Item>}
          {!ofJob && (
            <Menu.Item component="a" href={`/rules/${first.ruleId}`}>
              Open the rule of {first.ownerName}
            </Menu.Item>
          )}
          {ofJob && <Menu.Label>Added for this job</Menu.Label>}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={replacing}
        onClose={close}
        title={`Instead of ${named}, for this job`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <ReplaceRecipient job={job} instead={first} done={close} />
      </Modal>
    </>
  )
}
