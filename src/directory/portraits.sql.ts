import sql from 'sql-template-tag'
import type { PictureType } from '#base/picture.ts'
import type { Connection } from '#db/sql.ts'

export type PersonKey = Readonly<{ companyId: string; personId: string }>
export type Portrait = Readonly<{ type: PictureType; image: Uint8Array }>

export async function selectPortrait(db: Connection, { companyId, personId }: PersonKey) {
  const [portrait] = await db.query<Portrait>(sql`
    select type, image
    from portrait
    where company_id = ${companyId} and person_id = ${personId}`)
  return portrait
}

export async function existsPortrait(db: Connection, { companyId, personId }: PersonKey): Promise<boolean> {
  const rows = await db.query(sql`select from portrait where company_id = ${companyId} and person_id = ${personId}`)
  return rows.length > 0
}

export const upsertPortrait = (
  db: Connection,
  { companyId, personId }: PersonKey,
  { type, image }: Portrait,
  now: Temporal.Instant,
) =>
  db.query(sql`
    insert into portrait (company_id, person_id, type, image, at)
    values (${companyId}, ${personId}, ${type}, ${Buffer.from(image)}, ${now})
    on conflict (company_id, person_id) do update
    set type = excluded.type, image = excluded.image, at = excluded.at`)

export const deletePortrait = (db: Connection, { companyId, personId }: PersonKey) =>
  db.query(sql`delete from portrait where company_id = ${companyId} and person_id = ${personId}`)
