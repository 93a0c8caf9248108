import { Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import { Trouble } from '../look/page.tsx'
import { Moment } from '../look/time.tsx'

export const messageQuery = (id: string) => ({
  queryKey: ['messages', id],
  queryFn: () => answer(api.GET('/messages/{id}', { params: { path: { id } } })),
})

/** One message: its exact words, every attempt, what carriers reported, and what was answered. */
export function MessageDetail({ id }: { id: string }) {
  const { data: message, error, refetch } = useQuery(messageQuery(id))
  if (error) return <Trouble error={error} again={() => void refetch()} />
  if (!message) return <Loader size="xs" aria-label="Loading" />
  const { subject, body, tries, receipts, timeZone } = message
  return (
    <section className="message" aria-label="Message">
      {subject && <strong>{subject}</strong>}
      <pre>{body}</pre>
      <ol>
        {tries.map(({ number, carrier, startedAt, outcome, words }) => (
          <li key={number}>
            <Moment at={startedAt} zone={timeZone} /> attempt {number} by {carrier}: {outcome ?? 'under way'} {words}
          </li>
        ))}
        {receipts.map(({ at, says, carrier, words }) => (
          <li key={at + says}>
            <Moment at={at} zone={timeZone} /> {carrier} reports: {says} {words}
          </li>
        ))}
      </ol>
    </section>
  )
}
