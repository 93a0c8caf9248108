import sql, { empty, join, raw } from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Actor, Company, Directory, EntryKind } from './directory.ts'
import { SHAPES } from './entry.ts'
import type { Named } from './names.ts'

type Table = Readonly<{ table: string; own: readonly string[] }>

const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

const tableOf = <K extends EntryKind>(kind: K): Table => ({
  table: kind.replace('-', '_'),
  own: SHAPES[kind].fields.map(field => snake(String(field))),
})

// The only names that ever reach SQL as text.
const TABLES: Readonly<Record<EntryKind, Table>> = Object.freeze({
  region: tableOf('region'),
  customer: tableOf('customer'),
  'alarm-company': tableOf('alarm-company'),
  provider: tableOf('provider'),
  person: tableOf('person'),
  site: tableOf('site'),
  'service-type': tableOf('service-type'),
  status: tableOf('status'),
})

const nameOf = (kind: EntryKind) => raw(TABLES[kind].table)
const ownOf = (kind: EntryKind) => raw(TABLES[kind].own.join(', '))
const eachOf = (kind: EntryKind) => raw(TABLES[kind].own.map(field => `asked.${field}`).join(', '))
const allOf = (kind: EntryKind) => raw(['company_id', 'id', ...TABLES[kind].own].join(', '))

const asRow = (entry: object) =>
  Object.fromEntries(Object.entries(entry).map(([field, value]) => [snake(field), value]))

/** Adds the entries and returns those that could be added: neither their id nor their code was taken. */
export const insertEntries = <K extends EntryKind>(db: Connection, kind: K, entries: readonly object[]) =>
  db.query<Directory[K]>(sql`
    insert into ${nameOf(kind)} (${allOf(kind)})
    select ${allOf(kind)}
    from jsonb_populate_recordset(null::${nameOf(kind)}, ${asJson(entries.map(asRow))}::jsonb)
    on conflict do nothing
    returning ${allOf(kind)}
  `)

export const updateEntries = (db: Connection, kind: EntryKind, entries: readonly object[]) =>
  db.query(sql`
    update ${nameOf(kind)} entry
    set (${ownOf(kind)}) = (select ${eachOf(kind)})
    from jsonb_populate_recordset(null::${nameOf(kind)}, ${asJson(entries.map(asRow))}::jsonb) as asked
    where entry.company_id = asked.company_id
    and entry.id = asked.id
  `)

/** Those of these entries that there are, kept from others until this transaction ends. */
export const lockEntries = <K extends EntryKind>(
  db: Connection,
  kind: K,
  { companyId, ids }: { companyId: string; ids: readonly string[] },
) =>
  db.query<Directory[K]>(sql`
    select ${allOf(kind)}
    from ${nameOf(kind)}
    where company_id = ${companyId}
    and id = any (${ids}::uuid[])
    order by id
    for no key update
  `)

/** The names by which people speak of all entries of these kinds: of a status it is its code. */
export async function selectNames<K extends EntryKind>(db: Connection, companyId: string, kinds: readonly K[]) {
  if (kinds.length === 0) return []
  const each = kinds.map(
    kind => sql`
    select ${kind}::text as kind, id, ${kind === 'status' ? sql`code` : sql`name`} as name,
           ${kind === 'site' ? sql`address` : sql`null::text`} as address
    from ${nameOf(kind)}
    where company_id = ${companyId}`,
  )
  return db.query<Named<K>>(join(each, ' union all '))
}

export const selectEntries = <K extends EntryKind>(
  db: Connection,
  kind: K,
  { companyId, ids }: { companyId: string; ids: readonly string[] },
) =>
  db.query<Directory[K]>(sql`
    select ${allOf(kind)}
    from ${nameOf(kind)}
    where company_id = ${companyId}
    and id = any (${ids}::uuid[])
    order by name, id
  `)

export type Page = Readonly<{
  companyId: string
  limit: number
  /** The last entry of the page before. */
  after?: Readonly<{ name: string; id: string }> | undefined
  /** Text anywhere in the name, the code, the postal address, or in an address at which somebody is reached. */
  search?: string | undefined
  /** Only entries that name these, by the field that names them. */
  pointing?: Readonly<Record<string, string>> | undefined
}>

export const selectPage = <K extends EntryKind>(
  db: Connection,
  kind: K,
  { companyId, limit, after, search, pointing = {} }: Page,
) =>
  db.query<Directory[K]>(sql`
    select ${allOf(kind)}
    from ${nameOf(kind)}
    where company_id = ${companyId}
    and (${after?.id ?? null}::uuid is null or (name, id) > (${after?.name ?? null}::text, ${after?.id ?? null}::uuid))
    and (${search ?? null}::text is null or strpos(lower(${searchedOf(kind)}), lower(${search ?? null}::text)) > 0)
    ${pointsAt(kind, pointing)}
    order by name, id
    limit ${limit}
  `)

