import { newId } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import { loadJobs } from './jobs.sql.ts'
import * as q from './photos.sql.ts'

export { photoOf, photosOf } from './photos.sql.ts'

/** Keeps a photo with a job. The image is stored as it came: JPEG or PNG, as its first bytes say. */
export async function addPhoto(
  db: Connection,
  photo: { companyId: string; jobId: string; caption: string; image: Uint8Array; by: Actor },
  now: Temporal.Instant,
): Promise<{ ok: true; photo: q.Photo } | { ok: false; because: 'no-such-job' | 'not-a-photo' }> {
  const type = imageType(photo.image)
  if (!type) return { ok: false, because: 'not-a-photo' }
  if ((await loadJobs(db, [photo])).length === 0) return { ok: false, because: 'no-such-job' }
  const { companyId, jobId, caption, by } = photo
  const kept = { companyId, jobId, id: newId(), type, caption, by, at: now }
  await q.insertPhoto(db, kept, photo.image)
  return { ok: true, photo: kept }
}

function imageType(bytes: Uint8Array): q.Photo['type'] | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return 'image/png'
  return undefined
}
