import sql, { join } from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Company, EntryKind, Site } from '#directory/directory.ts'
import type { EventRow } from '#jobs/event.ts'
import type { SheetPhoto } from './sheet.ts'

export type EventKey = Readonly<{ companyId: string; jobId: string; version: number }>
export type EntryRef = Readonly<{ companyId: string; kind: EntryKind; id: string }>
export type Message = Readonly<{
  companyId: string
  id: string
  subject: string | null
  body: string
  paperId: string | null
  /** The site it is about, if it is an e-mail: its region or its company says where answers go. */
  siteId: string | null
  /** The words as a page, the paper that has the portrait on it, and the appointment for a calendar. */
  html: string | null
  portraitId: string | null
  calendar: string | null
}>
export type Paper = Readonly<{ companyId: string; id: string; name: string; bytes: Uint8Array }>

export const eventsOf = (db: Connection, keys: readonly EventKey[]) =>
  db.query<EventRow>(sql`
    select event.seq, event.by, event.at, event.changed, event.job
    from job_event event
    join unnest(
      ${keys.map(key => key.companyId)}::uuid[], ${keys.map(key => key.jobId)}::uuid[],
      ${keys.map(key => key.version)}::int[]
    ) as ask (company_id, job_id, version)
      using (company_id, job_id, version)`)

/** The event that made the job what it is now. */
export async function latestEvent(db: Connection, companyId: string, jobId: string): Promise<EventRow | undefined> {
  const [row] = await db.query<EventRow>(sql`
    select seq, by, at, changed, job
    from job_event
    where company_id = ${companyId} and job_id = ${jobId}
    order by version desc
    limit 1`)
  return row
}

export const companiesOf = (db: Connection, ids: readonly string[]) =>
  db.query<Pick<Company, 'id' | 'name' | 'code' | 'locale' | 'timeZone'>>(sql`
    select id, name, code, locale, time_zone
    from company
    where id = any (${ids}::uuid[])`)

export type EntryRow = EntryRef & { name: string } & { [Part in 'address' | 'timeZone']: Site[Part] | null }

/** Names of entries of the directory; of a site also where it is and which clock it has. */
export const entriesOf = (db: Connection, refs: readonly EntryRef[]) =>
  db.query<EntryRow>(sql`
    with ask as (
      select company_id, kind, id
      from unnest(
        ${refs.map(ref => ref.companyId)}::uuid[], ${refs.map(ref => ref.kind)}::text[], ${refs.map(ref => ref.id)}::uuid[]
      ) as ask (company_id, kind, id)
    )
    select company_id, kind, id, name, address, time_zone
    from ask
    join site using (company_id, id)
    where kind = 'site'
    union all
    select company_id, kind, id, name, null, null
    from ask
    join customer using (company_id, id)
    where kind = 'customer'
    union all
    select company_id, kind, id, name, null, null
    from ask
    join alarm_company using (company_id, id)
    where kind = 'alarm-company'
    union all
    select company_id, kind, id, name, null, null
    from ask
    join provider using (company_id, id)
    where kind = 'provider'
    union all
    select ask.company_id, ask.kind, ask.id, service_type.name, null, null
    from ask
    join service_type using (company_id, id)
    where ask.kind = 'service-type'
    union all
    select company_id, kind, id, name, null, null
    from ask
    join status using (company_id, id)
    where kind = 'status'
    union all
    select company_id, kind, id, name, null, null
    from ask
    join person using (company_id, id)
    where kind = 'person'`)

type Counted = {
  companyId: string
  jobId: string
  type: SheetPhoto['type']
  caption: string
  image: Buffer
  all: number
}

/** The first photos of each job, oldest first, and how many it has altogether. */
export const photosOf = (db: Connection, jobs: readonly Omit<EventKey, 'version'>[], most: number) =>
  db.query<Counted>(sql`
    select ask.company_id, ask.job_id, photo.type, photo.caption, photo.image, photo.all
    from unnest(${jobs.map(job => job.companyId)}::uuid[], ${jobs.map(job => job.jobId)}::uuid[])
      as ask (company_id, job_id)
    cross join lateral (
      select type, caption, image, at, id, count(*) over () as all
      from photo
      where photo.company_id = ask.company_id and photo.job_id = ask.job_id
      order by at, id
      limit ${most}
    ) photo
    order by photo.at, photo.id`)

/** Of these papers, the ids of those that have been printed already. */
export async function printedPapers(
  db: Connection,
  papers: readonly { companyId: string; id: string }[],
): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(sql`
    select paper.id
    from paper
    join unnest(${papers.map(paper => paper.companyId)}::uuid[], ${papers.map(paper => paper.id)}::uuid[])
      as ask (company_id, id)
      using (company_id, id)`)
  return new Set(rows.map(({ id }) => id))
}

// Each image of a page is a parameter of its own: in an array it would travel as text of twice the size.
export const insertPapers = (db: Connection, papers: readonly Paper[], now: Temporal.Instant) =>
  db.query(sql`
    insert into paper (company_id, id, name, bytes, at)
    values ${join(
      papers.map(
        ({ companyId, id, name, bytes }) => sql`(${companyId}, ${id}, ${name}, ${Buffer.from(bytes)}, ${now})`,
      ),
    )}
    on conflict do nothing`)

export const insertMessages = (db: Connection, messages: readonly Message[], now: Temporal.Instant) =>
  db.query(sql`
    insert into message (company_id, id, subject, body, paper_id, html, portrait_id, calendar, reply_to, at)
    select written."companyId", written.id, written.subject, written.body, written."paperId",
           written.html, written."portraitId", written.calendar, coalesce(region.reply_to, company.reply_to), ${now}::timestamptz
    from jsonb_to_recordset(${asJson(messages)}::jsonb)
      as written ("companyId" uuid, id uuid, subject text, body text, "paperId" uuid, "siteId" uuid, html text,
                  "portraitId" uuid, calendar text)
    left join site on site.company_id = written."companyId" and site.id = written."siteId"
    left join company on company.id = site.company_id
    left join region on region.company_id = site.company_id and region.id = site.region_id
    on conflict do nothing`)
