import { Table } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import type { Webhook } from '../api/schema.ts'
import { ButtonLink } from '../look/button-link.tsx'
import { Nothing, Page } from '../look/page.tsx'
import { Age } from '../look/time.tsx'
import { useMe } from '../sign-in/me.ts'
import { webhooksQuery } from './queries.ts'

/** The programs that are told over the web, as people are by e-mail and text. */
export function ProgramsPage() {
  const { data } = useSuspenseQuery(webhooksQuery)
  const add = <ButtonLink to="/settings/programs/new">Add a program</ButtonLink>
  return (
    <div className="split">
      <Page title="Programs that are told" deeds={data.items.length > 0 && add}>
        {data.items.length > 0 ? (
          <ProgramTable webhooks={data.items} />
        ) : (
          <Nothing title="No program is told" deed={add}>
            A program can be told as people are: a customer's own system hears that a job is dispatched, or complete,
            the moment it is so. Add its address here; then let a rule tell it, by webhook.
          </Nothing>
        )}
      </Page>
      <Outlet />
    </div>
  )
}

const ProgramTable = ({ webhooks }: { webhooks: Webhook[] }) => (
  <div className="table-scroll">
    <Table className="settings-table">
      <caption className="unseen">Programs that are told</caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Address</Table.Th>
          <Table.Th>How it goes</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {webhooks.map(webhook => (
          <Table.Tr key={webhook.id}>
            <Table.Td className="breaks">
              <Link to="/settings/programs/$id" params={{ id: webhook.id }} className="row-link">
                {webhook.url}
              </Link>
            </Table.Td>
            <Table.Td>
              <Standing webhook={webhook} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </div>
)

/** How telling it goes, as a shape and words. */
export function Standing({ webhook: { disabledAt, failingSince } }: { webhook: Webhook }) {
  const { company } = useMe()
  if (disabledAt) return <span className="dim">‖ switched off</span>
  if (!failingSince) return <span className="good">● is told</span>
  return (
    <span className="act">
      ✕ takes nothing, for <Age since={failingSince} zone={company.timeZone} />
    </span>
  )
}
