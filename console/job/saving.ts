import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Refused } from '../api/client.ts'
import { saidDone } from '../shell/undo.tsx'
import { useMe } from '../sign-in/me.ts'
import { type JobSeen, jobMoved, jobQuery } from './queries.ts'

export type Since = NonNullable<Refused['problem']['since']>

/** One save of a job: the fields it writes, how it is sent from a version, what to say of it and how to take it back. */
export type Save = Readonly<{
  fields: readonly string[]
  send: (version: number) => Promise<unknown>
  said: string
  undo?: () => Promise<unknown>
  /** What the page shows at once, before the server has answered. */
  meanwhile?: Partial<JobSeen>
}>

/** A save that others overtook in the very fields it writes: what they wrote, and how to go on. */
export class Overtaken extends Error {
  readonly since: Since
  constructor(since: Since) {
    super('Somebody else has changed this meanwhile.')
    this.since = since
  }
}

/**
 * Saves a job as it was seen. What others saved meanwhile elsewhere in it is merged; if they wrote the same fields, the
 * save fails with what they wrote, and nothing is lost.
 */
export function useSave(job: JobSeen) {
  const queries = useQueryClient()
  const { actor } = useMe()
  const { queryKey } = jobQuery(job.reference)
  return useMutation({
    mutationFn: async ({ fields, send }: Save) => {
      let version = job.version
      const merged = new Set<string>()
      for (let tries = 0; ; tries++) {
        const since = await send(version).then(() => null, stale)
        if (since === null) return [...merged]
        if (tries === 5 || overtakes(since, fields)) throw new Overtaken(since)
        for (const { by } of since) if (by.id !== actor.id) merged.add(by.name)
        version = since.at(-1)!.version
      }
    },
    onMutate: ({ meanwhile }) => {
      const before = queries.getQueryData<JobSeen>(queryKey)
      if (before && meanwhile) queries.setQueryData(queryKey, { ...before, ...meanwhile })
      return before
    },
    onError: (_error, { meanwhile }, before) => {
      if (before && meanwhile) queries.setQueryData(queryKey, before)
    },
    onSuccess: (merged, { said, undo }) => {
      const with_ = merged.length > 0 ? ` Merged with what ${merged.join(' and ')} saved meanwhile.` : ''
      const undoing = undo && (() => undo().then(() => jobMoved(queries, job.reference)))
      saidDone(`${said}${with_}`, undoing)
    },
    // Nobody waits until all of it has been read again.
    onSettled: () => void jobMoved(queries, job.reference),
  })
}

function stale(error: unknown): Since {
  if (error instanceof Refused && error.problem.since) return error.problem.since
  throw error
}

/** Whether somebody else has written one of these fields since. */
export const overtakes = (since: Since, fields: readonly string[]): boolean =>
  since.length === 0 || since.some(({ changed }) => changed.some(({ field }) => fields.includes(field)))
