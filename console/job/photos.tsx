import { Button, FileButton, Group, UnstyledButton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import { Moment } from '../look/time.tsx'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import { useMay } from '../sign-in/me.ts'
import { type JobSeen, jobMoved, photosQuery } from './queries.ts'

/** The photos of a job, and a place to add one. */
export function Photos({ job }: { job: JobSeen }) {
  const queries = useQueryClient()
  const may = useMay('dispatch')
  const { data } = useQuery(photosQuery(job.reference))
  const adding = useMutation({
    mutationFn: (file: File) =>
      answer(
        api.POST('/jobs/{id}/photos', {
          params: { path: { id: job.id }, query: { caption: file.name } },
          body: file as never,
          bodySerializer: body => body as never,
          headers: { 'content-type': file.type },
        }),
      ),
    onSuccess: () => {
      saidDone('The photo was added.')
      return jobMoved(queries, job.reference)
    },
    onError: saidFailed,
  })
  return (
    <Group gap="sm" align="end">
      {data?.items.map(({ id, caption, by, at }) => (
        <UnstyledButton
          key={id}
          component="a"
          href={`/api/v1/jobs/${job.id}/photos/${id}`}
          target="_blank"
          className="photo"
        >
          <img src={`/api/v1/jobs/${job.id}/photos/${id}`} alt={caption || `By ${by.name}`} width={120} height={90} />
          <small className="dim">
            {caption || by.name} <Moment at={at} zone={job.timeZone} />
          </small>
        </UnstyledButton>
      ))}
      {data?.items.length === 0 && <p className="dim">None yet. Those added here are printed with the job.</p>}
      {may && (
        <FileButton accept="image/jpeg,image/png" onChange={file => file && adding.mutate(file)}>
          {props => (
            <Button {...props} variant="default" loading={adding.isPending}>
              Add a photo
            </Button>
          )}
        </FileButton>
      )}
    </Group>
  )
}
