import { isAfter, later } from '#base/time.ts'
import type { Connection, Database } from '#db/sql.ts'
import { writersTo } from '#delivery/heard.run.ts'
import type { ContactKey } from '#directory/contact.ts'
import { noteReached, optIn, optOut, troublesAmong } from '#directory/contacts.run.ts'
import type { Actor } from '#directory/directory.ts'
import { meaningOf } from './keyword.ts'
import * as q from './replies.sql.ts'
import { heardBy, meantBy, type Writer, whoseIs } from './replies.ts'

type Instant = Temporal.Instant

export {
  countUndone,
  type ReplySeen,
  selectReceipts as receiptsOf,
  selectReplies as listReplies,
  selectRepliesTo as repliesTo,
} from './replies.sql.ts'

/**
 * Settles the oldest answers: what each means, and whose it is. STOP and START count at once. Says whether there were
 * any.
 */
export const settleRepliesOnce = (
  db: Database,
  { now, limit = 200 }: { now: Instant; limit?: number },
): Promise<boolean> =>
  db.begin(async tx => {
    const due = await q.takeDueReplies(tx, limit)
    if (due.length === 0) return false
    const asked = due.map(({ channel, fromAddress: address, at }) => ({ channel, address, since: later(at, -YEAR) }))
    const [writers, only] = await Promise.all([writersTo(tx, asked), q.onlyCompany(tx)])
    const writersOf = Map.groupBy(writers, ({ ask }) => ask)
    const settled: q.SettledReply[] = []
    // One after the other: STOP and START of one sender may both be among them.
    for (const [i, reply] of due.entries())
      settled.push(await settle(tx, reply, { writers: writersOf.get(i) ?? [], only, now }))
    await q.settleReplies(tx, settled, now)
    return true
  })

const YEAR = 366 * 86_400

type Around = Readonly<{ writers: readonly Writer[]; only: string | null; now: Instant }>

async function settle(tx: Connection, reply: q.DueReply, { writers, only, now }: Around): Promise<q.SettledReply> {
  const { id, channel, fromAddress: address, words, at } = reply
  const whose = whoseIs(reply, writers, only)
  const contacts = heardBy(reply, writers, whose).map((companyId): ContactKey => ({ companyId, channel, address }))
  const said = meaningOf(words)
  const optedOut = said === 'start' && (await troublesAmong(tx, contacts)).some(({ optedOutAt }) => optedOutAt)
  const meaning = meantBy(said, optedOut ? 'opted-out' : 'not-opted-out')
  await noteReached(
    tx,
    contacts.map(contact => ({ ...contact, at: isAfter(at, now) ? now : at, because: 'somebody answered from there' })),
    now,
  )
  const because = `answered "${words.trim().slice(0, 40)}"`
  if (meaning === 'stop') for (const contact of contacts) await optOut(tx, contact, because, now)
  if (meaning === 'start') for (const contact of contacts) await optIn(tx, contact, because, now)
  return { id, meaning, ...whose }
}

/** Notes who has dealt with an answer, and when. What was done already stays so. */
export const finishReply = async (
  db: Connection,
  reply: { companyId: string; id: string },
  done: { by: Actor; now: Instant },
): Promise<q.ReplySeen | undefined> => {
  await q.updateDone(db, reply, done)
  return q.selectReply(db, reply.companyId, reply.id)
}
