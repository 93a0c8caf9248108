import { Button, Loader, Switch, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ReportSchedule } from '../api/schema.ts'
import { EntryName } from '../look/entries.tsx'
import { Nothing, Trouble } from '../look/page.tsx'
import { Moment } from '../look/time.tsx'
import { useDeeds } from '../shell/keys.tsx'
import { saidFailed } from '../shell/undo.tsx'
import { useMay } from '../sign-in/me.ts'
import { sameAs, schedulesQuery, useSaveReport, whenInWords } from './reports.ts'
import './rules.css'
import './reports.css'

/** Which reports are sent by themselves: to whom, of whose jobs, and when the next one goes. */
export function ReportsPage() {
  const { data, error, refetch } = useQuery(schedulesQuery)
  const may = useMay('administer')
  const navigate = useNavigate()
  const begin = useMemo(
    () => () => void navigate({ to: '/rules/reports/$scheduleId', params: { scheduleId: 'new' } }),
    [navigate],
  )
  useDeeds(useMemo(() => (may ? [{ name: 'New report', keys: 'n', about: 'Reports', act: begin }] : []), [may, begin]))
  return (
    <div className="split reports">
      <div className="page">
        <title>Scheduled reports · Callout</title>
        <div className="page-head">
          <h1>Scheduled reports</h1>
          <Button component={Link} variant="default" to="/rules">
            Back to the rules
          </Button>
          {may && <Button onClick={begin}>Add a report</Button>}
        </div>
        {error && !data && <Trouble error={error} again={() => void refetch()} />}
        {!data && !error && <Loader size="sm" aria-label="Loading" />}
        {data?.items.length === 0 && (
          <Nothing title="No report is sent by itself yet">
            A report lists the jobs of the day, week or month that has ended, as PDF and as a spreadsheet. For example:{' '}
            <em>Weekly jobs of Hargreaves Timber, every Monday at 07:00, to office@hargreaves.example.</em>
          </Nothing>
        )}
        {data && data.items.length > 0 && <Schedules schedules={data.items} />}
      </div>
      <Outlet />
    </div>
  )
}

function Schedules({ schedules }: { schedules: readonly ReportSchedule[] }) {
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table className="schedules" highlightOnHover aria-label="Scheduled reports">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>On</Table.Th>
            <Table.Th>Report</Table.Th>
            <Table.Th>When</Table.Th>
            <Table.Th>To</Table.Th>
            <Table.Th>Next</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {schedules.map(each => (
            <Table.Tr key={each.id}>
              <Table.Td>
                <OnOff schedule={each} />
              </Table.Td>
              <Table.Td>
                <Link to="/rules/reports/$scheduleId" params={{ scheduleId: each.id }}>
                  {each.name}
                </Link>{' '}
                <span className="dim">
                  {each.customerId ? <EntryName kind="customers" id={each.customerId} /> : 'every customer'}
                </span>
              </Table.Td>
              <Table.Td>{whenInWords(each)}</Table.Td>
              <Table.Td>{each.addresses.join(', ')}</Table.Td>
              <Table.Td>{each.nextAt ? <Moment at={each.nextAt} zone={each.timeZone} /> : 'is off'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function OnOff({ schedule }: { schedule: ReportSchedule }) {
  const may = useMay('administer')
  const { mutate, isPending } = useSaveReport(schedule)
  if (!may) return schedule.active ? 'on' : 'off'
  return (
    <Switch
      size="xs"
      aria-label={`${schedule.name} is sent`}
      checked={schedule.active}
      readOnly={isPending}
      onChange={event => mutate({ ...sameAs(schedule), active: event.currentTarget.checked }, { onError: saidFailed })}
    />
  )
}
