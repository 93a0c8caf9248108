import { Button, Group, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import { Form } from '../look/form.tsx'
import { Said } from '../look/said.tsx'
import { Moment } from '../look/time.tsx'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import { useMay, useMe } from '../sign-in/me.ts'
import { type Complaint, complaintsQuery } from './queries.ts'

/** What a customer complains of. While one is open nobody asks how it was. */
export function Complaints({ customerId }: { customerId: string }) {
  const may = useMay('dispatch')
  const { data } = useQuery(complaintsQuery(customerId))
  const [adding, setAdding] = useState(false)
  if (!data) return null
  return (
    <section aria-label="Complaints">
      <h3>Complaints</h3>
      {data.items.length === 0 && !adding && <p className="dim">None. While one is open, nobody asks how it was.</p>}
      <ul className="complaints">
        {data.items.map(complaint => (
          <Line key={complaint.id} complaint={complaint} />
        ))}
      </ul>
      {adding ? (
        <Opening customerId={customerId} done={() => setAdding(false)} />
      ) : (
        may && (
          <Button variant="default" onClick={() => setAdding(true)}>
            Write down a complaint
          </Button>
        )
      )}
    </section>
  )
}

function Line({
  complaint: { id, customerId, words, openedAt, openedBy, closedAt, closedBy },
}: {
  complaint: Complaint
}) {
  const { company } = useMe()
  const may = useMay('dispatch')
  const queries = useQueryClient()
  const closing = useMutation({
    mutationFn: () => answer(api.POST('/complaints/{id}/close', { params: { path: { id } } })),
    onSuccess: () => {
      saidDone('Complaint closed.')
      return queries.invalidateQueries({ queryKey: complaintsQuery(customerId).queryKey })
    },
    onError: saidFailed,
  })
  const zone = company.timeZone
  return (
    <li className={closedAt ? 'dim' : undefined}>
      <div>
        {words}
        <div className="dim">
          {openedBy.name}, <Moment at={openedAt} zone={zone} />
          {closedAt && closedBy && (
            <>
              ; closed by {closedBy.name}, <Moment at={closedAt} zone={zone} />
            </>
          )}
        </div>
      </div>
      {!closedAt && may && (
        <Button variant="default" loading={closing.isPending} onClick={() => closing.mutate()}>
          Close
        </Button>
      )}
    </li>
  )
}

function Opening({ customerId, done }: { customerId: string; done: () => void }) {
  const [words, setWords] = useState('')
  const queries = useQueryClient()
  const opening = useMutation({
    mutationFn: () => answer(api.POST('/complaints', { body: { customerId, words: words.trim() } })),
    onSuccess: () => {
      done()
      saidDone('Complaint written down.')
      return queries.invalidateQueries({ queryKey: complaintsQuery(customerId).queryKey })
    },
  })
  return (
    <Form label="Write down a complaint" act={() => opening.mutate()}>
      <Textarea
        label="What they complain of"
        required
        autoFocus
        minRows={2}
        value={words}
        onChange={event => setWords(event.currentTarget.value)}
      />
      <Said error={opening.error} />
      <Group gap="xs">
        <Button type="submit" loading={opening.isPending} disabled={words.trim() === ''}>
          Write down
        </Button>
        <Button variant="default" onClick={done}>
          Back
        </Button>
      </Group>
    </Form>
  )
}
