import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'

export type Photo = Readonly<{
  companyId: string
  jobId: string
  id: string
  type: 'image/jpeg' | 'image/png'
  caption: string
  by: Actor
  at: Temporal.Instant
}>

export const insertPhoto = (db: Connection, photo: Photo, image: Uint8Array) =>
  db.query(sql`
  insert into photo (company_id, id, job_id, type, caption, image, by, at)
  values (
    ${photo.companyId}, ${photo.id}, ${photo.jobId}, ${photo.type}, ${photo.caption},
    ${Buffer.from(image)}, ${photo.by}, ${photo.at}
  )
  on conflict do nothing`)

/** The photos of one job, oldest first, without their images. */
export const photosOf = (db: Connection, companyId: string, jobId: string) =>
  db.query<Photo>(sql`
  select company_id, job_id, id, type, caption, by, at
  from photo
  where company_id = ${companyId} and job_id = ${jobId}
  order by at, id`)

/** One photo with its image. */
export async function photoOf(
  db: Connection,
  companyId: string,
  id: string,
): Promise<(Photo & { image: Uint8Array }) | undefined> {
  const [photo] = await db.query<Photo & { image: Uint8Array }>(sql`
    select company_id, job_id, id, type, caption, by, at, image
    from photo
    where company_id = ${companyId} and id = ${id}`)
  return photo
}
