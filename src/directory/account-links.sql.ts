import sql, { raw } from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { LinkKind } from './account.ts'
import type { PersonKey } from './accounts.sql.ts'
import type { Actor, Role } from './directory.ts'

type Instant = Temporal.Instant

type NewLink = PersonKey &
  Readonly<{
    kind: LinkKind
    hash: string
    email: string
    endsTwoFactor: boolean
    at: Instant
    expiresAt: Instant
    by: Actor | null
  }>

/** Makes a link in place of one of its kind that this person may have. */
export const upsertLink = (db: Connection, link: NewLink) =>
  db.query(sql`
    insert into account_link (company_id, person_id, kind, hash, email, ends_two_factor, at, expires_at, by)
    values (${link.companyId}, ${link.personId}, ${link.kind}, ${link.hash}, ${link.email}, ${link.endsTwoFactor},
            ${link.at}, ${link.expiresAt}, ${link.by && asJson(link.by)}::jsonb)
    on conflict (company_id, person_id, kind) do update
    set (hash, email, ends_two_factor, at, expires_at, by)
      = (excluded.hash, excluded.email, excluded.ends_two_factor, excluded.at, excluded.expires_at, excluded.by)`)

export type FoundLink = PersonKey &
  Readonly<{ email: string; endsTwoFactor: boolean; name: string; role: Role; company: string }>

type Sought = Readonly<{ kind: LinkKind; hash: string; now: Instant }>

const FOUND = raw(`account_link.company_id, account_link.person_id, account_link.email, account_link.ends_two_factor,
  person.name, person.role, company.name as company`)

const living = ({ kind, hash, now }: Sought) => sql`
    from account_link
    join person on person.company_id = account_link.company_id and person.id = account_link.person_id
    join company on company.id = account_link.company_id
    where account_link.hash = ${hash}
    and account_link.kind = ${kind}
    and account_link.expires_at > ${now}`

/** Whose link this is, whosever it is: asked before the company is known. */
export const selectLink = async (db: Connection, sought: Sought) =>
  (await db.query<FoundLink>(sql`select ${FOUND} ${living(sought)}`))[0]

/** The same, held until this transaction ends, so that nobody uses it twice. */
export const lockLink = async (db: Connection, sought: Sought) =>
  (await db.query<FoundLink>(sql`select ${FOUND} ${living(sought)} for update of account_link`))[0]

/** Takes a link away; says for whom it was made, if it was there. */
export async function deleteLink(db: Connection, { companyId, personId, kind }: PersonKey & { kind: LinkKind }) {
  const [link] = await db.query<{ email: string }>(sql`
    delete from account_link
    where company_id = ${companyId}
    and person_id = ${personId}
    and kind = ${kind}
    returning email`)
  return link
}

export const deleteOldLinks = (db: Connection, now: Instant) =>
  db.query(sql`delete from account_link where expires_at < ${now}`)
