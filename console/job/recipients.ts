import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import type { Paths } from '../api/schema.ts'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import { type JobSeen, jobMoved } from './queries.ts'

export type NewRecipient = Paths['/jobs/{id}/recipients']['post']['requestBody']['content']['application/json']

export const recipientsQuery = (reference: string) => ({
  queryKey: ['job', reference, 'recipients'],
  queryFn: () => answer(api.GET('/jobs/{id}/recipients', { params: { path: { id: reference } } })),
})

export type Recipient = Awaited<ReturnType<ReturnType<typeof recipientsQuery>['queryFn']>>['items'][number]

const remove = (jobId: string, recipientId: string) =>
  answer(api.DELETE('/jobs/{id}/recipients/{recipientId}', { params: { path: { id: jobId, recipientId } } }))

/** Says of this job alone who is told, or is not; it can be taken back. */
export function useRecipients(job: JobSeen) {
  const queries = useQueryClient()
  const moved = () => jobMoved(queries, job.reference)
  const adding = useMutation({
    mutationFn: (asked: readonly NewRecipient[]) =>
      Promise.all(
        asked.map(body => answer(api.POST('/jobs/{id}/recipients', { params: { path: { id: job.id } }, body }))),
      ),
    onSuccess: kept => {
      const undo = () => Promise.all(kept.map(({ recipient }) => remove(job.id, recipient.id))).then(moved)
      saidDone(
        [kept[0]!.recipient.sentence, ...kept.flatMap(({ warnings }) => warnings.map(({ sentence }) => sentence))].join(
          ' ',
        ),
        undo,
      )
    },
    onSettled: moved,
  })
  const removing = useMutation({
    mutationFn: (ids: readonly string[]) => Promise.all(ids.map(id => remove(job.id, id))),
    onSuccess: () => saidDone('Taken back: the rules alone say who is told.'),
    onError: saidFailed,
    onSettled: moved,
  })
  return { adding, removing }
}
