import type { Database } from '#db/sql.ts'
import { within } from '#directory/directory.run.ts'
import type { Actor } from '#directory/directory.ts'
import { resendMany } from './resend.run.ts'
import type { State } from './state.ts'

export const REPLAYED = ['failed-for-good', 'expired', 'unknown'] as const satisfies readonly State[]
/** Where a message stands that did not reach a program, as far as one knows. */
export type Replayed = (typeof REPLAYED)[number]

export type Replay = Readonly<{
  companyId: string
  /** The URL of the webhook. */
  url: string
  since: Temporal.Instant
  /** Only those; left out: all that did not reach it. */
  state?: Replayed
  by: Actor
}>

/** Sends a program all messages again that were written since then and did not reach it, with the words they had. */
export const replayTo = (
  db: Database,
  { companyId, url, since, state, by }: Replay,
  now: Temporal.Instant,
): Promise<{ ok: true; count: number } | { ok: false; because: 'too-many' | 'other-count' }> =>
  within(db, async tx => {
    let count = 0
    for (const each of state ? [state] : REPLAYED) {
      const filter = { companyId, channel: 'webhook', address: url, from: since, state: each } as const
      const meant = { companyId, as: 'as-it-was', by, filter } as const
      const counted = await resendMany(tx, meant, now)
      if (!counted.ok) return counted
      const done = await resendMany(tx, { ...meant, count: counted.count }, now)
      if (!done.ok) return done
      count += done.count
    }
    return { ok: true, count }
  })
