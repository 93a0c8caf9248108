import { Select, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import { EntryName, entriesQuery } from '../look/entries.tsx'
import { Moment } from '../look/time.tsx'
import { useMay } from '../sign-in/me.ts'
import type { JobSeen } from './queries.ts'
import { useSave } from './saving.ts'

const TIMES = ['dispatchedAt', 'travellingAt', 'onSiteAt', 'offSiteAt'] as const
const CALLED = { dispatchedAt: 'Dispatched', travellingAt: 'Travelling', onSiteAt: 'On site', offSiteAt: 'Off site' }

type Status = { id: string; name: string; step: string | null }

/** Who went, on which visit, and how far each has come. The office can say it for a technician who cannot. */
export function Visits({ job }: { job: JobSeen }) {
  if (job.visits.length === 0) return <p className="dim">Nobody has been sent by name.</p>
  return job.visits.toReversed().map(({ number, technicians }) => (
    <Table key={number} className="visits" aria-label={`Visit ${number}`}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Visit {number}</Table.Th>
          <Table.Th>Status</Table.Th>
          {TIMES.map(time => (
            <Table.Th key={time}>{CALLED[time]}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {technicians.map(({ personId, statusId, ...times }, i) => (
          <Table.Tr key={personId}>
            <Table.Th scope="row">
              <EntryName kind="people" id={personId} /> {i === 0 && <span className="dim">leads</span>}
            </Table.Th>
            <Table.Td>
              <TechnicianStatus job={job} visit={number} personId={personId} statusId={statusId} />
            </Table.Td>
            {TIMES.map(time => (
              <Table.Td key={time}>{times[time] && <Moment at={times[time]} zone={job.timeZone} />}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  ))
}

type Whose = { job: JobSeen; visit: number; personId: string; statusId: string | null }

function TechnicianStatus({ job, visit, personId, statusId }: Whose) {
  const save = useSave(job)
  const may = useMay('dispatch')
  const statuses = (useQuery(entriesQuery('statuses', '')).data?.items ?? []) as unknown as Status[]
  const person = useQuery({ queryKey: ['directory', 'people', personId], enabled: false }).data as
    | { name: string }
    | undefined
  const name = person?.name ?? 'the technician'
  const where = { path: { id: job.id, personId } }
  const take = (to: string) =>
    save.mutate({
      fields: ['statusId', 'technician.statusId'],
      send: version =>
        answer(
          api.PUT('/jobs/{id}/visits/{visit}/technicians/{personId}', {
            params: { path: { ...where.path, visit } },
            body: { statusId: to, version },
          }),
        ),
      said: `${name}: ${statuses.find(({ id }) => id === to)?.name ?? 'status'}.`,
      undo: () => answer(api.POST('/jobs/{id}/technicians/{personId}/undo-status', { params: where, body: {} })),
    })
  const steps = statuses.filter(({ step, id }) => step !== null || id === statusId)
  if (!may) return steps.find(({ id }) => id === statusId)?.name ?? ''
  return (
    <Select
      size="xs"
      aria-label={`Status of ${name} on visit ${visit}`}
      placeholder="None yet"
      data={steps.map(each => ({ value: each.id, label: each.name }))}
      value={statusId}
      onChange={to => to && take(to)}
    />
  )
}
