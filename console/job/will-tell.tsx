import { Button, Loader } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Mark } from '../look/mark.tsx'
import { useMay } from '../sign-in/me.ts'
import { decisionsQuery, type Expected, type JobSeen, type Supposed, type WouldBe } from './queries.ts'
import { AddRecipient } from './recipient-form.tsx'
import { RecipientMenu } from './recipient-menu.tsx'

/** Whom the deed being prepared would tell, and whom not, each with the reason. It changes as the form does. */
export function WillTell({ job, supposed }: { job: JobSeen; supposed: Supposed }) {
  const { data, isFetching, error } = useQuery({
    ...decisionsQuery(job.reference, supposed),
    placeholderData: keepPreviousData,
  })
  const wouldBe = data?.wouldBe
  return (
    <section className="will-tell" aria-label="Who will be told" aria-live="polite" aria-busy={isFetching}>
      {error && <span className="watch">Who would be told cannot be said now: {error.message}</span>}
      {!wouldBe && !error && <Loader size={14} aria-label="Loading" />}
      {wouldBe && <Foreseen job={job} wouldBe={wouldBe} />}
    </section>
  )
}

function Foreseen({ job, wouldBe: { refused, items } }: { job: JobSeen; wouldBe: WouldBe }) {
  const may = useMay('dispatch')
  const [adding, setAdding] = useState(false)
  if (refused) {
    return (
      <p className="watch">
        <strong>{refused.title}.</strong> {refused.detail}
      </p>
    )
  }
  return (
    <>
      {items.length === 0 && <p>No rule speaks of this: nobody will be told.</p>}
      <ul>
        {togetherOf(items).map(same => {
          const [first] = same
          return (
            <li key={first.sentence} className={first.because === 'told' ? '' : 'dim'}>
              <Mark told={first.because === 'told'} /> {first.sentence} {may && <RecipientMenu job={job} same={same} />}
            </li>
          )
        })}
      </ul>
      {may && !adding && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAdding(true)}>
          Also tell somebody of this job
        </Button>
      )}
      {adding && <AddRecipient job={job} done={() => setAdding(false)} />}
    </>
  )
}

/** Several rules that tell the same person are one line: he gets one message. */
function togetherOf(items: readonly Expected[]): [Expected, ...Expected[]][] {
  return [...Map.groupBy(items, ({ sentence }) => sentence).values()] as [Expected, ...Expected[]][]
}
