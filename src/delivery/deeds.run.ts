import type { Connection } from '#db/sql.ts'
import { within } from '#directory/directory.run.ts'
import type { Actor } from '#directory/directory.ts'
import { LANES, type Lane } from '#rules/notice.ts'
import { lockMeant, lockMessage, type Meant, messagesMeant, moveDeliveries } from './deeds.sql.ts'
import { type Deed, DOABLE, moveBy, type NotDone, whyNotDone } from './deeds.ts'
import type { MessageFilter } from './log.sql.ts'
import type { State } from './state.ts'

/** More are done in parts: one transaction must not keep so many from being sent for long. */
export const MOST_AT_ONCE = 10_000

type Done = Readonly<{ companyId: string; deed: Deed; note?: string; by: Actor }>

/** Holds, releases or cancels one message. Says the state it is in then; refused once a carrier has it. */
export const doWith = (
  db: Connection,
  { companyId, id, deed, note, by }: Done & Readonly<{ id: string }>,
  now: Temporal.Instant,
): Promise<{ ok: true; state: State } | { ok: false; because: NotDone | 'no-such-message' }> =>
  within(db, async tx => {
    const message = await lockMessage(tx, companyId, id)
    if (!message) return { ok: false, because: 'no-such-message' }
    const because = whyNotDone(deed, message.state)
    if (because) return { ok: false, because }
    const move = moveBy(deed, message, { note: note ?? null, now })
    await moveDeliveries(tx, [move], { companyId, by, now })
    return { ok: true, state: move.to }
  })

/** Which messages, and how many there must be of them; without `count` they are only counted. */
export type Many = Readonly<{ filter: MessageFilter; count?: number }>

/** How many it is about, the first few of them, and whether it was done. */
export type ManyDone = Readonly<{ ok: true; count: number; done: boolean; examples: readonly Meant[] }>
export type ManyRefused = Readonly<
  { ok: false; because: 'other-count'; count: number } | { ok: false; because: 'too-many' }
>

/**
 * Holds, releases or cancels all messages that are meant and can be, if they are as many as was said; nothing is done
 * otherwise. Urgent ones are only held or cancelled when their lane is named, or they themselves are.
 */
export const doWithMany = (
  db: Connection,
  { companyId, deed, note, by, filter, count }: Done & Many,
  now: Temporal.Instant,
): Promise<ManyDone | ManyRefused> =>
  within(db, async tx => {
    const isMeant = deed === 'release' || filter.lane !== undefined || filter.ids !== undefined
    const lanes: readonly Lane[] = isMeant ? LANES : LANES.filter(lane => lane !== 'urgent')
    return forMany(
      tx,
      { filter, states: DOABLE[deed], lanes, ...(count !== undefined && { count }) },
      async messages => {
        const moves = messages.map(message => moveBy(deed, message, { note: note ?? null, now }))
        await moveDeliveries(tx, moves, { companyId, by, now })
      },
    )
  })

type Chosen = Many & Readonly<{ states: readonly State[]; lanes: readonly Lane[]; leaveOut?: LeaveOut }>
type LeaveOut = (messages: readonly Meant[]) => Promise<readonly Meant[]>

/** Does `work` with the messages that are chosen when there are exactly `count`; only counts them without it. */
export async function forMany(
  tx: Connection,
  { filter, states, lanes, count, leaveOut = async all => all }: Chosen,
  work: (messages: readonly Meant[]) => Promise<void>,
): Promise<ManyDone | ManyRefused> {
  const asked = { filter, states, lanes, limit: MOST_AT_ONCE + 1 }
  const found = await (count === undefined ? messagesMeant(tx, asked) : lockMeant(tx, asked))
  if (found.length > MOST_AT_ONCE) return { ok: false, because: 'too-many' }
  const messages = await leaveOut(found)
  if (count !== undefined && messages.length !== count)
    return { ok: false, because: 'other-count', count: messages.length }
  const done = count !== undefined
  if (done && messages.length > 0) await work(messages)
  return { ok: true, count: messages.length, done, examples: messages.slice(0, 10) }
}
