import { Table } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { answer, api } from '../api/client.ts'
import type { ApiKey } from '../api/schema.ts'
import { ButtonLink } from '../look/button-link.tsx'
import { Nothing, Page } from '../look/page.tsx'
import { Sure } from '../look/sure.tsx'
import { Moment } from '../look/time.tsx'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import { useMe } from '../sign-in/me.ts'
import { keysQuery } from './queries.ts'
import { SCOPES } from './words.ts'

/** The keys by which other programs work with ours. */
export function KeysPage() {
  const { data } = useSuspenseQuery(keysQuery)
  const make = <ButtonLink to="/settings/keys/new">Make a key</ButtonLink>
  return (
    <div className="split">
      <Page title="API keys" deeds={data.items.length > 0 && make}>
        {data.items.length > 0 ? (
          <KeyTable keys={data.items} />
        ) : (
          <Nothing title="No program has a key" deed={make}>
            A key lets another program, your alarm monitoring software perhaps, open jobs here and ask how they stand.
            Each program gets one of its own, so that one can be revoked and the others go on. How it is used stands in{' '}
            <a href="/api/v1/docs">the documentation of the API</a>.
          </Nothing>
        )}
      </Page>
      <Outlet />
    </div>
  )
}

const KeyTable = ({ keys }: { keys: ApiKey[] }) => (
  <div className="table-scroll">
    <Table className="settings-table">
      <caption className="unseen">API keys</caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Program</Table.Th>
          <Table.Th>May</Table.Th>
          <Table.Th className="wide-only">Made</Table.Th>
          <Table.Th>
            <span className="unseen">Revoke</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.toSorted(livingFirst).map(key => (
          <KeyRow key={key.id} apiKey={key} />
        ))}
      </Table.Tbody>
    </Table>
  </div>
)

const livingFirst = (a: ApiKey, b: ApiKey) => Number(a.revokedAt !== null) - Number(b.revokedAt !== null)

function KeyRow({ apiKey: { id, name, scopes, createdAt, revokedAt } }: { apiKey: ApiKey }) {
  const { company } = useMe()
  const queries = useQueryClient()
  const revoking = useMutation({
    mutationFn: () => answer(api.DELETE('/keys/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      saidDone(`The key of ${name} opens nothing any more.`)
      return queries.invalidateQueries({ queryKey: keysQuery.queryKey })
    },
    onError: saidFailed,
  })
  return (
    <Table.Tr className={revokedAt ? 'dim' : undefined}>
      <Table.Td>{name}</Table.Td>
      <Table.Td>{scopes.map(scope => SCOPES[scope].name).join(', ')}</Table.Td>
      <Table.Td className="wide-only">
        <Moment at={createdAt} zone={company.timeZone} />
      </Table.Td>
      <Table.Td className="row-deeds">
        {revokedAt ? (
          <>
            ✕ revoked <Moment at={revokedAt} zone={company.timeZone} />
          </>
        ) : (
          <Sure verb="Revoke" done="Revoke for good" act={() => revoking.mutate()} pending={revoking.isPending}>
            Within a second {name} is refused. The key cannot be given back; you would make another.
          </Sure>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
