import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import type { NewReportSchedule, ReportSchedule } from '../api/schema.ts'
import { saidDone, saidFailed } from '../shell/undo.tsx'

export const schedulesQuery = {
  queryKey: ['rules', 'report-schedules'],
  queryFn: () => answer(api.GET('/report-schedules', { params: { query: { limit: 200 } } })),
}

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** The days of the week as choices: 1 is Monday. */
export const WEEKDAYS = WEEK.map((label, i) => ({ value: String(i + 1), label }))

/** "Every Monday at 07:00". */
export function whenInWords({ every, onDay, at }: Pick<ReportSchedule, 'every' | 'onDay' | 'at'>): string {
  if (every === 'day') return `Every day at ${at}`
  if (every === 'week') return `Every ${WEEK[(onDay ?? 1) - 1]} at ${at}`
  return `Every month on day ${onDay} at ${at}`
}

export const sameAs = ({ id: _, version: _v, nextAt: _n, ...rest }: ReportSchedule): NewReportSchedule => rest

const add = (body: NewReportSchedule) => answer(api.POST('/report-schedules', { body }))
const change = (id: string, version: number, body: NewReportSchedule) =>
  answer(api.PUT('/report-schedules/{id}', { params: { path: { id } }, body: { ...body, version } }))
const remove = (id: string) => answer(api.DELETE('/report-schedules/{id}', { params: { path: { id } } }))

/** Adds a schedule of reports, or changes one; it can be taken back. */
export function useSaveReport(was: ReportSchedule | undefined) {
  const queries = useQueryClient()
  const moved = () => queries.invalidateQueries({ queryKey: schedulesQuery.queryKey })
  return useMutation({
    mutationFn: (body: NewReportSchedule) => (was ? change(was.id, was.version, body) : add(body)),
    // What it was: by the time it is saved the page may show what it is.
    onMutate: () => was,
    onSuccess: (saved, _body, was) => {
      const undo = () => (was ? change(saved.id, saved.version, sameAs(was)) : remove(saved.id)).then(moved)
      saidDone(was ? 'The schedule was changed.' : 'The report is sent from now on.', undo)
    },
    onSettled: moved,
  })
}

/** Sends a report no more; undone, its schedule is made again. */
export function useRemoveReport(schedule: ReportSchedule) {
  const queries = useQueryClient()
  const moved = () => queries.invalidateQueries({ queryKey: schedulesQuery.queryKey })
  return useMutation({
    mutationFn: () => remove(schedule.id),
    onSuccess: () => saidDone('The report is sent no more.', () => add(sameAs(schedule)).then(moved)),
    onError: saidFailed,
    onSettled: moved,
  })
}
