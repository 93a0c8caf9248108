import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import type { Invitation } from '../api/schema.ts'
import { ButtonLink } from '../look/button-link.tsx'
import { Moment } from '../look/time.tsx'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import { useMe } from '../sign-in/me.ts'
import { accountsQuery } from './queries.ts'
import { Group } from './setting.tsx'

/** Who is invited and has not come in yet. */
export function Invitations({ invitations }: { invitations: Invitation[] }) {
  const { company } = useMe()
  const queries = useQueryClient()
  const withdrawing = useMutation({
    mutationFn: ({ personId }: Invitation) =>
      answer(api.DELETE('/invitations/{personId}', { params: { path: { personId } } })),
    onSuccess: (_, { name }) => {
      saidDone(`The invitation of ${name} opens nothing any more.`)
      return queries.invalidateQueries(accountsQuery)
    },
    onError: saidFailed,
  })
  if (invitations.length === 0) return null
  return (
    <Group title="Invited">
      <ul className="settings-list">
        {invitations.map(invitation => (
          <li key={invitation.personId}>
            <div>
              <strong>{invitation.name}</strong> {invitation.email}
              <div className="dim">
                by {invitation.by.name} <Moment at={invitation.at} zone={company.timeZone} />, opens until{' '}
                <Moment at={invitation.expiresAt} zone={company.timeZone} />
              </div>
            </div>
            <div className="deeds">
              <ButtonLink
                to="/settings/people/invite"
                search={{ person: invitation.personId }}
                variant="default"
                aria-label={`New link for ${invitation.name}`}
              >
                New link
              </ButtonLink>
              <Button
                variant="default"
                aria-label={`Withdraw the invitation of ${invitation.name}`}
                loading={withdrawing.isPending && withdrawing.variables.personId === invitation.personId}
                onClick={() => withdrawing.mutate(invitation)}
              >
                Withdraw
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Group>
  )
}
