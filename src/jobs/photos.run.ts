import { newId } from '#base/id.ts'
import { pictureType } from '#base/picture.ts'
import type { Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import { loadJobs } from './jobs.sql.ts'
import * as q from './photos.sql.ts'

export { photoOf, photosOf } from './photos.sql.ts'

/**
 * Keeps a photo with a job. The image is stored as it came: JPEG or PNG, as its first bytes say. With an id of its own a
 * photo that comes again is kept once.
 */
export async function addPhoto(
  db: Connection,
  photo: { companyId: string; jobId: string; caption: string; image: Uint8Array; by: Actor; id?: string },
  now: Temporal.Instant,
): Promise<{ ok: true; photo: q.Photo } | { ok: false; because: 'no-such-job' | 'not-a-photo' }> {
  const type = pictureType(photo.image)
  if (!type) return { ok: false, because: 'not-a-photo' }
  if ((await loadJobs(db, [photo])).length === 0) return { ok: false, because: 'no-such-job' }
  const { companyId, jobId, caption, by, id = newId() } = photo
  const kept = { companyId, jobId, id, type, caption, by, at: now }
  await q.insertPhoto(db, kept, photo.image)
  return { ok: true, photo: kept }
}
