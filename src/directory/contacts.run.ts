import type { Connection } from '#db/sql.ts'
import {
  type Contact,
  type ContactChange,
  type ContactKey,
  type Failure,
  failed,
  optedIn,
  optedOut,
  type QuietHours,
  quieted,
  reached,
  type Turn,
} from './contact.ts'
import * as q from './contacts.sql.ts'
import { within } from './directory.run.ts'
import type { Actor } from './directory.ts'

/** An address, and who says something about it when that is somebody of the company. */
type Said = ContactKey & Readonly<{ by?: Actor }>

/**
 * The owner of an address does not want to hear from this company any more. Urgent messages still go there (W9). What
 * was so already is no change.
 */
export const optOut = (db: Connection, contact: Said, because: string, now: Temporal.Instant): Promise<void> =>
  turn(db, [contact], { rows: 'made', by: contact.by, now }, each => optedOut(each, because, now))

/** The owner of an address wants to hear from this company again. */
export const optIn = (db: Connection, contact: Said, because: string, now: Temporal.Instant): Promise<void> =>
  turn(db, [contact], { rows: 'existing', by: contact.by, now }, each => optedIn(each, because))

/** Notes that addresses were refused for good: whether they are dead for that, `contact.ts` says. */
export async function noteFailures(db: Connection, failures: readonly Failure[], now: Temporal.Instant): Promise<void> {
  const failuresOf = Map.groupBy(failures, keyOf)
  await turn(db, failures, { rows: 'made', now }, contact => inTurn(contact, failuresOf.get(keyOf(contact))!, failed))
}

/** Something that arrived at an address, and when. */
export type Arrival = ContactKey & Readonly<{ at: Temporal.Instant; because: string }>

/** Notes that something arrived at addresses of which anything is known; it writes no row for the others. */
export async function noteReached(db: Connection, arrivals: readonly Arrival[], now: Temporal.Instant): Promise<void> {
  const arrivalsOf = Map.groupBy(arrivals, keyOf)
  const arrive = (contact: Contact, { because, at }: Arrival) => reached(contact, because, at)
  await turn(db, arrivals, { rows: 'existing', now }, contact =>
    inTurn(contact, arrivalsOf.get(keyOf(contact))!, arrive),
  )
}

/** Somebody of the company says that a dead address is to be tried again: he has put it right. */
export const revive = (db: Connection, contact: ContactKey & { by: Actor }, now: Temporal.Instant): Promise<void> =>
  turn(db, [contact], { rows: 'existing', by: contact.by, now }, each => reached(each, 'is to be tried again', now))

/** Sets between which hours an address is left in peace; null: when the company says (W5). */
export const setQuiet = (
  db: Connection,
  contact: ContactKey & { by: Actor },
  hours: QuietHours | null,
  now: Temporal.Instant,
): Promise<void> => turn(db, [contact], { rows: 'made', by: contact.by, now }, each => quieted(each, hours))

/** What is known of one address; undefined when nothing is. */
export const findContact = (db: Connection, key: ContactKey): Promise<Contact | undefined> => q.selectContact(db, key)

/** What changed with an address, the latest first. */
export const contactHistory = (db: Connection, key: ContactKey): Promise<ContactChange[]> => q.selectChanges(db, key)

/** Of these addresses those whose owner wants no messages, or at which nobody is (W9). */
export const troublesAmong = async (db: Connection, keys: readonly ContactKey[]) =>
  keys.length > 0 ? q.selectTroubles(db, keys) : []

const keyOf = ({ companyId, channel, address }: ContactKey): string => `${companyId} ${channel} ${address}`

/** What comes of several things, one after the other; of several changes the last is told. */
function inTurn<Thing extends { at: Temporal.Instant }>(
  contact: Contact,
  things: readonly Thing[],
  become: (contact: Contact, thing: Thing) => Turn,
): Turn {
  const inOrder = [...things].sort((a, b) => Temporal.Instant.compare(a.at, b.at))
  return inOrder.reduce<Turn>(
    (so, thing) => {
      const next = become(so.contact, thing)
      return { contact: next.contact, change: next.change ?? so.change }
    },
    { contact, change: null },
  )
}

type Terms = Readonly<{ rows: 'made' | 'existing'; by?: Actor | undefined; now: Temporal.Instant }>

/** Lets each of these contacts become what `become` says, with a line in its history where something changed. */
async function turn(
  db: Connection,
  keys: readonly ContactKey[],
  { rows, by = undefined, now }: Terms,
  become: (contact: Contact) => Turn,
): Promise<void> {
  if (keys.length === 0) return
  await within(db, async tx => {
    const distinct = [...new Map(keys.map(key => [keyOf(key), key])).values()]
    if (rows === 'made') await q.insertContacts(tx, distinct)
    const contacts = await q.lockContacts(tx, distinct)
    const turns = contacts.map(become)
    const altered = turns.filter((each, i) => each.contact !== contacts[i])
    const told = turns.filter(({ change }) => change !== null)
    if (altered.length > 0)
      await q.saveContacts(
        tx,
        altered.map(({ contact }) => contact),
      )
    if (told.length > 0) await q.insertContactChanges(tx, told, { by: by ?? null, now })
  })
}
