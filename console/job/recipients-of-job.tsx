import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Moment } from '../look/time.tsx'
import { useMay } from '../sign-in/me.ts'
import type { JobSeen } from './queries.ts'
import { recipientsQuery, useRecipients } from './recipients.ts'

/** What was said of this job alone: who is told beside the rules, and who is not. Nothing is shown where nothing was. */
export function RecipientsOfJob({ job }: { job: JobSeen }) {
  const { data } = useQuery(recipientsQuery(job.reference))
  const { removing } = useRecipients(job)
  const may = useMay('dispatch')
  const inForce = data?.items.filter(({ removedAt }) => removedAt === null) ?? []
  if (inForce.length === 0) return null
  return (
    <section aria-label="For this job only">
      <h2>For this job only</h2>
      <ul className="plain">
        {inForce.map(({ id, sentence, by, at }) => (
          <li key={id}>
            {sentence}{' '}
            <span className="dim">
              {by.name}, <Moment at={at} zone={job.timeZone} />
            </span>{' '}
            {may && (
              <Button variant="subtle" size="compact-xs" onClick={() => removing.mutate([id])}>
                Take back
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
