import { Loader } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Mark } from '../look/mark.tsx'
import { decisionsQuery, type JobSeen, type Supposed, type WouldBe } from './queries.ts'

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
      {wouldBe && <Foreseen wouldBe={wouldBe} />}
    </section>
  )
}

function Foreseen({ wouldBe: { refused, items } }: { wouldBe: WouldBe }) {
  if (refused) {
    return (
      <p className="watch">
        <strong>{refused.title}.</strong> {refused.detail}
      </p>
    )
  }
  if (items.length === 0) return <p>No rule speaks of this: nobody will be told.</p>
  return (
    <ul>
      {items.map(item => (
        <li key={`${item.ruleId} ${item.occasion} ${item.sentence}`} className={item.because === 'told' ? '' : 'dim'}>
          <Mark told={item.because === 'told'} /> {item.sentence}
        </li>
      ))}
    </ul>
  )
}
