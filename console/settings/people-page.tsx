import { Table } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import type { Account } from '../api/schema.ts'
import { ButtonLink } from '../look/button-link.tsx'
import { Page } from '../look/page.tsx'
import { Age } from '../look/time.tsx'
import { useMe } from '../sign-in/me.ts'
import { Invitations } from './invitations.tsx'
import { accountsQuery } from './queries.ts'
import { ROLES } from './words.ts'

/** Who signs in, and who is invited to. */
export function PeoplePage() {
  const { data } = useSuspenseQuery(accountsQuery)
  return (
    <div className="split">
      <Page title="People who sign in" deeds={<ButtonLink to="/settings/people/invite">Invite somebody</ButtonLink>}>
        <div className="table-scroll">
          <Table className="settings-table">
            <caption className="unseen">People who sign in</caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Role</Table.Th>
                <Table.Th className="wide-only">E-mail</Table.Th>
                <Table.Th>Second factor</Table.Th>
                <Table.Th>Last seen</Table.Th>
                <Table.Th className="wide-only">Signed in</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map(account => (
                <AccountRow key={account.personId} account={account} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
        <Invitations invitations={data.invitations} />
      </Page>
      <Outlet />
    </div>
  )
}

function AccountRow({ account }: { account: Account }) {
  const { person, company } = useMe()
  const { personId, name, role, email, twoFactor, lastSeenAt, sessions } = account
  return (
    <Table.Tr>
      <Table.Td>
        <Link to="/settings/people/$personId" params={{ personId }} className="row-link">
          {name}
        </Link>
        {person?.id === personId && <span className="dim"> (you)</span>}
      </Table.Td>
      <Table.Td>{ROLES[role].name}</Table.Td>
      <Table.Td className="wide-only">{email}</Table.Td>
      <Table.Td>{twoFactor ? <span className="good">● On</span> : <span className="dim">○ Off</span>}</Table.Td>
      <Table.Td>{lastSeenAt ? <>{<Age since={lastSeenAt} zone={company.timeZone} />} ago</> : 'Never'}</Table.Td>
      <Table.Td className="wide-only">{sessions === 0 ? 'Nowhere' : `In ${countOf(sessions, 'browser')}`}</Table.Td>
    </Table.Tr>
  )
}

const countOf = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
