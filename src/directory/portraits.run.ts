import { createHash } from 'node:crypto'
import { wholePicture } from '#base/picture.ts'
import type { Connection } from '#db/sql.ts'
import { within } from './directory.run.ts'
import { insertChanges, lockEntries } from './directory.sql.ts'
import type { Actor } from './directory.ts'
import * as q from './portraits.sql.ts'

type Instant = Temporal.Instant
type Of = q.PersonKey & Readonly<{ by: Actor }>
type Refused<Because> = Readonly<{ ok: false; because: Because }>

export type PortraitFault = 'no-such-entry' | 'no-portrait' | 'not-a-photo' | 'portrait-too-large'

const MOST_BYTES = 2_000_000
const MOST_PIXELS = 20_000_000

/** How a person looks; undefined when nobody has said. */
export const portraitOf = (db: Connection, key: q.PersonKey): Promise<q.Portrait | undefined> =>
  q.selectPortrait(db, key)

/** Whether somebody has said how a person looks. */
export const hasPortrait = (db: Connection, key: q.PersonKey): Promise<boolean> => q.existsPortrait(db, key)

/** Keeps how a person looks: a whole JPEG or PNG of at most 2 MB and 20 megapixels (S5.1). It takes the place of the one before. */
export function setPortrait(
  db: Connection,
  { image, by, ...key }: Of & Readonly<{ image: Uint8Array }>,
  now: Instant,
): Promise<Readonly<{ ok: true; portrait: q.Portrait }> | Refused<Exclude<PortraitFault, 'no-portrait'>>> {
  return within(db, async tx => {
    if (image.length > MOST_BYTES) return { ok: false, because: 'portrait-too-large' }
    const type = wholePicture(image, MOST_PIXELS)
    if (!type) return { ok: false, because: 'not-a-photo' }
    const [person] = await lockEntries(tx, 'person', { companyId: key.companyId, ids: [key.personId] })
    if (!person) {
      return { ok: false, because: 'no-such-entry' }
    }
    const before = await q.selectPortrait(tx, key)
    const portrait = { type, image }
    if (before && Buffer.compare(before.image, image) === 0) return { ok: true, portrait }
    await q.upsertPortrait(tx, key, portrait, now)
    await record(tx, { ...key, by }, { before: before ? described(before) : null, after: described(portrait) }, now)
    return { ok: true, portrait }
  })
}

/** Forgets how a person looks. */
export function removePortrait(
  db: Connection,
  { by, ...key }: Of,
  now: Instant,
): Promise<Readonly<{ ok: true }> | Refused<'no-portrait'>> {
  return within(db, async tx => {
    await lockEntries(tx, 'person', { companyId: key.companyId, ids: [key.personId] })
    const before = await q.selectPortrait(tx, key)
    if (!before) return { ok: false, because: 'no-portrait' }
    await q.deletePortrait(tx, key)
    await record(tx, { ...key, by }, { before: described(before), after: { removed: true } }, now)
    return { ok: true }
  })
}

// Not the image itself: whoever wants to be forgotten is, and it can still be told which one it was.
const described = ({ type, image }: q.Portrait) => ({
  type,
  bytes: image.length,
  sha256: createHash('sha256').update(image).digest('hex'),
})

const record = (
  tx: Connection,
  { companyId, personId, by }: Of,
  change: { before: object | null; after: object },
  now: Instant,
) => insertChanges(tx, [{ companyId, entry: 'portrait', entryId: personId, ...change }], { by, now })