const SEARCHED = ['name', 'code', 'address', 'email', 'phone', 'mobile']
const searchedOf = (kind: EntryKind) =>
  raw(`concat_ws(e'\\n', ${SEARCHED.filter(field => TABLES[kind].own.includes(field)).join(', ')})`)

function pointsAt(kind: EntryKind, pointing: Readonly<Record<string, string>>) {
  const named = Object.keys(SHAPES[kind].points ?? {}).filter(field => pointing[field])
  return named.length > 0
    ? sql`and ${join(
        named.map(field => sql`${raw(snake(field))} = ${pointing[field]}`),
        ' and ',
      )}`
    : empty
}

/** What changed in an entry, the latest first. `before`: the last change of the page before. */
export const selectEntryChanges = (
  db: Connection,
  kind: EntryKind,
  { companyId, id, limit, before }: { companyId: string; id: string; limit: number; before?: number | undefined },
) =>
  db.query<EntryChange>(sql`
    select seq, by, at, before, after
    from directory_change
    where company_id = ${companyId}
    and entry_id = ${id}
    and entry = ${kind}
    and (${before ?? null}::bigint is null or seq < ${before ?? null}::bigint)
    order by seq desc
    limit ${limit}
  `)

/** `before` null: it was added then. */
export type EntryChange = Readonly<{
  seq: number
  by: Actor
  at: Temporal.Instant
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>>
}>

/** Of the entries pointed at, the fields whose entry does not exist in this company. */
export async function selectMissing(
  db: Connection,
  companyId: string,
  points: readonly { field: string; kind: EntryKind; id: string }[],
): Promise<string[]> {
  if (points.length === 0) return []
  const each = points.map(
    ({ field, kind, id }) => sql`
    select ${field}::text as field
    where not exists (select from ${nameOf(kind)} where company_id = ${companyId} and id = ${id})`,
  )
  const rows = await db.query<{ field: string }>(join(each, ' union all '))
  return rows.map(row => row.field)
}

export type DirectoryChange = Readonly<{
  companyId: string
  entry: EntryKind | 'company' | 'api-key' | 'webhook' | 'portrait' | 'complaint' | 'account'
  entryId: string
  before: object | null
  after: object
}>

export const insertChanges = (
  db: Connection,
  changes: readonly DirectoryChange[],
  { by, now }: { by: Actor; now: Temporal.Instant },
) =>
  db.query(sql`
    insert into directory_change (company_id, entry, entry_id, by, at, before, after)
    select "companyId", entry, "entryId", ${asJson(by)}::jsonb, ${now}::timestamptz, before, after
    from jsonb_to_recordset(${asJson(changes)}::jsonb)
      as c ("companyId" uuid, entry text, "entryId" uuid, before jsonb, after jsonb)
  `)

// The only names that ever reach SQL as text.
const COMPANY_FIELDS = [
  ...(['id', 'name', 'code', 'timeZone', 'locale', 'country', 'deferralMutes', 'quietFrom', 'quietUntil'] as const),
  ...(['quietHolidays', 'holidaysOf', 'replyTo', 'approvesReports', 'takesRequests', 'requestTypeId'] as const),
  ...(['reviewUrl', 'createdAt'] as const),
] satisfies readonly (keyof Company)[]
const COMPANY = raw(COMPANY_FIELDS.map(snake).join(', '))

export async function insertCompany(db: Connection, company: Company): Promise<'added' | 'taken'> {
  const rows = await db.query(sql`
    insert into company (${COMPANY})
    select ${COMPANY}
    from jsonb_populate_record(null::company, ${asJson(asRow(company))}::jsonb)
    on conflict do nothing
    returning id
  `)
  return rows.length > 0 ? 'added' : 'taken'
}

export const updateCompany = (db: Connection, company: Company) =>
  db.query(sql`
    update company
    set (${COMPANY}) = (
      select ${COMPANY}
      from jsonb_populate_record(null::company, ${asJson(asRow(company))}::jsonb)
    )
    where id = ${company.id}
  `)

export const selectCompany = async (db: Connection, id: string) =>
  (await db.query<Company>(sql`select ${COMPANY} from company where id = ${id}`))[0]

export const lockCompany = async (db: Connection, id: string) =>
  (await db.query<Company>(sql`select ${COMPANY} from company where id = ${id} for no key update`))[0]

export const selectCompanies = (db: Connection) =>
  db.query<Company>(sql`select ${COMPANY} from company order by name, id`)
