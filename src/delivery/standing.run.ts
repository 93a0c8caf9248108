import type { Connection } from '#db/sql.ts'
import { type ContactKey, isContactChannel } from '#directory/contact.ts'
import { noteFailures, optOut } from '#directory/contacts.run.ts'
import type { Fault } from './carrier.ts'
import { addressesOf } from './heard.sql.ts'

/** What a carrier refused, as far as it says something of the address: for `noteOutcomes`. */
export type Refused = Readonly<{
  companyId: string
  id: string
  at: Temporal.Instant
  fault?: Fault | null
  words: string
}>

/**
 * Keeps in mind what carriers said of the addresses themselves: that nobody is there, or that their owner does not want
 * messages (W9). To be called with recorded results that have a fault; the others are left out.
 */
export async function noteOutcomes(db: Connection, results: readonly Refused[], now: Temporal.Instant): Promise<void> {
  const telling = results.filter(({ fault }) => fault === 'address' || fault === 'opted-out')
  if (telling.length === 0) return
  const contacts = new Map(
    (await addressesOf(db, telling)).map(({ id, channel, ...rest }) => [
      id,
      isContactChannel(channel) ? { ...rest, channel } : null,
    ]),
  )
  const known = telling.flatMap(result => {
    const contact: ContactKey | null | undefined = contacts.get(result.id)
    return contact ? [{ ...result, contact }] : []
  })
  const dead = known.filter(({ fault }) => fault === 'address')
  await noteFailures(
    db,
    dead.map(({ contact, at, words }) => ({ ...contact, at, because: `refused: ${words}`, certain: 'certain' })),
    now,
  )
  for (const { contact } of known.filter(({ fault }) => fault === 'opted-out')) {
    await optOut(db, contact, 'the carrier refuses: its owner opted out', now)
  }
}
