import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import type { OwnSession } from '../api/schema.ts'
import { Moment } from '../look/time.tsx'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import { sessionsQuery } from './queries.ts'
import { Group } from './setting.tsx'
import { browserInWords } from './words.ts'

/** Where one is signed in, in words, with what ends it. */
export function OwnSessions({ sessions, zone }: { sessions: OwnSession[]; zone: string }) {
  const queries = useQueryClient()
  const ended = async (words: string) => {
    saidDone(words)
    await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  }
  const ending = useMutation({
    mutationFn: ({ id }: OwnSession) => answer(api.DELETE('/sessions/{id}', { params: { path: { id } } })),
    onSuccess: (_, { agent }) => ended(`${browserInWords(agent)} is signed out.`),
    onError: saidFailed,
  })
  const endingOthers = useMutation({
    mutationFn: () => answer(api.POST('/sessions/end-others')),
    onSuccess: () => ended('You are signed in here alone.'),
    onError: saidFailed,
  })
  return (
    <Group title="Where you are signed in">
      <ul className="settings-list">
        {sessions.map(session => (
          <li key={session.id}>
            <div>
              <strong>{browserInWords(session.agent)}</strong>
              {session.current && <span className="good"> ● in use now</span>}
              <div className="dim">
                since <Moment at={session.createdAt} zone={zone} />, until <Moment at={session.expiresAt} zone={zone} />
              </div>
            </div>
            {!session.current && (
              <Button
                variant="default"
                loading={ending.isPending && ending.variables.id === session.id}
                onClick={() => ending.mutate(session)}
                aria-label={`Sign out: ${browserInWords(session.agent)}`}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button variant="default" loading={endingOthers.isPending} onClick={() => endingOthers.mutate()}>
          Sign out everywhere else
        </Button>
      )}
    </Group>
  )
}
