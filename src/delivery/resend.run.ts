import { type AddressFault, type Channel, readAddress } from '#base/address.ts'
import { newId } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import { CONTACT_CHANNELS, type ContactChannel } from '#directory/contact.ts'
import { troublesAmong } from '#directory/contacts.run.ts'
import { findCompany, within } from '#directory/directory.run.ts'
import type { Actor } from '#directory/directory.ts'
import { LANES } from '#rules/notice.ts'
import { tellAgain } from '#rules/resend.run.ts'
import type { ResendAs } from '#rules/resend.ts'
import { forMany, type Many, type ManyDone, type ManyRefused } from './deeds.run.ts'
import { lockMessage, type Meant, moveDeliveries } from './deeds.sql.ts'
import { REPLACEABLE, type State } from './state.ts'

/** Why a message is not sent again. */
export type NotResent =
  | 'no-such-message'
  | 'still-on-its-way'
  | 'resent-already'
  | 'opted-out'
  | 'webhook-keeps-its-address'
  | AddressFault

type Said = Readonly<{ companyId: string; as: ResendAs; by: Actor }>

// Of the others one does not know yet whether they arrive, or another message has taken their place.
const RESENDABLE: readonly State[] = [...REPLACEABLE, 'accepted', 'delivered']

/**
 * Sends one message again, as a new one whose id is answered (W3): to the same address, or to another that is given. If
 * the first had not arrived, the new one takes its place. Refused while it is on its way, and to whoever has opted out,
 * unless it is urgent (W9).
 */
export const resendMessage = (
  db: Connection,
  { id, address: written, ...said }: Said & Readonly<{ id: string; address?: string }>,
  now: Temporal.Instant,
): Promise<{ ok: true; id: string } | { ok: false; because: NotResent }> =>
  within(db, async tx => {
    const { companyId } = said
    const message = await lockMessage(tx, companyId, id)
    if (!message) return { ok: false, because: 'no-such-message' }
    if (message.state === 'resent') return { ok: false, because: 'resent-already' }
    if (!RESENDABLE.includes(message.state)) return { ok: false, because: 'still-on-its-way' }
    const read = await addressFor(tx, { companyId, channel: message.channel, written })
    if (!read.ok) return read
    const { address = message.address } = read
    const [welcome] = await withoutOptedOut(tx, companyId, [{ ...message, address }])
    if (!welcome) return { ok: false, because: 'opted-out' }
    const [again] = await resend(tx, [welcome], said, now)
    return { ok: true, id: again! }
  })

/**
 * Sends again all messages that are meant and can be, if they are as many as was said; nothing is done otherwise. Those
 * on their way, those sent again before and those to people who have opted out are not counted.
 */
export const resendMany = (
  db: Connection,
  { filter, count, ...said }: Said & Many,
  now: Temporal.Instant,
): Promise<ManyDone | ManyRefused> =>
  within(db, tx =>
    forMany(
      tx,
      {
        ...{ filter, states: RESENDABLE, lanes: LANES, ...(count !== undefined && { count }) },
        leaveOut: messages => withoutOptedOut(tx, said.companyId, messages),
      },
      async messages => {
        await resend(tx, messages, said, now)
      },
    ),
  )

type Written = Readonly<{ companyId: string; channel: Channel; written: string | undefined }>

async function addressFor(tx: Connection, { companyId, channel, written }: Written) {
  if (written === undefined) return { ok: true, address: undefined } as const
  // A program is told only where its secret is kept.
  if (channel === 'webhook') return { ok: false, because: 'webhook-keeps-its-address' } as const
  const { country } = (await findCompany(tx, companyId))!
  return readAddress(channel, written, country)
}

/** Those of these messages that may go to their address: an opt-out holds back all but what is urgent (W9). */
async function withoutOptedOut(tx: Connection, companyId: string, messages: readonly Meant[]): Promise<Meant[]> {
  const keys = messages.flatMap(({ channel, address }) =>
    isOfPeople(channel) ? [{ companyId, channel, address }] : [],
  )
  const troubles = await troublesAmong(tx, keys)
  const out = new Set(troubles.flatMap(({ optedOutAt, ...key }) => (optedOutAt ? [keyOf(key)] : [])))
  return messages.filter(message => message.lane === 'urgent' || !out.has(keyOf(message)))
}

const isOfPeople = (channel: Channel): channel is ContactChannel => CONTACT_CHANNELS.some(each => each === channel)

const keyOf = ({ channel, address }: Pick<Meant, 'channel' | 'address'>): string => `${channel} ${address}`

async function resend(
  tx: Connection,
  messages: readonly Meant[],
  said: Said,
  now: Temporal.Instant,
): Promise<string[]> {
  const { companyId, as, by } = said
  const again = messages.map(({ id: of, address }) => ({ companyId, id: newId(), of, as, address, by }))
  await tellAgain(tx, again, now)
  const moves = messages
    .filter(({ state }) => REPLACEABLE.includes(state))
    .map(({ id, state }) => ({ id, from: state, to: 'resent' as const, dueAt: now, endedAt: now, note: null }))
  if (moves.length > 0) await moveDeliveries(tx, moves, { companyId, by, now })
  return again.map(({ id }) => id)
}
